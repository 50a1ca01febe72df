"""A question as everybody reads it who may see it: of what is sealed, only that it is there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.models import Answer, Question, QuestionRound
from projects.models.sides import SIDE_CHOICES, SIDES
from web.api.lookups import JsonText
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from web.api.shape import Content

# The columns of an answer that may be read: they are empty for as long as it is sealed.
OPEN = ("belief", "sure", "change_mind", "stance", "is_late", "opened_at")
STANDS = [
    ("not_begun", "Not begun"),
    ("begun", "Begun"),
    ("final", "Final"),
    ("open", "Open"),
]


def last_round(question: OuterRef) -> QuerySet[QuestionRound]:
    return QuestionRound.objects.filter(question=question).order_by("-number")


def answers_of(rounds: Any) -> JsonText:
    """What of the answers of a round may be told, as JSON."""
    rows = Answer.objects.filter(round=rounds).order_by("pk")
    told = {name: name for name in ("side", "is_final", *OPEN)}
    return JsonText(ArraySubquery(rows.values(told=JSONObject(**told))))


ROUND = JsonText(
    ArraySubquery(
        last_round(OuterRef("pk")).values(
            told=JSONObject(
                number="number",
                asked_at="asked_at",
                answer_by="answer_by",
                is_sealed="is_sealed",
                revealed_at="revealed_at",
            )
        )[:1]
    )
)


ANSWERS = answers_of(last_round(OuterRef(OuterRef("pk"))).values("pk")[:1])


def round_of(told: str) -> Content | None:
    """The round that a question is in; none, if it was set aside at the start."""
    rounds = orjson.loads(told)
    if not rounds:
        return None
    round_: Content = rounds[0]
    round_["is_revealed"] = round_["revealed_at"] is not None
    for name in ("asked_at", "revealed_at"):
        round_[name] = _moment(round_[name])
    return round_


def sides_of(told: str) -> list[Content]:
    """Where both sides stand, science first, and their words where these are open."""
    answers = {one["side"]: one for one in orjson.loads(told)}
    return [_side(side.value, answers.get(side.value)) for side in SIDES]


def _side(side: str, answer: Content | None) -> Content:
    state = state_of(answer["is_final"], answer["opened_at"]) if answer else "not_begun"
    told: Content = {"side": side, "state": state}
    is_open = state == "open"
    for name in OPEN:
        told[name] = answer[name] if answer and is_open else None
    told["opened_at"] = _moment(told["opened_at"])
    return told


def state_of(is_final: bool, opened_at: Any) -> str:
    """Where a side stands that has begun."""
    if opened_at:
        return "open"
    return "final" if is_final else "begun"


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


class SideShape(serializers.Serializer[Any]):
    """Where one side stands with its answer; all but that is null until its words are open."""

    side = serializers.ChoiceField(SIDE_CHOICES)
    state = serializers.ChoiceField(STANDS)
    belief = serializers.CharField(allow_null=True)
    sure = serializers.ChoiceField(Answer.Sure.choices, allow_blank=True, allow_null=True)
    change_mind = serializers.CharField(
        allow_null=True, help_text="What would change this side's mind."
    )
    stance = serializers.ChoiceField(
        Answer.Stance.choices,
        allow_blank=True,
        allow_null=True,
        help_text="Whether the side sees it as the other does, once it has said so.",
    )
    is_late = serializers.BooleanField(
        allow_null=True, help_text="Whether it was written when the other's was open."
    )
    opened_at = serializers.DateTimeField(allow_null=True)


class AskingShape(serializers.Serializer[Any]):
    """The round a question is in: once that it was asked."""

    number = serializers.IntegerField(help_text="Counted from 1.")
    asked_at = serializers.DateTimeField()
    answer_by = serializers.DateField()
    is_sealed = serializers.BooleanField(
        help_text="Whether each side answers without the other's words."
    )
    revealed_at = serializers.DateTimeField(allow_null=True)
    is_revealed = serializers.BooleanField()


class QuestionShape(Shape):
    """What is asked of a use case, and where both sides stand with it."""

    model = Question
    annotations = {"round_now": ROUND, "answers_now": ANSWERS}

    id = serializers.IntegerField()
    use_case = serializers.IntegerField(source="use_case_id")
    text = serializers.CharField()
    asked_from = serializers.ChoiceField(SIDE_CHOICES)
    origin = serializers.ChoiceField(Question.Origin.choices)
    position = serializers.IntegerField()
    state = serializers.ChoiceField(Question.State.choices)
    set_aside_reason = serializers.CharField()
    round = made(AskingShape(allow_null=True), "round_now", by=round_of)
    answers = made(SideShape(many=True), "answers_now", by=sides_of)
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it."),
        "shared_at",
        by=bool,
    )


class RoundShape(Shape):
    """One round of a question, with what both sides said in it."""

    model = QuestionRound
    annotations = {"answers_then": answers_of(OuterRef("pk"))}

    number = serializers.IntegerField(help_text="Counted from 1.")
    asked_at = serializers.DateTimeField()
    answer_by = serializers.DateField()
    is_sealed = serializers.BooleanField(
        help_text="Whether each side answers without the other's words."
    )
    revealed_at = serializers.DateTimeField(allow_null=True)
    answers = made(SideShape(many=True), "answers_then", by=sides_of)
