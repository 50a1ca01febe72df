"""A fit as the API tells it: each item with what either discipline says, and who signed."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, When
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.models.project import story_key
from projects.models.sides import SIDE_CHOICES
from solutions.models import FitItem, FitReview, FitSignature, Verdict
from solutions.models.fit_checklist import Asks
from solutions.models.fit_item import STATES
from solutions.models.fit_state import FitCounts
from teams.api import PersonShape
from web.api.lookups import JsonText
from web.api.shape import Shape, made

SAID = tuple(f"{side}_{word}" for side, _ in SIDE_CHOICES for word in ("verdict", "note"))


def _items() -> JsonText:
    rows = FitItem.objects.of_round(OuterRef("pk")).with_state()
    same = {name: name for name in ("position", "text", "asks", *SAID)}
    again = {f"{side}_asked_again": f"{side}_asked_again" for side, _ in SIDE_CHOICES}
    cells = {"id": "pk", "state": "state", "shelf": "shelf_ids", "story_rows": "story_rows"}
    return JsonText(ArraySubquery(rows.values(told=JSONObject(**same, **cells, **again))))


def _signatures() -> JsonText:
    rows = FitSignature.objects.of_round(OuterRef("pk"))
    told = JSONObject(
        id="pk",
        side="side",
        person=JSONObject(id="user", name="user__name"),
        signed_at="signed_at",
        fit_hash="fit_hash",
        stands=Case(When(fit_hash=F("review__fit_hash"), then=True), default=False),
    )
    return JsonText(ArraySubquery(rows.values(told=told)))


def items_told(text: str, project: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = orjson.loads(text)
    for item in items:
        rows = item.pop("story_rows")
        item["stories"] = [story_key(project, row["number"]) for row in rows]
    return items


def missing_of(text: str) -> str:
    """What keeps it from being signed."""
    return FitCounts.of(item["state"] for item in orjson.loads(text)).words


class FitItemShape(serializers.Serializer[Any]):
    """An item with what each discipline says of it."""

    id = serializers.IntegerField()
    position = serializers.IntegerField()
    text = serializers.CharField()
    asks = serializers.ChoiceField(
        Asks.choices, allow_blank=True, help_text="What it asks for beside a verdict."
    )
    state = serializers.ChoiceField(
        STATES,
        help_text="What it waits for: both or one of the disciplines, one view of two that differ, "
        "a change; or nothing, as it is good.",
    )
    science_verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    science_note = serializers.CharField()
    science_asked_again = serializers.BooleanField(
        help_text="Whether what science wanted changed was done since."
    )
    engineering_verdict = serializers.ChoiceField(Verdict.choices, allow_blank=True)
    engineering_note = serializers.CharField()
    engineering_asked_again = serializers.BooleanField(
        help_text="Whether what engineering wanted changed was done since."
    )
    shelf = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of what is picked from the shelf."
    )
    stories = serializers.ListField(
        child=serializers.CharField(), help_text="Keys of the stories that came of it."
    )


class StandingSignatureShape(serializers.Serializer[Any]):
    """Somebody's word for their discipline, and whether it stands over the fit as it is."""

    id = serializers.IntegerField()
    side = serializers.ChoiceField(SIDE_CHOICES, help_text="The discipline that they had then.")
    person = PersonShape()
    signed_at = serializers.DateTimeField()
    fit_hash = serializers.CharField()
    stands = serializers.BooleanField(help_text="False: it was changed since.")


class FitShape(Shape):
    """A round in which both disciplines say whether a solution fits."""

    model = FitReview
    annotations = {
        "items_now": _items(),
        "signatures_now": _signatures(),
    }

    round = serializers.IntegerField(source="number", help_text="Counted from 1.")
    is_current = serializers.BooleanField(help_text="Whether it is the newest, which is changed.")
    begun_at = serializers.DateTimeField()
    run_cost_low = serializers.FloatField(allow_null=True, help_text="A month, from.")
    run_cost_high = serializers.FloatField(allow_null=True, help_text="A month, to.")
    fit_hash = serializers.CharField(
        help_text="SHA-256 of the solution's words, the items, verdicts, notes and run cost."
    )
    missing = made(
        serializers.CharField(help_text="What is to be settled before it is signed, in words."),
        "items_now",
        by=missing_of,
    )
    items = made(FitItemShape(many=True), "items_now", "project__key", by=items_told)
    signatures = made(StandingSignatureShape(many=True), "signatures_now", by=orjson.loads)
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it with its notes."),
        "shared_at",
        by=bool,
    )


class FitSignatureShape(Shape):
    """A signature with what was signed, also where it was changed since."""

    model = FitSignature
    id = serializers.IntegerField()
    round = serializers.IntegerField(source="review.number")
    side = serializers.ChoiceField(SIDE_CHOICES, help_text="The discipline that they had then.")
    person = PersonShape(source="user")
    signed_at = serializers.DateTimeField()
    fit_hash = serializers.CharField()
    content = serializers.DictField(help_text="What the hash covers, in words.")
