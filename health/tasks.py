from datetime import date, timedelta

from health.reports.building import build_report
from jobs.kinds import kind
from jobs.models import Job
from teams.models import Team

NIGHT = timedelta(hours=2, minutes=30)  # UTC


@kind("compute_report", attempts=3)
def compute_report(team: int, day: str | None = None) -> dict[str, int]:
    """The report of now, or as of the end of a past day."""
    report = build_report(Team.objects.get(pk=team), day=date.fromisoformat(day) if day else None)
    return {"report": report.pk}


@kind("nightly_reports", every=timedelta(days=1), offset=NIGHT)
def nightly_reports() -> None:
    """One job a team: the failure of one touches no other's."""
    for team in Team.objects.filter(projects__isnull=False).distinct().values_list("pk", flat=True):
        Job.ask("compute_report", key=f"team:{team}", team=team)
