"""What the pages of walls ask for; each form is answered by one verb."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from base import clock
from projects.models import Theme, UseCase
from projects.models.sides import SIDE_CHOICES, SIDES
from teams.models import User
from walls.models import Note, NoteGroup, Prompt
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.team import Team
    from walls.models import Wall

LONGEST_NOTE = 500
TWO_WEEKS = timedelta(days=14)


class OpenForm(VerbForm):
    """A new wall."""

    overwrites_nothing = "puts up a wall"

    title = forms.CharField(max_length=120)
    prompts = text(
        "What is asked",
        max_length=8 * 82,
        help_text="One a line, up to eight; each is a column.",
    )
    dots = forms.IntegerField(
        label="Dots each", min_value=1, max_value=10, initial=3, help_text="For the vote."
    )
    is_anonymous = forms.BooleanField(
        label="Anonymous",
        required=False,
        help_text="Nobody can say, then or later, who wrote which note.",
    )

    def clean_prompts(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["prompts"].splitlines()]
        return [line for line in lines if line]


class OfWall(VerbForm):
    """A form that names what hangs on one wall."""

    def __init__(self, data: QueryDict | None = None, *, wall: Wall, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        rows: dict[str, QuerySet[Any, Any]] = {"prompt": Prompt.objects.filter(wall=wall.pk)}
        rows["group"] = NoteGroup.objects.filter(wall=wall.pk)
        for name in ("note", "source", "target"):
            rows[name] = Note.objects.filter(wall=wall.pk)
        for name in self.fields.keys() & rows.keys():
            offer(self, name, rows[name])


class SealedForm(OfWall):
    """A note while the wall is written on; `handle` lets one that is sent twice be one."""

    overwrites_nothing = "nobody but its writer reads it, let alone rewords it"

    words = text(max_length=LONGEST_NOTE)
    prompt: forms.ModelChoiceField[Prompt] = forms.ModelChoiceField(queryset=None)
    handle = forms.UUIDField()


class HandleForm(VerbForm):
    overwrites_nothing = "takes a note off"

    handle = forms.UUIDField()


class MoveForm(OfWall):
    """Where a note goes: into a group, or alone to a place in a column."""

    overwrites_nothing = "a place holds no words"

    note: forms.ModelChoiceField[Note] = forms.ModelChoiceField(queryset=None)
    group: forms.ModelChoiceField[NoteGroup] = forms.ModelChoiceField(queryset=None, required=False)
    prompt: forms.ModelChoiceField[Prompt] = forms.ModelChoiceField(queryset=None, required=False)
    position = forms.IntegerField(min_value=0, max_value=500, required=False)


class GroupMoveForm(OfWall):
    overwrites_nothing = "a place holds no words"

    group: forms.ModelChoiceField[NoteGroup] = forms.ModelChoiceField(queryset=None)
    prompt: forms.ModelChoiceField[Prompt] = forms.ModelChoiceField(queryset=None)
    position = forms.IntegerField(min_value=0, max_value=500, required=False)


class NameForm(OfWall):
    overwrites_nothing = "a label of a few words that all see change; the later one counts"

    group: forms.ModelChoiceField[NoteGroup] = forms.ModelChoiceField(queryset=None)
    name = forms.CharField(max_length=80, required=False)


class ArrowForm(OfWall):
    overwrites_nothing = "draws an arrow"

    source: forms.ModelChoiceField[Note] = forms.ModelChoiceField(queryset=None)
    target: forms.ModelChoiceField[Note] = forms.ModelChoiceField(queryset=None)
    label = forms.CharField(max_length=60, required=False)


class TimerForm(VerbForm):
    overwrites_nothing = "a timer begins anew"

    seconds = forms.IntegerField(min_value=30, max_value=3600)


class RewordForm(VerbForm):
    words = text("Note", max_length=LONGEST_NOTE)


class VoteForm(OfWall):
    """One button says which group gets how many of one's dots."""

    overwrites_nothing = "one’s own dots are set anew"

    vote = forms.CharField(max_length=40)

    def __init__(self, data: QueryDict | None = None, *, wall: Wall, **kwargs: Any) -> None:
        super().__init__(data, wall=wall, **kwargs)
        self.wall = wall

    def clean_vote(self) -> tuple[NoteGroup, int]:
        group, _, dots = self.cleaned_data["vote"].partition(":")
        if not (_is_number(group) and _is_number(dots)):
            raise forms.ValidationError("Say which group gets how many dots.")
        found = NoteGroup.objects.filter(wall=self.wall.pk, pk=int(group)).first()
        if found is None:
            raise forms.ValidationError("This group isn’t on the wall any more.")
        return found, int(dots)


class DiscussForm(OfWall):
    group: forms.ModelChoiceField[NoteGroup] = forms.ModelChoiceField(queryset=None)


class BecomingForm(VerbForm):
    """What a noun needs beside a note's words; a note that is too long for it is cut here."""


class QuestionForm(BecomingForm):
    overwrites_nothing = "asks a question"

    text = forms.CharField(label="Question", max_length=300, required=False)
    asked_from = forms.ChoiceField(label="Asked from", choices=SIDE_CHOICES)
    use_case: forms.ModelChoiceField[UseCase] = forms.ModelChoiceField(
        label="Of use case", queryset=None, empty_label=None
    )

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "use_case", project.use_cases.standing())


class HypothesisForm(BecomingForm):
    overwrites_nothing = "drafts a hypothesis"

    threshold = forms.CharField(label="It holds from", max_length=240)
    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(queryset=None, empty_label=None)

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "theme", project.themes.all())


class ThemeForm(BecomingForm):
    overwrites_nothing = "puts a theme on the plan"

    title = forms.CharField(label="Theme", max_length=160, required=False)


class StoryForm(BecomingForm):
    overwrites_nothing = "writes a story"

    title = forms.CharField(label="Story", max_length=240, required=False)


class ActionForm(BecomingForm):
    overwrites_nothing = "agrees on an action"

    title = forms.CharField(label="Action", max_length=240, required=False)
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(queryset=None, empty_label=None)
    due = day()

    def __init__(self, data: QueryDict | None = None, *, team: Team, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        members = team.memberships.current().working()
        offer(self, "owner", User.objects.filter(pk__in=members.values("user")))


def in_two_weeks() -> Any:
    return clock.today() + TWO_WEEKS


def own_side(discipline: str) -> str:
    """From which side somebody asks, as long as they don't say otherwise."""
    return discipline if discipline in SIDES else SIDES[0].value


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
