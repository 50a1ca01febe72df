from datetime import timedelta

from jobs.kinds import kind
from jobs.models import Job
from pulse.models import Wave
from teams.models import Team


@kind("open_pulses", every=timedelta(days=1), offset=timedelta(hours=6))
def open_pulses() -> None:
    """Ask the teams whose time has come; one job a team."""
    for team in (
        Team.objects.filter(projects__state="active").distinct().values_list("pk", flat=True)
    ):
        Job.ask("open_pulse", key=f"team:{team}", team=team)


@kind("open_pulse", attempts=3)
def open_pulse(team: int) -> None:
    Wave.open_due(Team.objects.get(pk=team))
