"""Sprints over the API, under their project and by their number: /projects/TV/sprints/3/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.decorators import action

from projects.api.base import NUMBER, OfProjectResource, SprintByNumber, id_of
from projects.models.project import story_key
from sprints.api.statistics import (
    BurnUpShape,
    SprintStatisticsShape,
    burn_up_of,
    statistics_of,
)
from sprints.models import Commitment, CommittedStory, Sprint
from sprints.overview import SprintOverview
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.inputs import Day, Input, Text
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource
from web.api.session_only import session_only
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from sprints.models.sprint import SprintQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


PLAN = ("goal", "starts_on", "ends_on")


class SprintShape(Shape):
    """A stretch of days with a goal."""

    model = Sprint
    number = serializers.IntegerField()
    project = serializers.CharField(source="project.key")
    goal = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    state = serializers.ChoiceField(Sprint.State.choices)
    kicked_off_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


def sprints_numbered(user: User, number: int, filters: dict[str, Any]) -> QuerySet[Any]:
    """In the project that is asked for too, else in any of mine."""
    seen = Sprint.objects.visible_to(user).filter(number=number)
    if "project" in filters:
        return seen.filter(project=id_of(filters["project"]))
    return seen


class SprintQuery(ListQuery):
    orders = {
        "number": Order("number", stable=True),
        "-number": Order("-number", stable=True),
    }

    state = serializers.ChoiceField(Sprint.State.choices)


class SprintInput(Input):
    """The next sprint; it ends after the team's usual length unless said."""

    starts_on = Day()
    ends_on = Day(required=False)
    goal = Text(max_length=300, allow_blank=True, default="")


class Replan(Input):
    """What isn't given stays."""

    goal = Text(max_length=300, allow_blank=True, required=False)
    starts_on = Day(required=False)
    ends_on = Day(required=False)


class SprintClosing(Input):
    carry_into = SprintByNumber(
        allow_null=True,
        default=None,
        help_text="Number of the sprint that unfinished stories go on in; null: the backlog.",
    )


class SprintResource(Created, Patched, OfProjectResource):
    """Sprints of the project, addressed by their number."""

    shape = SprintShape
    query = SprintQuery
    takes = SprintInput
    lookup_field = "number"
    lookup_value_regex = NUMBER

    def make(self, given: dict[str, Any], by: User) -> Sprint:
        """Plan the next sprint."""
        return Sprint.plan(self.project, **given, by=by)

    @verb(takes=Replan, edits={name: name for name in PLAN})
    def plans(self, sprint: Sprint, given: dict[str, Any], by: User) -> None:
        """Change the goal or the dates."""
        now = {}
        for name in PLAN:
            now[name] = getattr(sprint, name)
        sprint.replan(**{**now, **given}, by=by)

    @session_only("waivers")
    def waivers(self, sprint: Sprint) -> str:
        """Kick off over open decisions: only a lead does, on the page, so this is refused."""
        page = reverse("sprint", args=[sprint.project.key, sprint.number])
        return (
            f"A lead kicks off over open decisions on the page {page}, signed in and with a "
            "reason; no program does."
        )

    @verb()
    def kickoff(self, sprint: Sprint, given: dict[str, Any], by: User) -> None:
        """Start the sprint and freeze what the team commits to."""
        sprint.kick_off(by=by)

    @verb(takes=SprintClosing)
    def closing(self, sprint: Sprint, given: dict[str, Any], by: User) -> None:
        """End the sprint; what isn't done goes on elsewhere."""
        sprint.close(carry_into=given["carry_into"], by=by)

    @action(detail=True, methods=["get"], url_path="statistics", url_name="statistics")
    @documented(answers=SprintStatisticsShape)
    def statistics(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how the sprint goes or went: committed, added, taken out, done, left."""
        return answer_computed(
            request, SprintStatisticsShape, lambda asked: statistics_of(self.overview())
        )

    @action(detail=True, methods=["get"], url_path="burn-up", url_name="burn-up")
    @documented(answers=BurnUpShape)
    def burn_up(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say day by day what of the sprint was in scope and what was done."""
        return answer_computed(request, BurnUpShape, lambda asked: burn_up_of(self.overview()))

    def overview(self) -> SprintOverview:
        me = self.request.user
        sprints = SprintOverview.visible_to(me).filter(project=id_of(self.kwargs["project"]))
        return SprintOverview(get_object_or_404(self.addressed(sprints)), me)


class CommittedShape(Shape):
    """A story as it stood at kickoff."""

    model = CommittedStory
    story = made(serializers.CharField(), "story__project__key", "story__number", by=story_key)
    kind = serializers.CharField()
    points = serializers.FloatField(allow_null=True)


class CommitmentResource(Listed, Resource):
    """What the team committed to at kickoff, frozen."""

    shape = CommittedShape

    def sprints(self) -> SprintQuerySet:
        seen = Sprint.objects.visible_to(self.request.user)
        return seen.filter(
            project__key=self.kwargs["project"].upper(), number=self.kwargs["sprint"]
        )

    def seen(self, rows: QuerySet[CommittedStory, Any]) -> QuerySet[CommittedStory, Any]:
        """Those of the one commitment, found first: else a planner may go through all there are."""
        commitment = Commitment.objects.filter(sprint__in=self.sprints()).values("pk")[:1]
        return rows.filter(commitment=Subquery(commitment))

    def must_see_parent(self) -> None:
        get_object_or_404(self.sprints())
