"""A hypothesis as the API tells it, and what lists of them may be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from rest_framework import serializers

from base import clock
from projects.models import Hypothesis, HypothesisAmendment, HypothesisLook, Theme
from projects.models.hypothesis import sides_that_wait
from projects.models.hypothesis_amendment import METRIC, OF_OUTCOME, PARTS
from projects.models.sides import SIDE_CHOICES
from web.api.lookups import JsonText
from web.api.query import ListQuery
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from projects.models.hypothesis import HypothesisQuerySet


AMENDABLE = list(PARTS.items())
AMENDED = [*AMENDABLE, (METRIC, "Success metric")]


class HypothesisAmendmentShape(Shape):
    """What is different since the start of the test; the locked words stay."""

    model = HypothesisAmendment
    id = serializers.IntegerField()
    part = serializers.ChoiceField(AMENDED)
    now = serializers.CharField()
    reason = serializers.CharField()
    after_results = serializers.BooleanField(help_text="Whether results were noted before it.")
    amended_at = serializers.DateTimeField()


def was_moved(amendments: str) -> bool:
    """Whether what counts as a result was amended when results had been noted."""
    for one in orjson.loads(amendments):
        if one["after_results"] and one["part"] in OF_OUTCOME:
            return True
    return False


def _amendments() -> JsonText:
    rows = HypothesisAmendment.objects.of_outer().order_by("pk")
    cells = {str(name): str(name) for name in HypothesisAmendmentShape().fields}
    return JsonText(ArraySubquery(rows.values(told=JSONObject(**cells))))


def _listed(rows: Any, name: str) -> JsonText:
    return JsonText(ArraySubquery(rows.order_by(name).values(name)))


def unseen_by(state: str, looked: str) -> list[str]:
    return sides_that_wait(state, orjson.loads(looked))


class HypothesisShape(Shape):
    """A prediction that can fail."""

    model = Hypothesis
    annotations = {
        "amendments_now": _amendments(),
        "looked_now": JsonText(
            ArraySubquery(HypothesisLook.objects.of_outer().order_by("side").values("side"))
        ),
        "again_now": JsonText(
            ArraySubquery(Hypothesis.objects.again().order_by("pk").values("pk"))
        ),
    }
    id = serializers.IntegerField()
    theme = serializers.IntegerField(source="theme_id")
    prediction = serializers.CharField()
    threshold = serializers.CharField()
    kill_rule = serializers.CharField()
    time_box_days = serializers.IntegerField()
    state = serializers.ChoiceField(Hypothesis.State.choices)
    stated_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(
        allow_null=True, help_text="The end of its time box, as it was amended last."
    )
    decided_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices, allow_blank=True)
    decision = serializers.CharField()
    evidence = serializers.CharField()
    by_kill_rule = serializers.BooleanField(help_text="Whether its own rule ended it early.")
    tests_again = serializers.IntegerField(
        source="tests_again_id", allow_null=True, help_text="Id of the earlier one."
    )
    tested_again_in = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of those that test it again."
        ),
        "again_now",
        by=orjson.loads,
    )
    words_hash = serializers.CharField(help_text="What a look of a discipline stands over.")
    awaits = made(
        serializers.ListField(
            child=serializers.ChoiceField(SIDE_CHOICES),
            help_text="The disciplines that haven't looked at its words of now, while it is open.",
        ),
        "state",
        "looked_now",
        by=unseen_by,
    )
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_because = serializers.CharField()
    amendments = made(HypothesisAmendmentShape(many=True), "amendments_now", by=orjson.loads)
    changed_after_start = made(
        serializers.BooleanField(
            help_text="Whether prediction, threshold or metric was amended after results."
        ),
        "amendments_now",
        by=was_moved,
    )


class HypothesisQuery(ListQuery):
    state = serializers.ChoiceField(Hypothesis.State.choices)
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices)
    theme = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    overdue = serializers.BooleanField(
        help_text="Whether its box ended three days ago or earlier, without a verdict."
    )
    q = serializers.CharField(max_length=200, help_text="Words of it, or of what was decided.")

    named = {"theme": lambda user, pk, filters: Theme.objects.visible_to(user).filter(pk=pk)}

    @staticmethod
    def with_overdue(rows: HypothesisQuerySet, yes: bool) -> HypothesisQuerySet:
        late = rows.overdue(clock.today())
        return late if yes else rows.exclude(pk__in=late.order_by().values("pk"))

    @staticmethod
    def with_q(rows: HypothesisQuerySet, text: str) -> HypothesisQuerySet:
        return rows.mentioning(text)
