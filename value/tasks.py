from datetime import timedelta

from base import clock
from jobs.kinds import kind
from jobs.models import Job
from projects.models import Project, Release
from value.asking import ask_due, has_due


@kind("ask_check_ins", every=timedelta(hours=1), offset=timedelta(minutes=20))
def ask_check_ins() -> None:
    """Each hour, as a team's day begins when it does there; one job for each project concerned."""
    used = Release.objects.exclude(first_used_on=None).values("project")
    for project in Project.objects.filter(pk__in=used).select_related("team"):
        if has_due(project, project.team.day_of(clock.now())):
            Job.ask("ask_project_check_ins", key=f"project:{project.pk}", project=project.pk)


@kind("ask_project_check_ins", attempts=3)
def ask_project_check_ins(project: int) -> None:
    ask_due(Project.objects.select_related("team").get(pk=project))
