"""What is the reader's own on a wall: notes until the reveal, and votes until they are counted.

Nothing keeps what goes in and out here: no cache, no record of a repeated request, and the tag is
keyed. A note has a handle that the sender may choose, so sent twice it is one; votes are set.
Handles stand in bodies, never in addresses: a log may hold these, with who asked and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action

from walls.api.wall import GroupOfWall
from walls.api.wall_shape import WallShape
from walls.models import Wall
from web.api.answers import Answer, unkept
from web.api.documented import documented
from web.api.inputs import Input, RowAmong, Text, Whole, taken
from web.api.query import NoQuery
from web.api.resources import Resource

if TYPE_CHECKING:
    from projects.models.shared import SharedQuerySet
    from web.requests import ApiRequest


class OwnNoteShape(serializers.Serializer[Any]):
    """A note that you have written and can still change."""

    handle = serializers.UUIDField()
    words = serializers.CharField()
    prompt = serializers.IntegerField(allow_null=True)
    is_readable = serializers.BooleanField(
        help_text="False where it was sealed on another installation: write it again."
    )


class OwnNotesShape(serializers.Serializer[Any]):
    """Your own notes on a wall that is written on; none once they are open."""

    wall = serializers.IntegerField()
    notes = OwnNoteShape(many=True)


class OwnVoteShape(serializers.Serializer[Any]):
    """Dots that you gave a group."""

    group = serializers.IntegerField()
    dots = serializers.IntegerField()


class OwnVotesShape(serializers.Serializer[Any]):
    """Your own votes, until they are counted."""

    wall = serializers.IntegerField()
    left = serializers.IntegerField(help_text="How many of your dots you have left.")
    votes = OwnVoteShape(many=True)


class OwnWords(Input):
    words = Text(max_length=500)
    prompt = RowAmong("prompt on this wall", "prompts")


class OwnNoteInput(OwnWords):
    """A note; with a handle of your own, the same sent again is no second one."""

    handle = serializers.UUIDField(allow_null=True, default=None, help_text="Random, as UUID 4.")


class OwnRewording(OwnWords):
    handle = serializers.UUIDField()


class OwnWithdrawal(Input):
    handle = serializers.UUIDField()


class OwnVoteInput(Input):
    group = GroupOfWall()
    dots = Whole(min_value=0, max_value=10, help_text="Instead of those that you gave it before.")


class OwnOfWallResource(Resource):
    """What is your own on a wall."""

    shape = WallShape
    keeps_answers = False
    related = ("project__team",)

    def seen(self, rows: SharedQuerySet[Wall]) -> SharedQuerySet[Wall]:
        seen = rows.visible_to(self.request.user)
        return seen.filter(project__key=self.kwargs["project"].upper())

    def addressed(self, rows: Any) -> Any:
        return rows.filter(pk=self.kwargs["wall"])

    @action(detail=False, methods=["get"], url_path="own-notes", url_name="notes")
    @documented(answers=OwnNotesShape, asks=NoQuery, is_sealed=True)
    def own_notes(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read what you have written on the wall, until it is revealed."""
        NoQuery.read(request.query_params)
        return self._notes(self.row_for_change())

    @own_notes.mapping.post
    @documented(answers=OwnNotesShape, is_sealed=True)
    def write_note(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Write a note, as long as the wall is written on; all that are your own come back."""
        wall, given = self._given(OwnNoteInput)
        wall.write(**given, by=request.user)
        return self._notes(wall)

    vars(write_note).update(takes=OwnNoteInput, gives=None)

    @action(detail=False, methods=["post"], url_path="own-notes/rewordings", url_name="rewordings")
    @documented(answers=OwnNotesShape, is_sealed=True)
    def rewordings(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say it otherwise, or under another prompt; nothing keeps what stood there."""
        wall, given = self._given(OwnRewording)
        wall.reword(given.pop("handle"), **given, by=request.user)
        return self._notes(wall)

    vars(rewordings).update(takes=OwnRewording, gives=None)

    @action(
        detail=False, methods=["post"], url_path="own-notes/withdrawals", url_name="withdrawals"
    )
    @documented(answers=OwnNotesShape, is_sealed=True)
    def withdrawals(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Take a note of your own off, until the reveal; it is as well if there is none."""
        wall, given = self._given(OwnWithdrawal)
        wall.withdraw(given["handle"], by=request.user)
        return self._notes(wall)

    vars(withdrawals).update(takes=OwnWithdrawal, gives=None)

    @action(detail=False, methods=["get"], url_path="own-votes", url_name="votes")
    @documented(answers=OwnVotesShape, asks=NoQuery, is_sealed=True)
    def own_votes(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read which groups you gave how many dots."""
        NoQuery.read(request.query_params)
        return self._votes(self.row_for_change())

    @own_votes.mapping.post
    @documented(answers=OwnVotesShape, is_sealed=True)
    def vote(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Give a group so many of your dots: set, not added, so the same again changes nothing."""
        wall, given = self._given(OwnVoteInput)
        wall.vote(given["group"], given["dots"], by=request.user)
        return self._votes(wall)

    vars(vote).update(takes=OwnVoteInput, gives=None)

    def _given(self, takes: type[Input]) -> tuple[Wall, dict[str, Any]]:
        NoQuery.read(self.request.query_params)
        wall: Wall = self.row_for_change()
        return wall, taken(takes, self.request.data, wall, self.request)

    def _notes(self, wall: Wall) -> HttpResponse:
        notes = []
        for one in wall.own_notes(self.request.user):
            notes.append(
                {
                    "handle": str(one.handle),
                    "words": one.words,
                    "prompt": one.prompt_id,
                    "is_readable": one.is_readable,
                }
            )
        return unkept(self.request, Answer({"wall": wall.pk, "notes": notes}))

    def _votes(self, wall: Wall) -> HttpResponse:
        own = wall.own_votes(self.request.user)
        votes = [{"group": group, "dots": dots} for group, dots in sorted(own.items())]
        left = wall.dots - sum(own.values())
        return unkept(self.request, Answer({"wall": wall.pk, "left": left, "votes": votes}))
