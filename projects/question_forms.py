"""What the forms of a question board ask for; each is answered by one verb."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from projects.models.answer import LONGEST, Answer
from projects.models.question_set import DEFAULT, TICKED, Starter, starters_of
from projects.models.question_set import LONGEST as LONGEST_QUESTION
from projects.models.sides import SIDE_CHOICES, SIDES
from web.forms import VerbForm, day, text
from web.text_versions import Original, digest, packed

if TYPE_CHECKING:
    from projects.models import Question
    from teams.models.team import Team
    from teams.models.user import User


class AnswerForm(VerbForm):
    """What a side believes, how sure it is, what would change its mind."""

    belief = text("What we believe", max_length=LONGEST, required=False)
    sure = forms.ChoiceField(
        label="How sure", choices=Answer.Sure, required=False, widget=forms.RadioSelect
    )
    change_mind = text("What would change our mind", max_length=LONGEST, required=False)

    @classmethod
    def on(cls, question: Question, reader: User, data: QueryDict) -> AnswerForm:
        """The form of the reader's side, which is compared with what stands there now."""
        now = partial(_own_words, question, reader)
        return cls(data, original=Original(question.project, now, now()))

    @property
    def saved_version(self) -> str:
        """What the next save from the same page is made from."""
        return packed({name: digest(value) for name, value in self.cleaned_data.items()})


def _own_words(question: Question, reader: User) -> dict[str, Any]:
    return question.own_words(reader)._asdict()


class NoteForm(VerbForm):
    overwrites_nothing = "adds a note"

    body = text("Add a note", max_length=1000)


class BeginForm(VerbForm):
    """Which of the team's questions matter here, by their places in the set."""

    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: QueryDict | None = None, *, team: Team, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.starters = starters_of(team)
        choices = [(place, one.text) for place, one in enumerate(self.starters)]
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.TypedMultipleChoiceField)
        chosen.choices = choices

    @property
    def proposed(self) -> tuple[int, ...]:
        """What is ticked at first."""
        return TICKED if self.starters == DEFAULT else (0, 1, 2)

    @property
    def offered(self) -> list[tuple[str, list[tuple[int, Starter, bool]]]]:
        """The questions of each side, with their places and whether they are ticked."""
        sides = []
        for side in SIDES:
            rows = []
            for place, one in enumerate(self.starters):
                if one.asked_from == side:
                    rows.append((place, one, place in self.proposed))
            if rows:
                sides.append((side.value, rows))
        return sides


class AskForm(VerbForm):
    """One more question."""

    overwrites_nothing = "asks one more"

    text = forms.CharField(label="Question", max_length=LONGEST_QUESTION)
    asked_from = forms.ChoiceField(
        label="Asked from",
        choices=SIDE_CHOICES,
        help_text="Whose question it is; both sides answer it.",
    )
    answer_by = day("Answer by", required=False, help_text="Empty: in three working days.")
    is_sealed = forms.BooleanField(
        label="Sealed until both sides are final",
        required=False,
        initial=True,
        help_text="Otherwise each side reads along while the other writes.",
    )

    side_by_side = (("asked_from", "answer_by"),)


class AgainForm(VerbForm):
    """A new round of a question."""

    overwrites_nothing = "a new round is empty; what was answered before stays"

    answer_by = day("Answer by", required=False, help_text="Empty: in three working days.")
    is_sealed = forms.BooleanField(
        label="Sealed until both sides are final", required=False, initial=True
    )


class RewordForm(VerbForm):
    text = forms.CharField(label="Question", max_length=LONGEST_QUESTION)


class AsideForm(VerbForm):
    overwrites_nothing = "a reason is given once"

    reason = forms.CharField(max_length=300, help_text="Why it doesn’t matter here.")


class QuestionSetForm(VerbForm):
    """The team's questions, one a line."""

    science = text("Asked from science", max_length=12_100, required=False)
    engineering = text("Asked from engineering", max_length=12_100, required=False)

    @staticmethod
    def starters(science: str, engineering: str) -> list[Starter]:
        """The lines of both fields, without empty ones and those that stand there twice."""
        starters: dict[Starter, None] = {}
        for side, lines in zip(SIDES, (science, engineering), strict=True):
            for line in lines.splitlines():
                if words := line.strip():
                    starters[Starter(side.value, words)] = None
        return list(starters)

    @staticmethod
    def lines(team: Team) -> dict[str, Any]:
        """What the fields hold of the team's set as it stands."""
        held = {}
        for side in SIDES:
            rows = [one.text for one in starters_of(team) if one.asked_from == side]
            held[side.value] = "\n".join(rows)
        return held
