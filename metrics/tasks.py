from datetime import date, timedelta

from jobs.kinds import kind
from jobs.models import Job
from metrics.forecasts.issuing import issue_all
from metrics.forecasts.resolving import resolve_due
from metrics.models import Forecast
from metrics.reports.making import build_report
from projects.models import Project
from teams.models import Team

NIGHT = timedelta(hours=2, minutes=30)  # UTC


@kind("compute_report", attempts=3)
def compute_report(team, day=None):
    """The report of now, or as of the end of a past day."""
    build_report(Team.objects.get(pk=team), day=day and date.fromisoformat(day))


@kind("nightly_reports", every=timedelta(days=1), offset=NIGHT)
def nightly_reports():
    """One job a team: the failure of one touches no other's."""
    for team in Team.objects.filter(projects__isnull=False).distinct().values_list("pk", flat=True):
        Job.ask("compute_report", key=f"team:{team}", team=team)


@kind("issue_forecasts", attempts=3)
def issue_forecasts(project):
    issue_all(Project.objects.get(pk=project))


@kind("weekly_forecasts", every=timedelta(days=7), offset=timedelta(hours=4))
def weekly_forecasts():
    """On Mondays, for each project at work; one job a project."""
    for project in Project.objects.filter(state="active").values_list("pk", flat=True):
        Job.ask("issue_forecasts", key=f"project:{project}", project=project)


@kind("resolve_forecasts", attempts=3)
def resolve_forecasts(project):
    resolve_due(Project.objects.get(pk=project))


@kind("score_forecasts", every=timedelta(days=1), offset=timedelta(hours=3))
def score_forecasts():
    """Every night, for each project with a forecast whose outcome isn't known."""
    projects = Forecast.objects.waiting().order_by().values_list("project", flat=True).distinct()
    for project in projects:
        Job.ask("resolve_forecasts", key=f"project:{project}", project=project)
