"""What every page shows around its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from projects.models import Project
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models.user import User

PROJECT = ("key", "name", "state")


@dataclass(frozen=True, slots=True)
class RailTeam:
    """A team of mine with its open projects; one without a project is there as well."""

    pk: int
    name: str
    slug: str
    projects: list[Project]


def rail(request: HttpRequest) -> dict[str, Callable[..., Any]]:
    """Offer the teams with their open projects: one query, and only where the rail is drawn."""
    user = getattr(request, "user", None)
    return {"rail": lambda: teams_of(user) if user and user.is_authenticated else []}


def teams_of(user: User) -> list[RailTeam]:
    """Read a row a project: with its projects as an array a team takes Django thrice as long."""
    seats = Membership.objects.current().filter(user=user.pk)
    seats = seats.order_by("team__name", "team__projects__name", "team__projects__pk")
    cells = (f"team__projects__{name}" for name in PROJECT)
    rows = seats.values_list("team", "team__name", "team__slug", *cells)
    teams = groupby(rows, key=lambda row: row[:3])
    rail = []
    for (pk, name, slug), cards in teams:
        rail.append(RailTeam(pk, name, slug, [one for one in map(_project, cards) if one]))
    return rail


def _project(row: tuple[int | str | None, ...]) -> Project | None:
    """Return what the rail shows of it; nothing for one that is archived, or none at all."""
    project = Project(**dict(zip(PROJECT, row[3:], strict=True)))
    if project.key and project.state != Project.State.ARCHIVED:
        return project
    return None
