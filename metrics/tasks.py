from datetime import timedelta

from jobs.kinds import kind
from jobs.models import Job
from metrics.models import HealthReport, ProjectFacts, Wave
from teams.models import Team

NIGHT = timedelta(hours=2, minutes=30)  # UTC


@kind("refresh_facts")
def refresh_facts(project):
    ProjectFacts.refresh(project)


@kind("compute_report", attempts=3)
def compute_report(team):
    HealthReport.compute(Team.objects.get(pk=team))


@kind("nightly_reports", every=timedelta(days=1), offset=NIGHT)
def nightly_reports():
    """One job a team: the failure of one touches no other's."""
    for team in Team.objects.filter(projects__isnull=False).distinct().values_list("pk", flat=True):
        Job.ask("compute_report", key=f"team:{team}", team=team)


@kind("reconcile_facts", every=timedelta(days=1), offset=NIGHT)
def reconcile_facts():
    ProjectFacts.reconcile_sample()


@kind("open_pulses", every=timedelta(days=1), offset=timedelta(hours=6))
def open_pulses():
    """Ask the teams whose time has come; one job a team."""
    for team in (
        Team.objects.filter(projects__state="active").distinct().values_list("pk", flat=True)
    ):
        Job.ask("open_pulse", key=f"team:{team}", team=team)


@kind("open_pulse", attempts=3)
def open_pulse(team):
    Wave.open_due(Team.objects.get(pk=team))
