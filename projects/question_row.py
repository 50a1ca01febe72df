"""One question on the board: its two places, what may be done with it, and by whom."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from base.roles import Discipline
from base.seal import SealedElsewhere
from history.difference import Part, difference
from projects.models.answer import Answer, Words
from projects.models.question import Question
from projects.models.question_set import DEFAULT
from projects.models.sides import SIDES, other_side
from web.text_versions import digest, packed

if TYPE_CHECKING:
    from projects.models.question_round import QuestionRound
    from web.forms import VerbForm

    class Board(Protocol):
        """What a row asks of the board it stands on."""

        is_on_screen: bool
        refused: tuple[int, str, VerbForm] | None

        @property
        def works(self) -> bool: ...
        @property
        def may_write(self) -> bool: ...


MARKS = "projects/questions/_marks.html"
PICTURES = {"asked": "lock", "revealed": "eye", "differs": "split"}
ABOUT_THE_SHELF = {one.text for one in DEFAULT[6:]}  # what there is, our infrastructure
ALIKE = 0.25  # share of the letters that two answers have in common, from which on marks help


class Place:
    """Where one side's answer stands, as one reader sees it."""

    def __init__(self, side: str, answer: Answer | None, *, is_mine: bool) -> None:
        self.side, self.answer, self.is_mine = side, answer, is_mine
        self.name = Discipline(side).label
        self.parts: list[Part] = []  # its words, those marked that the other side hasn't

    @property
    def is_final(self) -> bool:
        return self.answer is not None and self.answer.is_final

    @property
    def is_open(self) -> bool:
        return self.answer is not None and self.answer.is_open

    @property
    def is_unreadable(self) -> bool:
        return self._read is None

    @cached_property
    def _read(self) -> Words | None:
        """What its reader may read of it; None where this installation can't."""
        if self.answer is None or not (self.is_open or self.is_mine):
            return Words()
        try:
            return self.answer.words
        except SealedElsewhere:
            return None

    @cached_property
    def words(self) -> Words:
        """What it says, to whom it may say it: to all once it is open, before to its own side."""
        return self._read or Words()

    @cached_property
    def drawn(self) -> str:
        """What is believed, with those words marked that the other side hasn't."""
        if not self.parts:
            return self.words.belief
        return mark_safe(render_to_string(MARKS, {"parts": self.parts}).strip("\n"))

    @property
    def sure(self) -> str:
        return Answer.Sure(self.words.sure).label if self.words.sure else ""

    @cached_property
    def made_from(self) -> str:
        """Which words a form for them is made from."""
        return packed({name: digest(text) for name, text in self.words._asdict().items()})


class Round:
    """A round's two places, with the words that differ marked."""

    def __init__(self, round_: QuestionRound | None, side: str) -> None:
        self.round, self.is_marked = round_, False
        self.places = []
        for each in SIDES:
            answer = round_.answer_of(each) if round_ else None
            self.places.append(Place(each.value, answer, is_mine=side == each))
        self._mark()

    @property
    def are_open(self) -> bool:
        return all(place.is_open and place.is_final for place in self.places)

    def _mark(self) -> None:
        """Mark what only one side says; where they have hardly a word in common, nothing."""
        science, engineering = self.places
        if not self.are_open:
            return
        parts = difference(science.words.belief, engineering.words.belief)
        common = sum(len(part.text) for part in parts if part.kind == "same")
        longer = max(len(place.words.belief) for place in self.places)
        self.is_marked = common >= ALIKE * longer
        if self.is_marked:
            science.parts = [part for part in parts if part.kind != "new"]
            engineering.parts = [part for part in parts if part.kind != "gone"]


class QuestionRow:
    """A question with its present round and those before it."""

    def __init__(
        self, question: Question, rounds: list[QuestionRound], board: Board, *, side: str
    ) -> None:
        self.question, self.board = question, board
        self.side = side
        self.round = rounds[-1] if rounds else None
        self.shown = Round(self.round, "" if board.is_on_screen else side)
        self.places, self.is_marked = self.shown.places, self.shown.is_marked
        self.earlier = []
        for one in reversed(rounds[:-1]):
            if one.is_revealed and board.works:
                self.earlier.append(Round(one, ""))

    def place(self, side: str) -> Place:
        return next(place for place in self.places if place.side == side)

    @property
    def mine(self) -> Place | None:
        """The place of my side; also on a screen, where it shows no words."""
        return self.place(self.side) if self.side else None

    @property
    def other(self) -> str:
        """What the other side is called."""
        return Discipline(other_side(self.side)).label.lower() if self.side else ""

    @property
    def is_set_aside(self) -> bool:
        return self.question.state == Question.State.SET_ASIDE

    @property
    def is_waiting(self) -> bool:
        return self.question.state == Question.State.ASKED

    @property
    def is_revealed(self) -> bool:
        return self.question.is_revealed

    @property
    def is_ready(self) -> bool:
        return self.is_waiting and any(place.is_final for place in self.places)

    @property
    def is_stuck(self) -> bool:
        """Both are final and yet not open: one was sealed on another installation."""
        return self.is_waiting and all(place.is_final for place in self.places)

    @property
    def may_be_reworded(self) -> bool:
        return self.is_waiting and not any(place.answer for place in self.places)

    @property
    def may_answer(self) -> bool:
        """Whether my side's place is a form."""
        is_free = self.mine is not None and not self.mine.is_final
        return is_free and self.board.may_write and not self.is_set_aside

    @property
    def field_id(self) -> str:
        return str(self.question.pk)

    @cached_property
    def asks_what_is_there(self) -> bool:
        """Whether the team's shelf answers it: one of the method's own that ask for it."""
        return self.question.text in ABOUT_THE_SHELF

    @property
    def may_judge(self) -> bool:
        """Whether my side can say if both see it the same way."""
        return self.shown.are_open and self.mine is not None and self.board.may_write

    @property
    def state(self) -> str:
        """Where it stands, in a word or two."""
        if self.question.state == Question.State.REVEALED:
            return "Both open" if self.shown.are_open else "Opened early"
        if not self.is_waiting:
            return self.question.get_state_display()
        needed = [place.name.lower() for place in self.places if not place.is_final]
        return f"Waits for {' and '.join(needed)}" if needed else "Can’t be opened"

    @property
    def picture(self) -> str:
        return PICTURES.get(self.question.state, "circle-check")

    @property
    def decision(self) -> int | None:
        """The decision on it, for who may read that."""
        pk: int | None = vars(self.question)["decision_pk"]
        return pk if self.board.works else None

    @cached_property
    def notes(self) -> list[Any]:
        return list(self.question.notes.all())

    @property
    def answer_form(self) -> VerbForm | None:
        """A form of mine that was refused: it comes back with its words."""
        return self._refused("answer")

    @property
    def note_form(self) -> VerbForm | None:
        return self._refused("note")

    def _refused(self, kind: str) -> VerbForm | None:
        pk, refused, form = self.board.refused or (0, "", None)
        return form if (pk, refused) == (self.question.pk, kind) else None
