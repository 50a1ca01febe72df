"""The portfolio over the API: each number that its page shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers

from metrics.models import Observation, SuccessMetric
from value.portfolio import Portfolio, PortfolioQuery, as_row
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.query import SlimQuery
from web.api.resources import Resource

if TYPE_CHECKING:
    from web.requests import ApiRequest


class PortfolioLineShape(serializers.Serializer[Any]):
    """A metric: what was promised, what evidence was seen last, and what is only claimed."""

    project = serializers.CharField(help_text="Key of the project.")
    project_name = serializers.CharField()
    customer = serializers.CharField()
    team = serializers.CharField(help_text="Slug of the team.")
    success_metric = serializers.IntegerField(help_text="Id of the metric.")
    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)
    name = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.ChoiceField(SuccessMetric.Direction.choices)
    baseline = serializers.FloatField()
    target = serializers.FloatField()
    due = serializers.DateField()
    seen = serializers.FloatField(allow_null=True, help_text="The newest of grade 1 to 4.")
    seen_spread = serializers.FloatField(allow_null=True, help_text="Its standard error.")
    seen_on = serializers.DateField(allow_null=True)
    seen_grade = serializers.ChoiceField(Observation.Grade.choices, allow_null=True)
    chance_reached = serializers.FloatField(
        allow_null=True,
        help_text="That the target is reached by what was seen; null without a standard error.",
    )
    claimed = serializers.FloatField(allow_null=True, help_text="The newest of grade 0.")
    claimed_spread = serializers.FloatField(allow_null=True)
    claimed_on = serializers.DateField(allow_null=True)
    claimed_grade = serializers.ChoiceField(Observation.Grade.choices, allow_null=True)


class KindCountShape(serializers.Serializer[Any]):
    """How many metrics of one of the six kinds there are; units are never summed."""

    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)
    promised = serializers.IntegerField()
    seen = serializers.IntegerField(help_text="With evidence of grade 1 to 4.")
    claimed = serializers.IntegerField(help_text="With a claim alone.")
    likely = serializers.IntegerField(help_text="Reached with a chance of a half at least.")
    unsure = serializers.IntegerField(help_text="Seen without a standard error: no chance is said.")


class PortfolioShape(serializers.Serializer[Any]):
    """Over all projects that you may see and that aren't archived."""

    kinds = KindCountShape(many=True)
    metrics = PortfolioLineShape(many=True)


class PortfolioAsked(SlimQuery):
    """All that is given has to hold."""

    customer = serializers.CharField(max_length=200, help_text="Name of the customer.")
    team = serializers.SlugField(max_length=50, help_text="Slug of the team.")
    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)


class PortfolioResource(Resource):
    """What was promised and what was seen."""

    @documented(answers=PortfolioShape, asks=PortfolioAsked)
    def list(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Say what was promised and what was seen, over all projects you may see."""
        return answer_computed(
            request,
            PortfolioShape,
            lambda asked: content(Portfolio(request.user, PortfolioQuery(**asked))),
            asks=PortfolioAsked,
        )


def content(of: Portfolio) -> dict[str, Any]:
    kinds = [asdict(count) for count in of.counts]
    return {"kinds": kinds, "metrics": [as_row(line) for line in of.lines]}
