"""How versions reach production, over the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Role
from projects.models import Project
from teams.api import seen_team
from teams.models.membership import Actor
from value.delivery.reading import Delivery
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.resources import Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.requests import ApiRequest


class FigureShape(serializers.Serializer[Any]):
    """A number with its 90 % interval, or why there is none."""

    n = serializers.IntegerField(help_text="From how many it is told.")
    sentence = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Null: too few, or not reached.")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(
        allow_null=True, help_text="Null beside a value of `low`: not reached yet."
    )


class DeliveryShape(serializers.Serializer[Any]):
    """How versions reach production, and what happens there."""

    gaps = FigureShape(help_text="Days between deployments to production, the median.")
    lead_time = FigureShape(
        help_text="Days from the first start of a story that served a solution to its first "
        "deployment to production, the median of those that get there."
    )
    incident_share = FigureShape(help_text="Share of settled deployments with an incident.")
    time_to_notice = FigureShape(help_text="Clock hours, the median.")
    time_to_restore = FigureShape(help_text="Clock hours, the median; open ones count as longer.")


def delivery_told(projects: Iterable[int]) -> dict[str, Any]:
    return {name: asdict(figure) for name, figure in Delivery(projects).figures.items()}


class ProjectDeliveryResource(Resource):
    """Of one project; the team's own."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="delivery", url_name="read")
    @documented(answers=DeliveryShape, refuses={403: "Only its team reads it."})
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how often, how fast and how quietly versions reach production."""
        seen = Project.objects.visible_to(request.user).select_related("team")
        project = get_object_or_404(seen, key=self.kwargs["project"].upper())
        Actor.admitted(project.team, request.user, Role.MEMBER)
        return answer_computed(request, DeliveryShape, lambda asked: delivery_told([project.pk]))


class TeamDeliveryResource(Resource):
    """Of all projects of one team; the team's own."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="delivery", url_name="read")
    @documented(answers=DeliveryShape, refuses={403: "Only the team reads it."})
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say the same over all of the team's projects."""
        team = seen_team(self)
        Actor.admitted(team, request.user, Role.MEMBER)
        projects = Project.objects.of_team(team).values_list("pk", flat=True)
        return answer_computed(request, DeliveryShape, lambda asked: delivery_told(projects))
