"""What every page shows around its content."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from projects.models import Project
from teams.models import Team


@dataclass(frozen=True, slots=True)
class RailTeam:
    """A team of mine with its open projects; one without a project is there as well."""

    pk: int
    name: str
    slug: str
    projects: list


def rail(request):
    """Offer the teams with their open projects: one query, and only where the rail is drawn."""
    user = getattr(request, "user", None)
    return {"rail": lambda: teams_of(user) if user and user.is_authenticated else []}


def teams_of(user):
    projects = Project.objects.open().filter(team=OuterRef("pk")).order_by("name", "pk")
    cards = ArraySubquery(projects.values(json=JSONObject(key="key", name="name")))
    rows = Team.objects.visible_to(user).order_by("name").values_list("pk", "name", "slug", cards)
    return [RailTeam(*row) for row in rows]
