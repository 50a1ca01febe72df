"""A solution as the API tells it: its stage first, and what is missing in words."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.models.sides import SIDE_CHOICES
from solutions.models import Solution, SolutionLink, SolutionStory, Stage
from solutions.models.stage import ASKED, Marks, marks, since, stage
from stories.api.shape import needed_keys
from teams.api import PersonShape
from web.api.lookups import JsonText
from web.api.shape import Shape, made


def _ids(rows: Any, name: str) -> JsonText:
    return JsonText(ArraySubquery(rows.order_by(name).values(name)))


LINKS = JsonText(
    ArraySubquery(
        SolutionLink.objects.of_outer()
        .order_by("pk")
        .values(told=JSONObject(id="pk", label="label", address="address"))
    )
)

USE_CASES = Solution.use_cases.through.objects.filter(solution=OuterRef("pk"))
HYPOTHESES = Solution.hypotheses.through.objects.filter(solution=OuterRef("pk"))


class SolutionLinkShape(Shape):
    """Where something of a solution is."""

    model = SolutionLink
    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]  # serializers have one, too
    address = serializers.CharField()


def missing_of(stage_now: str, does: str, *found: Any) -> list[str]:
    return _marks(stage_now, does, found).missing


def unseen_by(stage_now: str, does: str, *found: Any) -> list[str]:
    return _marks(stage_now, does, found).unseen


def _marks(stage_now: str, does: str, found: tuple[Any, ...]) -> Marks:
    return Marks(stage_now, bool(does), dict(zip(ASKED, found, strict=True)))


class SolutionShape(Shape):
    """What a team makes of a question, and how far it has come."""

    model = Solution
    annotations = {
        "stage_now": stage(),
        "stage_since": since(),
        **marks(),
        "case_ids": _ids(USE_CASES, "usecase_id"),
        "tested_ids": _ids(HYPOTHESES, "hypothesis_id"),
        "story_numbers": _ids(SolutionStory.objects.of_outer(), "story__number"),
        "links_now": LINKS,
    }

    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Solution.Kind.choices)
    stage = made(
        serializers.ChoiceField(Stage.choices, help_text="Never set: the first that holds."),
        "stage_now",
        by=str,
    )
    stage_since = serializers.DateTimeField(help_text="Since when it stands at its stage.")
    missing = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="What it lacks, in words; it stops nobody."
        ),
        "stage_now",
        "does",
        *ASKED,
        by=missing_of,
    )
    does = serializers.CharField()
    meant_for = serializers.CharField(help_text="What it is for.")
    not_for = serializers.CharField(help_text="What it is not for.")
    use_cases = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the use cases that it serves."
        ),
        "case_ids",
        by=orjson.loads,
    )
    hypotheses = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the hypotheses that it serves."
        ),
        "tested_ids",
        by=orjson.loads,
    )
    words_hash = serializers.CharField(
        help_text="SHA-256 of kind, what it does, is and isn't for, and what it serves."
    )
    awaits = made(
        serializers.ListField(
            child=serializers.ChoiceField(SIDE_CHOICES),
            help_text="The disciplines that haven't looked at it as its words stand.",
        ),
        "stage_now",
        "does",
        *ASKED,
        by=unseen_by,
    )
    science_keeper = PersonShape(allow_null=True, help_text="Who looks after it, from science.")
    engineering_keeper = PersonShape(
        allow_null=True, help_text="Who looks after it, from engineering."
    )
    links = made(SolutionLinkShape(many=True), "links_now", by=orjson.loads)
    stories = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="Keys of the stories that serve it."
        ),
        "project__key",
        "story_numbers",
        by=needed_keys,
    )
    learned = serializers.CharField(help_text="With what it was dropped or retired.")
    ended_at = serializers.DateTimeField(allow_null=True)
    sketched_at = serializers.DateTimeField()
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it."),
        "shared_at",
        by=bool,
    )
