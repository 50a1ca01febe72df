from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework import serializers

from projects.api.base import PROJECT, id_of, projects_called
from projects.models import Hypothesis, Release, Theme
from sprints.api.sprint import sprints_numbered
from stories.models import BlockerKind, Category, Column, Story
from stories.search import LONGEST
from teams.models import Team, User
from web.api.inputs import LARGEST
from web.api.pagination import Order
from web.api.query import BY_ID, ListQuery, Moment

if TYPE_CHECKING:
    from rest_framework.fields import IntegerField

    from projects.models.eventful import OfProject
    from stories.models.story import StoryQuerySet


def an_id(source: str, help_text: str) -> IntegerField:
    return serializers.IntegerField(
        source=source, min_value=1, max_value=LARGEST, help_text=help_text
    )


def rows_of(model: type[OfProject]) -> Callable[..., Any]:
    return lambda user, pk, filters: model.objects.visible_to(user).filter(pk=pk)


def people_of_mine(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    """Who is or was in a team of mine."""
    return User.objects.filter(pk=pk, memberships__team__in=Team.objects.visible_to(user))


class StoryQuery(ListQuery):
    """Narrows the stories; all that is given has to hold."""

    orders = {
        **BY_ID,
        "rank": Order("rank"),
        "updated": Order("updated_at", kind=datetime),
        "-updated": Order("-updated_at", kind=datetime),
    }

    named = {
        "project": projects_called,
        "sprint": sprints_numbered,
        "owner": people_of_mine,
        "column": rows_of(Column),
        "theme": rows_of(Theme),
        "hypothesis": rows_of(Hypothesis),
        "release": rows_of(Release),
    }

    project = serializers.RegexField(f"^{PROJECT}\\Z", help_text="Key of the project.")
    sprint = serializers.IntegerField(
        source="sprint__number", min_value=1, max_value=10**9, help_text="Number, with `project`."
    )
    backlog = serializers.BooleanField(help_text="Open and in no sprint; or not so.")
    open = serializers.BooleanField(help_text="Neither done nor dropped; or one of them.")
    blocked = serializers.BooleanField()
    blocked_kind = serializers.ChoiceField(
        BlockerKind.choices, help_text="What kind of thing it waits for."
    )
    category = serializers.ChoiceField(Category.choices)
    kind = serializers.ChoiceField(Story.Kind.choices)
    column = an_id("column_id", "Id of the column.")
    owner = an_id("owner_id", "Id of the person.")
    theme = an_id("theme_id", "Id of the theme.")
    hypothesis = an_id("hypothesis_id", "Id of the hypothesis.")
    release = an_id("release_id", "Id of the release.")
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    label = serializers.CharField(max_length=40)  # type: ignore[assignment]
    q = serializers.CharField(
        max_length=LONGEST, help_text="Words of title or description, a number or a key."
    )
    updated_since = Moment(source="updated_at__gte")

    @staticmethod
    def with_project(rows: StoryQuerySet, key: str) -> StoryQuerySet:
        return rows.filter(project=id_of(key))

    @staticmethod
    def with_q(rows: StoryQuerySet, text: str) -> StoryQuerySet:
        return rows.mentioning(text)

    @staticmethod
    def with_backlog(rows: StoryQuerySet, yes: bool) -> StoryQuerySet:
        return rows.in_backlog() if yes else rows.out_of_backlog()

    @staticmethod
    def with_open(rows: StoryQuerySet, yes: bool) -> StoryQuerySet:
        return rows.open() if yes else rows.closed()

    @staticmethod
    def with_blocked(rows: StoryQuerySet, yes: bool) -> StoryQuerySet:
        return rows.blocked() if yes else rows.unblocked()

    @staticmethod
    def with_label(rows: StoryQuerySet, label: str) -> StoryQuerySet:
        return rows.filter(labels__contains=[label])
