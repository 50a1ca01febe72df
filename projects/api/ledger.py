"""The ledger of hypotheses: over all projects that the reader sees, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action

from projects.api.hypothesis_shape import HypothesisQuery, HypothesisShape
from projects.ledger import Figures
from projects.models import Hypothesis
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.resources import Listed, Resource

if TYPE_CHECKING:
    from projects.models.hypothesis import HypothesisQuerySet
    from web.requests import ApiRequest


class FiguresShape(serializers.Serializer[Any]):
    """How long verdicts take; what is withdrawn ends otherwise, what runs isn't over yet."""

    tested = serializers.IntegerField(help_text="Those whose test has begun.")
    median_days = serializers.FloatField(
        allow_null=True,
        help_text="Within so many half of those that get there have their verdict; from 12 tests.",
    )
    low = serializers.FloatField(allow_null=True, help_text="Of the median's 90 % interval.")
    high = serializers.FloatField(allow_null=True, help_text="Null: not seen yet.")
    box_ended = serializers.IntegerField(help_text="Those whose original box has ended.")
    within_box = serializers.IntegerField(help_text="Of these the ones decided within it.")
    decided = serializers.IntegerField()
    by_kill_rule = serializers.IntegerField(help_text="Of these the ones their own rule ended.")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="As on the page.")


def figures_of(rows: HypothesisQuerySet) -> dict[str, Any]:
    of = Figures.of(rows)
    high = of.interval.high if of.interval else None
    return {
        "tested": of.tested,
        "median_days": of.median,
        "low": of.interval.low if of.interval else None,
        "high": None if high == float("inf") else high,
        "box_ended": of.within_box.of,
        "within_box": of.within_box.number,
        "decided": of.by_rule.of,
        "by_kill_rule": of.by_rule.number,
        "sentences": of.sentences,
    }


class LedgerResource(Listed, Resource):
    """Hypotheses of all projects that you see."""

    shape = HypothesisShape
    query = HypothesisQuery

    def seen(self, rows: HypothesisQuerySet) -> HypothesisQuerySet:
        return rows.visible_to(self.request.user)

    @action(detail=False, methods=["get"], url_path="figures", url_name="figures")
    @documented(answers=FiguresShape)
    def figures(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how long verdicts take, over all projects that you see."""
        rows = Hypothesis.objects.visible_to(request.user)
        return answer_computed(request, FiguresShape, lambda asked: figures_of(rows))
