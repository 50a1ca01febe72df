from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from base.roles import Role
from history.models import Event, OldText
from history.models.old_text import LONGEST_REASON
from teams.api import PersonShape
from web.api.inputs import Input, Text
from web.api.query import ListQuery
from web.api.resources import Listed, Resource, Retrieved
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from history.models.old_text import OldTextQuerySet
    from teams.models.user import User


class OldTextShape(Shape):
    """What stood in a field before the event; empty where it was struck out."""

    model = OldText
    event = serializers.IntegerField(source="event_id", help_text="What overwrote it.")
    field = serializers.CharField(help_text="Of the row that the event speaks of.")
    text = serializers.CharField()
    next_event = serializers.IntegerField(
        allow_null=True,
        help_text="What overwrote the words that came next; null while those still stand.",
    )
    struck_at = serializers.DateTimeField(allow_null=True)
    struck_by = PersonShape(allow_null=True)
    struck_reason = serializers.CharField()
    annotations = {"next_event": OldText.next_event()}


class StrikingInput(Input):
    """Why nobody shall read it any more."""

    reason = Text(max_length=LONGEST_REASON)


class OldTextResource(Listed, Retrieved, Resource):
    """The texts that an event overwrote, word for word, addressed by their field."""

    shape = OldTextShape
    query = ListQuery
    related = ("event__project__team", "event__team", "event__story", "event__sprint")
    lookup_field = "field"
    lookup_value_regex = "[a-z][a-z_]{0,39}"
    row: OldText

    def seen(self, rows: OldTextQuerySet) -> OldTextQuerySet:
        return rows.visible_to(self.request.user).filter(event=self.kwargs["event"])

    def must_see_parent(self) -> None:
        seen = Event.objects.visible_to(self.request.user)
        get_object_or_404(seen, pk=self.kwargs["event"])

    def held(self) -> AbstractContextManager[Any]:
        return self.row.held_by(self.request.user, needs=Role.GUEST)

    @verb(takes=StrikingInput)
    def strike_out(self, text: OldText, given: dict[str, Any], by: User) -> None:
        """Empty a text for good, such as a pasted password; only a lead does, with a reason."""
        text.strike_out(given["reason"], by=by)
