from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from teams.models import User
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from teams.models.team import Team


class PresentForm(VerbForm):
    overwrites_nothing = "a stand-up ends once"

    present = forms.IntegerField(label="How many came", min_value=0, max_value=99, required=False)


class StandupForm(PresentForm):
    """A stand-up that was held without the timer."""

    overwrites_nothing = "adds a stand-up"

    day = day("Day")
    field_order = ["day", "present"]


class NotesForm(VerbForm):
    shown = text("What we showed", max_length=10_000, required=False, help_text="Markdown.")
    lessons = text("What we learned", max_length=10_000, required=False, help_text="Markdown.")


class ActionForm(VerbForm):
    """What somebody will do until when."""

    overwrites_nothing = "adds an action"

    title = forms.CharField(label="We will", max_length=240)
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        queryset=None, label="Looked after by", empty_label=None
    )
    due = day("Until")

    side_by_side = (("owner", "due"),)

    def __init__(self, data: QueryDict | None = None, *, team: Team, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "owner", User.objects.working_in(team))


class EvidenceForm(VerbForm):
    overwrites_nothing = "an action is closed once; other evidence is refused"

    evidence = forms.CharField(max_length=500, required=False)


class CarryForm(VerbForm):
    overwrites_nothing = "only a later day is taken"

    due = day("Until")
