"""A wall as everybody reads it who may see it: of what is sealed, only how much there is."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.models.project import story_key
from teams.api import PersonShape
from walls.models import Note, NoteArrow, NoteGroup, Prompt, SealedNote, Wall
from walls.models.becoming import BECOMES
from web.api.lookups import JsonText
from web.api.shape import Shape, made

PROMPTS = JsonText(
    ArraySubquery(
        Prompt.objects.filter(wall=OuterRef("pk"))
        .order_by("position")
        .values(told=JSONObject(id="pk", words="words"))
    )
)


def number_of(rows: type[Model]) -> Subquery:
    of_wall = rows._default_manager.filter(wall=OuterRef("pk")).order_by().values("wall")
    return Subquery(of_wall.annotate(number=Count("pk")).values("number"))


def together(sealed: int | None, opened: int | None) -> int:
    return (sealed or 0) + (opened or 0)


class WallPromptShape(serializers.Serializer[Any]):
    """What a wall asks: a column of notes."""

    id = serializers.IntegerField()
    words = serializers.CharField()


class WallShape(Shape):
    """Where a team writes notes blind, opens them at once, groups them, votes and talks."""

    model = Wall
    annotations = {
        "prompts_now": PROMPTS,
        "sealed_now": number_of(SealedNote),
        "open_now": number_of(Note),
    }

    id = serializers.IntegerField()
    use_case = serializers.IntegerField(source="use_case_id", allow_null=True)
    theme = serializers.IntegerField(source="theme_id", allow_null=True)
    sprint = serializers.IntegerField(source="sprint.number", allow_null=True)
    title = serializers.CharField()
    state = serializers.ChoiceField(Wall.State.choices)
    is_anonymous = serializers.BooleanField(help_text="Whether nobody can say who wrote what.")
    dots = serializers.IntegerField(help_text="How many dots each voter has.")
    prompts = made(WallPromptShape(many=True), "prompts_now", by=orjson.loads)
    notes = made(
        serializers.IntegerField(
            help_text="How many there are; while it is written on, nobody is told more."
        ),
        "sealed_now",
        "open_now",
        by=together,
    )
    discussed = serializers.IntegerField(
        source="discussed_id", allow_null=True, help_text="The group that is talked about."
    )
    timer_ends_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField(
        help_text="Grows with each change that others may see: votes don't count."
    )
    opened_at = serializers.DateTimeField()
    revealed_at = serializers.DateTimeField(allow_null=True)
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it."),
        "shared_at",
        by=bool,
    )


class BecameShape(serializers.Serializer[Any]):
    """What a note became."""

    kind = serializers.ChoiceField([(name, name.title()) for name in BECOMES])
    id = serializers.IntegerField()
    key = serializers.CharField(allow_null=True, help_text="What a story is called.")


def became(project: str | None, number: int | None, *ids: int | None) -> dict[str, Any] | None:
    for kind, pk in zip(BECOMES, ids, strict=True):
        if pk is not None:
            return {"kind": kind, "id": pk, "key": story_key(project, number)}
    return None


class WallNoteShape(Shape):
    """A note since the reveal; all of a wall are as old as that."""

    model = Note
    id = serializers.IntegerField()
    group = serializers.IntegerField(source="group_id")
    position = serializers.IntegerField(help_text="Its place in the group, from 1.")
    words = serializers.CharField()
    author = PersonShape(allow_null=True, help_text="Nobody's, on an anonymous wall.")
    became = made(
        BecameShape(allow_null=True),
        "wall__project__key",
        "story__number",
        *[f"{name}_id" for name in BECOMES],
        by=became,
    )


class NoteGroupShape(Shape):
    """Notes that belong together; each note is in one, alone at first."""

    model = NoteGroup
    id = serializers.IntegerField()
    prompt = serializers.IntegerField(source="prompt_id")
    position = serializers.IntegerField(help_text="Its place under the prompt, from 1.")
    name = serializers.CharField()
    dots = serializers.IntegerField(
        allow_null=True, help_text="What it got; null until the votes are counted."
    )


class NoteArrowShape(Shape):
    """What leads from one note to another."""

    model = NoteArrow
    id = serializers.IntegerField()
    from_note = serializers.IntegerField(source="source_id")
    to_note = serializers.IntegerField(source="target_id")
    words = serializers.CharField(source="label")
