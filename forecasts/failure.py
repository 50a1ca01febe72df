"""Which of a project's forecasts were given up."""

from jobs.models import Job
from projects.models import Project
from teams.failed_job import Failure

FORECASTS = {
    "issue_forecasts": "The newest forecasts of {} could not be frozen",
    "resolve_forecasts": "Forecasts of {} whose day has come could not be scored",
}


def failed_forecasts(project: Project) -> list[Failure]:
    jobs = Job.objects.given_up().filter(kind__in=FORECASTS, key=f"project:{project.pk}")
    failures = []
    for job in jobs:
        failures.append(Failure(project.team, FORECASTS[job.kind].format(project), job))
    return failures
