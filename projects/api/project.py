from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.currencies import currencies
from projects.api.base import PROJECT, teams_called
from projects.api.path import PathShape, path_of
from projects.models import Project
from projects.models.project import AS_KEY
from projects.overview import Overview
from teams.models import Team
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.inputs import Input, NamedRowOf, Text
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.project import ProjectQuerySet
    from teams.models.team import TeamQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


WORDS = ("name", "customer", "business_goal")


class ProjectShape(Shape):
    """What a team does for a customer."""

    model = Project
    key = serializers.CharField()
    name = serializers.CharField()
    team = serializers.CharField(source="team.slug", help_text="Slug of the team.")
    customer = serializers.CharField()
    business_goal = serializers.CharField()
    currency = serializers.CharField(
        help_text="What its money is counted in, by ISO 4217; empty: not said."
    )
    state = serializers.ChoiceField(Project.State.choices)
    created_at = serializers.DateTimeField()


class ProjectQuery(ListQuery):
    named = {"team": teams_called}

    team = serializers.SlugField(source="team__slug", help_text="Slug of the team.")
    state = serializers.ChoiceField(Project.State.choices)
    q = serializers.CharField(
        max_length=200, help_text="The key, or part of name, customer or business goal."
    )

    @staticmethod
    def with_q(rows: ProjectQuerySet, text: str) -> ProjectQuerySet:
        return rows.mentioning(text)


class TeamBySlug(NamedRowOf):
    def __init__(self, **options: Any) -> None:
        super().__init__("team", lambda seen: seen, name="slug", by="slug", **options)


class ProjectInput(Input):
    """A new project; its board begins with five columns."""

    team = TeamBySlug()
    key = Text(
        max_length=10, validators=[AS_KEY], help_text="2 to 10 capital letters or digits, as TV."
    )
    name = Text(max_length=120)
    customer = Text(max_length=120, allow_blank=True, default="")
    business_goal = Text(max_length=20_000, allow_blank=True, default="")


class ProjectEdit(Input):
    """What isn't given stays."""

    name = Text(max_length=120, required=False)
    customer = Text(max_length=120, allow_blank=True, required=False)
    business_goal = Text(max_length=20_000, allow_blank=True, required=False)


class CurrencyInput(Input):
    currency = serializers.ChoiceField(
        currencies(), allow_blank=True, help_text="Three letters such as EUR, or none."
    )


class ProjectStateInput(Input):
    to = serializers.ChoiceField(Project.State.choices)


class ProjectResource(Listed, Retrieved, Created, Patched, Resource):
    """Projects of your teams, addressed by their key."""

    shape = ProjectShape
    query = ProjectQuery
    takes = ProjectInput
    lookup_field = "key"
    lookup_value_regex = PROJECT
    services_may = frozenset({"retrieve"})
    related = ("team",)
    lock = {"even_closed": True}

    def seen(self, rows: ProjectQuerySet) -> ProjectQuerySet:
        return rows.visible_to(self.request.user)

    def addressed(self, rows: ProjectQuerySet) -> ProjectQuerySet:
        return rows.filter(key=self.kwargs["key"].upper())

    def scope_of_new(self) -> TeamQuerySet:
        return Team.objects.visible_to(self.request.user)

    def make(self, given: dict[str, Any], by: User) -> Project:
        """Begin a project of a team you lead."""
        return Project.start(**given, by=by)

    @action(detail=True, methods=["get"], url_path="path", url_name="path")
    @documented(answers=PathShape)
    def path(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how far each step from goal to value is, and which comes next."""
        seen = Overview.with_path(request.user).filter(key=self.kwargs["key"].upper())
        overview = Overview(get_object_or_404(seen), request.user)
        return answer_computed(request, PathShape, lambda asked: path_of(overview))

    @verb(takes=ProjectEdit, edits={name: name for name in WORDS})
    def edits(self, project: Project, given: dict[str, Any], by: User) -> None:
        """Say anew what the project is called, for whom it is and what it is for."""
        now = {}
        for name in WORDS:
            now[name] = getattr(project, name)
        project.edit(**{**now, **given}, by=by)

    @verb(takes=CurrencyInput, edits={"currency": "currency"})
    def currencies(self, project: Project, given: dict[str, Any], by: User) -> None:
        """Say what its money is counted in; amounts that are noted already aren't converted."""
        project.count_in(given["currency"], by=by)

    @verb(takes=ProjectStateInput, edits={"state": "to"})
    def states(self, project: Project, given: dict[str, Any], by: User) -> None:
        """Pause, finish, archive or take up the project again."""
        project.enter(given["to"], by=by)
