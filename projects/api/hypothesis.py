"""Hypotheses of a project's themes: drafted, locked by their test, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.models import Hypothesis, HypothesisAmendment, Theme
from projects.models.hypothesis_amendment import (
    LONGEST_AMENDED,
    METRIC,
    OF_OUTCOME,
    PARTS,
    WORDS,
)
from projects.reasons import LEAST_REASON, MOST_REASON
from web.api.inputs import Input, Reason, RowAmong, Text, Whole
from web.api.lookups import JsonText
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User


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


class HypothesisShape(Shape):
    """A prediction that can fail."""

    model = Hypothesis
    annotations = {"amendments_now": _amendments()}
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

    named = {"theme": lambda user, pk, filters: Theme.objects.visible_to(user).filter(pk=pk)}


class Rewording(Input):
    """What isn't given stays."""

    prediction = Text(max_length=2000, required=False)
    threshold = Text(max_length=240, allow_blank=True, required=False)
    kill_rule = Text(max_length=240, allow_blank=True, required=False)
    time_box_days = Whole(min_value=1, max_value=365, required=False)


class HypothesisInput(Rewording):
    """A new draft within a theme."""

    theme = RowAmong("theme in this project", "themes")
    prediction = Text(max_length=2000)


class VerdictInput(Input):
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices)
    decision = Text(max_length=2000)
    evidence = Text(max_length=500, allow_blank=True, default="")
    by_kill_rule = serializers.BooleanField(
        default=False, help_text="Whether what ends it early had come about."
    )


class HypothesisAmendmentInput(Input):
    part = serializers.ChoiceField(AMENDABLE)
    now = Text(max_length=LONGEST_AMENDED, help_text="Words, or of the time box its days.")
    reason = Reason(LEAST_REASON, MOST_REASON)


class HypothesisWithdrawalInput(Input):
    reason = Reason(LEAST_REASON, MOST_REASON)


class HypothesisResource(Created, Patched, OfProjectResource):
    """Hypotheses of the project."""

    shape = HypothesisShape
    query = HypothesisQuery
    takes = HypothesisInput

    def make(self, given: dict[str, Any], by: User) -> Hypothesis:
        """Draft a hypothesis."""
        return Hypothesis.draft(given.pop("theme"), **given, by=by)

    @verb(takes=Rewording, edits={name: name for name in WORDS})
    def rewordings(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Reword a draft; what is being tested is locked."""
        hypothesis.reword(**given, by=by)

    @verb()
    def start(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Begin the test and lock the words."""
        hypothesis.start(by=by)

    @verb(takes=VerdictInput)
    def decisions(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Give the verdict, and what is done about it."""
        hypothesis.decide(**given, by=by)

    @verb(takes=HypothesisAmendmentInput, gives=HypothesisAmendmentShape)
    def amendments(
        self, hypothesis: Hypothesis, given: dict[str, Any], by: User
    ) -> HypothesisAmendment:
        """Say what is different from now on, and why; the locked words stay."""
        amended: HypothesisAmendment = hypothesis.amend(**given, by=by)
        return amended

    @verb(takes=HypothesisWithdrawalInput)
    def withdrawals(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Call it off before it has a verdict."""
        hypothesis.withdraw(given["reason"], by=by)
