"""What needs me today, over the API: the lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action

from health.models import HealthReport
from today.needs import Need, needs_of
from today.today import Today
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.resources import Resource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from teams.models.user import User
    from web.requests import ApiRequest


class LineOfTodayShape(serializers.Serializer[Any]):
    """One line: where it belongs, what it is, and what one does about it."""

    urgency = serializers.IntegerField(help_text="The smaller, the more urgent.")
    place = serializers.CharField(help_text="A story or project by its key, or a team by name.")
    sentence = serializers.CharField()
    action = serializers.CharField(help_text="What one does about it, such as `Unblock`.")
    link = serializers.CharField(help_text="The page where that is done, from the root.")


class NeedsShape(serializers.Serializer[Any]):
    """What needs you in all your teams, the most urgent first."""

    needs = LineOfTodayShape(many=True)


class NeedsResource(Resource):
    """What needs you today."""

    @action(detail=False, methods=["get"], url_path="needs", url_name="needs")
    @documented(answers=NeedsShape)
    def needs(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Say what needs you today; that you saw readings of health is noted, as on the page."""
        return answer_computed(request, NeedsShape, lambda asked: {"needs": needs(request.user)})


def needs(me: User) -> list[dict[str, Any]]:
    """The lines as the page shows them."""
    today = Today(me)
    told = [told_of(need) for need in needs_of(today)]
    HealthReport.seen_together(*today.unseen, by=me)
    return told


def told_of(need: Need) -> dict[str, Any]:
    return {
        "urgency": need.urgency,
        "place": need.place,
        "sentence": need.sentence,
        "action": need.word,
        "link": need.link,
    }


def register(router: SimpleRouter) -> None:
    router.register("me", NeedsResource, "me")
