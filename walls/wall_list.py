"""The walls of a project as a list, and what a new one may be put up for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from base.roles import Role
from projects.models import Project, Theme, UseCase
from teams.models import Membership
from walls.models import Note, SealedNote, Wall

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from base.user import User

CELL = JSONObject(pk="pk", title="title")


def projects_visible_to(user: User) -> QuerySet[Project]:
    """Projects with the reader's role and what a wall can be put up for."""
    seats = Membership.objects.current().filter(team=OuterRef("team"), user=user.pk)
    cases = UseCase.objects.filter(project=OuterRef("pk"), dropped_at=None).order_by("position")
    themes = Theme.objects.filter(project=OuterRef("pk")).exclude(state=Theme.State.DROPPED)
    rows: QuerySet[Project] = Project.objects.visible_to(user)
    return rows.select_related("team").annotate(
        role_here=Subquery(seats.values("role")[:1]),
        case_rows=ArraySubquery(cases.values(json=CELL)),
        theme_rows=ArraySubquery(themes.order_by("position").values(json=CELL)),
    )


class WallList:
    """What the page of a project's walls shows."""

    def __init__(self, project: Project, reader: User) -> None:
        self.project, self.reader = project, reader
        self.role = vars(project)["role_here"] or ""

    @property
    def works(self) -> bool:
        return self.role not in ("", Role.GUEST)

    @property
    def may_open(self) -> bool:
        return self.works and self.project.is_open

    @property
    def use_cases(self) -> list[dict[str, Any]]:
        return list(vars(self.project)["case_rows"])

    @property
    def themes(self) -> list[dict[str, Any]]:
        return list(vars(self.project)["theme_rows"])

    @cached_property
    def rows(self) -> list[Wall]:
        walls = Wall.objects.visible_to(self.reader).filter(project=self.project)
        walls = walls.select_related("use_case", "theme", "sprint").newest_first()
        return list(walls.annotate(sealed=_number(SealedNote), open=_number(Note)))


def _number(model: type[Model]) -> Coalesce:
    rows = model._default_manager.filter(wall=OuterRef("pk")).order_by().values("wall")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)
