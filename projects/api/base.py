"""What nouns of one project share: they stand under it, and its lock is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field

from accounts.authentication import OF_TEAM
from projects.models import Project
from teams.api import people_of
from teams.models import Team
from web.api.inputs import NamedRowOf, RowOf
from web.api.problems import MISSING
from web.api.resources import Listed, Resource, Retrieved

if TYPE_CHECKING:
    from projects.models.project import OfProjectQuerySet
    from teams.models.user import User

PROJECT = "[A-Za-z][A-Za-z0-9]{1,9}"
NUMBER = "[1-9][0-9]{0,8}"
LARGEST_NUMBER = 10**9 - 1


class OfProjectResource(Listed, Retrieved, Resource):
    """Rows under /projects/TV/."""

    related: tuple[str, ...] = ("project__team",)
    lock = {"even_closed": True}

    def seen(self, rows: OfProjectQuerySet[Any]) -> OfProjectQuerySet[Any]:
        return rows.visible_to(self.request.user).filter(project=id_of(self.kwargs["project"]))

    def must_see_parent(self) -> None:
        self.seen_project()

    def seen_project(self) -> Project:
        seen = Project.objects.visible_to(self.request.user).select_related("team")
        return get_object_or_404(seen, key=self.kwargs["project"].upper())

    def scope_of_new(self) -> Project:
        self.project = self.seen_project()
        return self.project


def is_of_team(key: str, team: int) -> bool:
    return Project.objects.filter(key=key.upper(), team=team).exists()


OF_TEAM["project"] = is_of_team
OF_TEAM["key"] = is_of_team  # of a project itself


def projects_called(user: User, key: str, filters: dict[str, Any] | None = None) -> QuerySet[Any]:
    return Project.objects.visible_to(user).filter(key=key.upper())


def teams_called(user: User, slug: str, filters: dict[str, Any] | None = None) -> QuerySet[Any]:
    return Team.objects.visible_to(user).filter(slug=slug)


def id_of(key: str) -> QuerySet[Project, Any]:
    """The project's id, looked up once a statement, so that its index by rank can be walked."""
    return Project.objects.filter(key=key.upper()).order_by().values("pk")[:1]


class SeenProject(NamedRowOf):
    """Names the project by its key, and lets the fields behind it speak of that project's rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__("project", seen_by, name="key", by="key, such as TV", **options)

    def to_internal_value(self, data: Any) -> Project:
        if not self.fits(data):
            self.fail("invalid", by=self.by)
        project = self.look_up(self.context["by"], data.upper())
        self.context["scope"] = project  # type: ignore[index]  # it is the dict that was given
        if not isinstance(project, Project):
            self.fail(MISSING, noun=self.noun)
        return project


def seen_by(user: User) -> QuerySet[Any]:
    return Project.objects.visible_to(user).select_related("team")


class Teammate(RowOf):
    """Names a person of the project's team."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            "person in this project's team",
            lambda project: people_of(project.team),
            **options,
        )


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER})
class SprintByNumber(RowOf):
    """Names a sprint of the project at hand."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            "sprint of this project", sprints_of, name="number", by="number", **options
        )

    def fits(self, data: Any) -> bool:
        return super().fits(data) and data <= LARGEST_NUMBER


def sprints_of(project: Project) -> OfProjectQuerySet[Any]:
    return project.sprints.select_related("project__team")
