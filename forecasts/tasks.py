from datetime import timedelta

from forecasts.issuing import issue_all
from forecasts.models import Forecast
from forecasts.resolving import resolve_due
from jobs.kinds import kind
from jobs.models import Job
from projects.models import Project


@kind("issue_forecasts", attempts=3)
def issue_forecasts(project: int) -> None:
    issue_all(Project.objects.get(pk=project))


@kind("weekly_forecasts", every=timedelta(days=7), offset=timedelta(hours=4))
def weekly_forecasts() -> None:
    """On Mondays, for each project at work; one job a project."""
    for project in Project.objects.filter(state="active").values_list("pk", flat=True):
        Job.ask("issue_forecasts", key=f"project:{project}", project=project)


@kind("resolve_forecasts", attempts=3)
def resolve_forecasts(project: int) -> None:
    resolve_due(Project.objects.get(pk=project))


@kind("score_forecasts", every=timedelta(days=1), offset=timedelta(hours=3))
def score_forecasts() -> None:
    """Every night, for each project with a forecast whose outcome isn't known."""
    projects = Forecast.objects.waiting().order_by().values_list("project", flat=True).distinct()
    for project in projects:
        Job.ask("resolve_forecasts", key=f"project:{project}", project=project)
