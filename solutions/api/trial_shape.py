"""A trial as the API tells it: its design, how it ended, and what its numbers say."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from base.roles import Discipline
from projects.models.sides import SIDE_CHOICES
from solutions.api.ids import ids_of
from solutions.models import (
    Trial,
    TrialAmendment,
    TrialConfirmation,
    TrialGuardrail,
    TrialObservation,
    TrialStory,
)
from solutions.models.trial_amendment import OF_OUTCOME, PARTS
from solutions.models.trial_design import Better, Comparison, Environment, MeasuredAs
from solutions.models.trial_result import DESIGNED, NUMBERS, TrialResult
from solutions.models.trial_verdict import Verdict, waiting_for
from stories.api.shape import needed_keys
from teams.api import PersonShape
from web.api.lookups import JsonText
from web.api.shape import Shape, made


def _rows(model: Any, order: str, **cells: Any) -> JsonText:
    rows = model.objects.of_outer().order_by(order)
    return JsonText(ArraySubquery(rows.values(told=JSONObject(**cells))))


RUNNERS = Trial.runners.through.objects.filter(trial=OuterRef("pk"))
GIVEN = (*DESIGNED, *NUMBERS, "amendments_now")
AMENDABLE = list(PARTS.items())


class GuardrailShape(Shape):
    """What must not get worse than a limit."""

    model = TrialGuardrail
    id = serializers.IntegerField()
    what = serializers.CharField()
    limit = serializers.CharField()


class AmendmentShape(Shape):
    """What is different since the start; the locked words stay."""

    model = TrialAmendment
    id = serializers.IntegerField()
    part = serializers.ChoiceField(AMENDABLE)
    now = serializers.CharField()
    reason = serializers.CharField()
    after_results = serializers.BooleanField(help_text="Whether something was observed before it.")
    amended_at = serializers.DateTimeField()


class ConfirmationShape(Shape):
    """A discipline stands for the verdict."""

    model = TrialConfirmation
    side = serializers.ChoiceField(SIDE_CHOICES)
    user = PersonShape(help_text="Who confirmed it.")
    confirmed_at = serializers.DateTimeField()


class TrialObservationShape(Shape):
    """What was seen on a day while it was tried."""

    model = TrialObservation
    id = serializers.IntegerField()
    seen_on = serializers.DateField()
    words = serializers.CharField()
    value = serializers.FloatField(allow_null=True, help_text="Of the primary metric, in its unit.")
    user = PersonShape(allow_null=True, help_text="Who noted it.")
    noted_at = serializers.DateTimeField()


class TrialResultShape(serializers.Serializer[Any]):
    """What the numbers of the verdict say, by the design with its amendments."""

    difference = serializers.FloatField(
        allow_null=True,
        help_text="Of the trial minus what it is compared with; of shares in percentage points.",
    )
    low = serializers.FloatField(allow_null=True, help_text="Of its 90 % interval.")
    high = serializers.FloatField(allow_null=True)
    gain = serializers.FloatField(
        allow_null=True, help_text="By how much it is better; below 0 it is worse."
    )
    split_p_value = serializers.FloatField(
        allow_null=True, help_text="Of the planned split against the counts (chi-square)."
    )
    sentences = serializers.ListField(child=serializers.CharField())


def result_of(*cells: Any) -> dict[str, Any]:
    result = _result(cells)
    interval = result.interval
    return {
        "difference": result.difference,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "gain": result.gain,
        "split_p_value": result.split_p_value,
        "sentences": result.sentences,
    }


def grade_of(verdict: str, *cells: Any) -> int | None:
    return _result(cells).grade if verdict else None


def _result(cells: tuple[Any, ...]) -> TrialResult:
    row = dict(zip(GIVEN, cells, strict=True))
    for one in orjson.loads(row["amendments_now"]):
        if one["part"] in ("threshold", "smallest_effect"):
            row[one["part"]] = float(one["now"])
    return TrialResult.of(row, row)


def to_confirm(verdict: str, written_for: str, confirmed: str) -> list[str]:
    done = [one["side"] for one in orjson.loads(confirmed)]
    return waiting_for(verdict, written_for, done)


def was_moved(amendments: str) -> bool:
    for one in orjson.loads(amendments):
        if one["after_results"] and one["part"] in OF_OUTCOME:
            return True
    return False


def counts(mine: str, today: str) -> bool:
    return bool(mine) and mine == today


class TrialShape(Shape):
    """A solution in the wild, tried by both disciplines."""

    model = Trial
    annotations = {
        "runner_ids": ids_of(RUNNERS, "user_id"),
        "guardrails_now": _rows(TrialGuardrail, "pk", id="pk", what="what", limit="limit"),
        "amendments_now": _rows(
            TrialAmendment,
            "pk",
            id="pk",
            part="part",
            now="now",
            reason="reason",
            after_results="after_results",
            amended_at="amended_at",
        ),
        "confirmed_now": _rows(
            TrialConfirmation,
            "pk",
            side="side",
            user=JSONObject(id="user_id", name="user__name"),
            confirmed_at="confirmed_at",
        ),
        "story_numbers": ids_of(TrialStory.objects.of_outer(), "story__number"),
    }

    id = serializers.IntegerField()
    solution = serializers.IntegerField(source="solution_id", help_text="Id of what is tried.")
    state = serializers.ChoiceField(Trial.State.choices)
    environment = serializers.ChoiceField(Environment.choices)
    name = serializers.CharField(help_text="What the environment is called.")
    population = serializers.CharField()
    planned_from = serializers.DateField(allow_null=True)
    planned_until = serializers.DateField(allow_null=True)
    planned_n = serializers.IntegerField(allow_null=True)
    metric = serializers.CharField()
    unit = serializers.CharField()
    measured_as = serializers.ChoiceField(MeasuredAs.choices)
    better = serializers.ChoiceField(Better.choices)
    threshold = serializers.FloatField(
        allow_null=True,
        help_text="By how much better it passes; where nothing is compared, from which value on.",
    )
    smallest_effect = serializers.FloatField(allow_null=True)
    comparison = serializers.ChoiceField(Comparison.choices)
    compared = serializers.CharField(help_text="Who is compared with whom.")
    planned_share = serializers.FloatField(
        allow_null=True, help_text="Of the new group, in percent, where groups are random."
    )
    rollback_plan = serializers.CharField()
    rollback_tried_on = serializers.DateField(allow_null=True, help_text="Null: not tried.")
    runners = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the people who run it."
        ),
        "runner_ids",
        by=orjson.loads,
    )
    guardrails = made(GuardrailShape(many=True), "guardrails_now", by=orjson.loads)
    amendments = made(AmendmentShape(many=True), "amendments_now", by=orjson.loads)
    drafted_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    words_hash = serializers.CharField(help_text="That of the solution's words at its start.")
    counts = made(
        serializers.BooleanField(help_text="Whether these are the solution's words of today."),
        "words_hash",
        "solution__words_hash",
        by=counts,
    )
    waiver = serializers.CharField(help_text="Why it started without both disciplines.")
    verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    learned = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_for = serializers.ChoiceField(
        Discipline.choices, allow_blank=True, help_text="The discipline of who wrote the verdict."
    )
    read_early = serializers.BooleanField(
        help_text="Read before its planned end, and no guardrail stopped it."
    )
    changed_after_results = made(
        serializers.BooleanField(
            help_text="Whether what passes was amended when something was observed already."
        ),
        "amendments_now",
        by=was_moved,
    )
    stopping_guardrail = serializers.IntegerField(
        source="stopping_guardrail_id",
        allow_null=True,
        help_text="Id of the guardrail that stopped it.",
    )
    new_mean = serializers.FloatField(allow_null=True)
    new_se = serializers.FloatField(allow_null=True, help_text="Standard error.")
    new_sd = serializers.FloatField(allow_null=True, help_text="Standard deviation.")
    new_hits = serializers.IntegerField(allow_null=True)
    new_n = serializers.IntegerField(allow_null=True)
    compared_mean = serializers.FloatField(allow_null=True)
    compared_se = serializers.FloatField(allow_null=True)
    compared_sd = serializers.FloatField(allow_null=True)
    compared_hits = serializers.IntegerField(allow_null=True)
    compared_n = serializers.IntegerField(allow_null=True)
    result = made(TrialResultShape(), *GIVEN, by=result_of)
    grade = made(
        serializers.IntegerField(
            allow_null=True,
            help_text="Of the evidence, 0 (asserted) to 4 (randomised); null: it says no value.",
        ),
        "verdict",
        *GIVEN,
        by=grade_of,
    )
    verdict_hash = serializers.CharField(help_text="What a confirmation stands over.")
    confirmations = made(ConfirmationShape(many=True), "confirmed_now", by=orjson.loads)
    to_confirm = made(
        serializers.ListField(
            child=serializers.ChoiceField(SIDE_CHOICES),
            help_text="The disciplines that have to confirm it still.",
        ),
        "verdict",
        "decided_for",
        "confirmed_now",
        by=to_confirm,
    )
    stories = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="Keys of the stories that belong to it."
        ),
        "project__key",
        "story_numbers",
        by=needed_keys,
    )
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_because = serializers.CharField()
    is_shared = made(
        serializers.BooleanField(
            help_text="Whether guests see it whole; they see an outcome in any case."
        ),
        "shared_at",
        by=bool,
    )
