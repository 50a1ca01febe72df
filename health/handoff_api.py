"""Hand-offs between the disciplines of a project, over the API."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Discipline
from health.handoffs.crew import Crew
from health.handoffs.reading import COUNTS, KINDS, NOBODY_SAID, Chosen, Handoffs
from health.handoffs.window import Window
from health.history.window import seen_with_sprints
from history.models.event import EventQuerySet
from projects.api.event import EventShape
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.query import ListQuery, SlimQuery
from web.api.resources import Listed, Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from health.handoffs.reading import Blocked
    from health.history.window import WithSprints
    from web.requests import ApiRequest

ASKED_KINDS = [name or NOBODY_SAID for name in KINDS]


class HandoffQuery(SlimQuery):
    since = serializers.DateField(
        help_text="The first day, of the team; left out, the window of its health report begins it."
    )
    until = serializers.DateField(help_text="The last day; left out, today.")


class CountsShape(serializers.Serializer[Any]):
    """How many hand-offs there were."""

    all = serializers.IntegerField()
    cold = serializers.IntegerField(
        help_text="The receiving discipline had no contact in the 90 days before, with the story, "
        "its theme or a solution that it serves."
    )
    returns = serializers.IntegerField(help_text="They led back to who had held the story before.")


class FlowShape(serializers.Serializer[Any]):
    """From one discipline to another."""

    giver = serializers.ChoiceField(Discipline.choices)
    taker = serializers.ChoiceField(Discipline.choices)
    counts = CountsShape()


class BlockedShape(serializers.Serializer[Any]):
    """What stories waited for, of one kind."""

    kind = serializers.ChoiceField(ASKED_KINDS, help_text="`unsaid`: nobody said which.")
    days = serializers.FloatField(help_text="Working days of the team, of each story.")
    blockers = serializers.IntegerField()


class HandoffShape(serializers.Serializer[Any]):
    """Hand-offs between disciplines within a window; nothing in it is counted by person."""

    since = serializers.DateField(help_text="The first day, of the team.")
    until = serializers.DateField(help_text="The last day, of the team.")
    counts = CountsShape()
    flows = FlowShape(many=True, help_text="Between disciplines of two people or more each.")
    withheld = serializers.BooleanField(
        help_text="Whether some directions aren't told, as they would tell of a person."
    )
    blocked = BlockedShape(many=True, help_text="Each kind, also those nothing waited for.")


class HandoffEventQuery(ListQuery):
    since = serializers.DateField(help_text="As of the counts.")
    until = serializers.DateField(help_text="As of the counts.")
    of = serializers.ChoiceField(
        [*COUNTS, "blocked"], help_text="The lines of which count; left out, of all hand-offs."
    )
    giver = serializers.ChoiceField(Discipline.choices, help_text="Of one flow, with `taker`.")
    taker = serializers.ChoiceField(Discipline.choices)
    kind = serializers.ChoiceField(ASKED_KINDS, help_text="With `of=blocked`; left out, all kinds.")

    @classmethod
    def narrow(cls, rows: QuerySet[Any, Any], filters: dict[str, Any]) -> QuerySet[Any, Any]:
        """They say together which rows there are, and that is said already."""
        return rows


class OfHandoffs(Resource):
    """What is told of one project's hand-offs; a guest reads it a day later."""

    def told(self, asked: dict[str, Any]) -> Handoffs:
        crew = Crew(self.project, self.request.user)
        return Handoffs(crew, Window.of(crew, asked.get("since"), asked.get("until")))

    @cached_property
    def project(self) -> WithSprints:
        seen = seen_with_sprints(self.request.user)
        return get_object_or_404(seen, key=self.kwargs["project"].upper())


WINDOWS = {409: "The window begins after it ends, or is longer than three years."}


class HandoffResource(OfHandoffs):
    """The counts of a window."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="hand-offs", url_name="read")
    @documented(answers=HandoffShape, asks=HandoffQuery, refuses=WINDOWS)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Count hand-offs, cold ones and returns, and the days lost to blockers by kind."""
        return answer_computed(
            request, HandoffShape, lambda asked: as_json(self.told(asked)), asks=HandoffQuery
        )


class HandoffEventResource(Listed, OfHandoffs):
    """The lines of history of which a count consists, oldest first."""

    shape = EventShape
    query = HandoffEventQuery

    @documented(refuses=WINDOWS)
    def list(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """List the lines of history of which a count consists, oldest first."""
        return super().list(request, **kwargs)

    def must_see_parent(self) -> None:
        _ = self.project

    def seen(self, rows: EventQuerySet) -> EventQuerySet:
        asked = self.query.asked(self.request.query_params).filters
        chosen = Chosen(asked.get("of", "all"), asked.get("giver", ""), asked.get("taker", ""))
        if "kind" in asked:
            kind = "" if asked["kind"] == NOBODY_SAID else asked["kind"]
            chosen = Chosen(chosen.of, kind=kind)
        ids = self.told(asked).ids(chosen)
        return rows.filter(pk__in=ids).visible_to(self.request.user)


def as_json(of: Handoffs) -> dict[str, Any]:
    return {
        "since": of.window.first,
        "until": of.window.last,
        "counts": asdict(of.counts),
        "flows": [asdict(flow) for flow in of.flows],
        "withheld": of.withheld,
        "blocked": [_blocked(one) for one in of.blocked],
    }


def _blocked(one: Blocked) -> dict[str, Any]:
    return {"kind": one.called, "days": round(one.days, 1), "blockers": one.blockers}
