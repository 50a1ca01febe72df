from django import forms

from doors.forms import VerbForm, day, text
from teams.models import User


class PresentForm(VerbForm):
    present = forms.IntegerField(label="How many came", min_value=0, max_value=99, required=False)


class StandupForm(PresentForm):
    """A stand-up that was held without the timer."""

    day = day("Day")
    field_order = ["day", "present"]


class NotesForm(VerbForm):
    shown = text("What we showed", max_length=10_000, required=False, help_text="Markdown.")
    lessons = text("What we learned", max_length=10_000, required=False, help_text="Markdown.")


class ActionForm(VerbForm):
    """What somebody will do until when."""

    title = forms.CharField(label="We will", max_length=240)
    owner = forms.ModelChoiceField(queryset=None, label="Looked after by", empty_label=None)
    due = day("Until")

    side_by_side = (("owner", "due"),)

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.working_in(team)


class EvidenceForm(VerbForm):
    evidence = forms.CharField(max_length=500, required=False)


class CarryForm(VerbForm):
    due = day("Until")
