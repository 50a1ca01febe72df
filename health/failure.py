"""Whether the report that somebody waits for was given up."""

from datetime import date

from health.models import HealthReport
from jobs.models import Job
from teams.failed_job import Failure
from teams.models import Team


def failed_report(team: Team, day: date | None = None) -> Failure | None:
    job = HealthReport.asked_last(team, day)
    if job is None or job.state != Job.State.FAILED:
        return None
    return Failure(team, report_in_words(team, day), job)


def report_in_words(team: Team | str, day: date | None) -> str:
    of_day = f" as of {day:%-d %b %Y}" if day else ""
    return f"The health report of {team}{of_day} could not be made"
