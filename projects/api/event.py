from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework import serializers

from base.roles import Discipline
from history.models import Event
from history.schema import SCHEMAS, upgraded
from projects.api.base import PROJECT, projects_called, teams_called
from projects.models import Project
from projects.models.project import story_key
from teams.api import PersonShape
from web.api.inputs import LARGEST
from web.api.query import ListQuery
from web.api.resources import Listed, Resource, Retrieved
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from history.models.event import EventQuerySet
    from teams.models.user import User


class EventShape(Shape):
    """One line of history: who did what, when, and what was and now is."""

    model = Event
    id = serializers.IntegerField()
    verb = serializers.CharField()
    team = serializers.CharField(source="team.slug")
    project = serializers.CharField(source="project.key", allow_null=True)
    story = made(
        serializers.CharField(allow_null=True), "project__key", "story__number", by=story_key
    )
    sprint = serializers.IntegerField(source="sprint.number", allow_null=True)
    actor = PersonShape(allow_null=True)
    discipline = serializers.ChoiceField(
        Discipline.choices, allow_blank=True, help_text="The actor's, at that time."
    )
    role = serializers.CharField(help_text="The actor's, at that time.")
    service = serializers.CharField(
        help_text="The name of the token that reported in the actor's name; empty: they did."
    )
    details = made(
        serializers.DictField(help_text="What the verb says: a schema for each in docs/events.md."),
        "verb",
        "details",
        "version",
        by=upgraded,
    )
    at = serializers.DateTimeField(help_text="The time it tells of.")
    recorded_at = serializers.DateTimeField(help_text="The server's time.")


def stories_called(user: User, key: str, filters: dict[str, Any]) -> QuerySet[Any]:
    """Its stories are the project's own: nothing is imported from above."""
    project, _, number = key.rpartition("-")
    return projects_called(user, project).filter(stories__number=number)


def sprints_of_events(user: User, number: int, filters: dict[str, Any]) -> QuerySet[Any]:
    seen = Project.objects.visible_to(user)
    if "project" in filters:
        seen = seen.filter(key=filters["project"].upper())
    return seen.filter(sprints__number=number)


class EventQuery(ListQuery):
    named = {
        "team": teams_called,
        "project": projects_called,
        "story": stories_called,
        "sprint": sprints_of_events,
    }

    after = serializers.IntegerField(
        source="pk__gt", min_value=0, max_value=LARGEST, help_text="Only ids larger than this."
    )
    team = serializers.SlugField(source="team__slug")
    project = serializers.RegexField(f"^{PROJECT}\\Z", source="project__key__iexact")
    story = serializers.RegexField(f"^{PROJECT}-[1-9][0-9]{{0,8}}\\Z")
    sprint = serializers.IntegerField(
        source="sprint__number", min_value=1, max_value=10**9, help_text="Number, with `project`."
    )
    verb = serializers.ChoiceField(sorted(SCHEMAS))

    @staticmethod
    def with_story(rows: EventQuerySet, key: str) -> EventQuerySet:
        project, _, number = key.rpartition("-")
        return rows.filter(story__project__key=project.upper(), story__number=number)


class EventResource(Listed, Retrieved, Resource):
    """The history, oldest first. In a project ids follow the commits: `after` misses none."""

    shape = EventShape
    query = EventQuery

    def seen(self, rows: EventQuerySet) -> EventQuerySet:
        return rows.visible_to(self.request.user)
