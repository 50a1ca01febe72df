"""The points of a metric's chart: what its page draws."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from metrics.models import Observation, SuccessMetric
from value.metric.past import MetricPast
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.resources import Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from web.requests import ApiRequest


class PastAimShape(serializers.Serializer[Any]):
    """What was aimed at; earlier ones stay if they were changed after the first observation."""

    target = serializers.FloatField()
    due = serializers.DateField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text="Null: it is in force.")


class SeenShape(serializers.Serializer[Any]):
    """An observation, with the 90 % interval that its standard error gives."""

    observed_on = serializers.DateField()
    value = serializers.FloatField()
    spread = serializers.FloatField(allow_null=True, help_text="Standard error.")
    low = serializers.FloatField(allow_null=True, help_text="Null: its spread isn't known.")
    high = serializers.FloatField(allow_null=True)
    grade = serializers.ChoiceField(Observation.Grade.choices)


class InUseShape(serializers.Serializer[Any]):
    """A release since it is used."""

    title = serializers.CharField()
    first_used_on = serializers.DateField()


class MetricChartShape(serializers.Serializer[Any]):
    """A metric over time."""

    baseline = serializers.FloatField()
    began_on = serializers.DateField(help_text="When the metric was agreed on.")
    aims = PastAimShape(many=True)
    observations = SeenShape(many=True, help_text="The newest 1,000, oldest first.")
    releases = InUseShape(many=True)


def chart_told(past: MetricPast) -> dict[str, Any]:
    seen = []
    for one in past.seen:
        low, high = (None, None) if one.spread is None else (one.low, one.high)
        seen.append(
            {
                "observed_on": one.observed_on,
                "value": one.value,
                "spread": one.spread,
                "low": low,
                "high": high,
                "grade": one.grade,
            }
        )
    return {
        "baseline": past.metric.baseline,
        "began_on": past.began_on,
        "aims": [asdict(aim) for aim in past.aims],
        "observations": seen,
        "releases": [asdict(one) for one in past.releases],
    }


class MetricChartResource(Resource):
    """A success metric over time."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="chart", url_name="read")
    @documented(answers=MetricChartShape)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read where it began, what was aimed at, what was seen and which releases came."""
        rows = SuccessMetric.objects.visible_to(request.user).select_related("project__team")
        named = rows.filter(project__key=self.kwargs["project"].upper())
        metric = get_object_or_404(named, pk=self.kwargs["metric"])
        return answer_computed(
            request, MetricChartShape, lambda asked: chart_told(MetricPast.of(metric))
        )
