"""What every page shows around its content."""

from dataclasses import dataclass
from itertools import groupby

from projects.models import Project


@dataclass(frozen=True, slots=True)
class RailTeam:
    name: str
    slug: str
    projects: list


def rail(request):
    """Offer the teams with their open projects: one query, and only where the rail is drawn."""
    user = getattr(request, "user", None)
    return {"rail": lambda: teams_of(user) if user and user.is_authenticated else []}


def teams_of(user):
    projects = (
        Project.objects.visible_to(user)
        .open()
        .select_related("team")
        .order_by("team__name", "name")
    )
    return [
        RailTeam(team.name, team.slug, list(group))
        for team, group in groupby(projects, key=lambda project: project.team)
    ]
