"""Questions of a board drawn fast: rows of one shape are drawn once, with holes for their texts.

A shape is all that a row's template asks of a row and its reader but the texts. So what is kept of
it in this process holds no word of anybody, and nothing of a session.
"""

from __future__ import annotations

from collections.abc import Hashable
from copy import copy
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from projects.models.answer import Words
from web.precompiled_template import Pattern, hole
from web.sent_twice import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from projects.question_board import QuestionBoard
    from projects.question_row import Place, QuestionRow

ROW = "projects/questions/_row.html"


MOST_KEPT = 500  # shapes; a board has a dozen
PATTERNS: dict[Hashable, Pattern] = {}


class QuestionRenderer:
    """Draws the rows of one board for one request."""

    def __init__(self, board: QuestionBoard, request: HttpRequest) -> None:
        self.board, self.request = board, request
        self.hidden = {"csrf_token": get_token(request), "once": name_of(request)}
        missing = tuple(board.missing)
        self.reader = (board.works, board.may_write, board.leads, board.me is None, missing)

    @property
    def rows(self) -> list[str]:
        return [self._drawn(row) for row in self.board.standing]

    def _drawn(self, row: QuestionRow) -> str:
        if _is_alone(row):
            return SafeString(render_to_string(ROW, self._context(row), self.request))
        return self._pattern(row).filled(SimpleNamespace(**_texts(row), **self.hidden))

    def _pattern(self, row: QuestionRow) -> Pattern:
        shape = (timezone.localdate(), self.reader, _shape(row))
        kept = PATTERNS.get(shape)
        if kept and not settings.DEBUG:  # who develops sees a changed template
            return kept
        if len(PATTERNS) >= MOST_KEPT:
            PATTERNS.clear()
        hidden = {"csrf_token": hole("csrf_token"), "request": SimpleNamespace(once=hole("once"))}
        pattern = PATTERNS[shape] = Pattern(ROW, self._context(_holed(row)) | hidden)
        return pattern

    def _context(self, row: QuestionRow) -> dict[str, Any]:
        use_case = self.board.use_case
        return {"board": self.board, "row": row, "q": row.question, "project": use_case.project}


def _is_alone(row: QuestionRow) -> bool:
    """Whether it has what no other row has: notes, earlier rounds, a form that was refused."""
    unreadable = any(place.is_unreadable for place in row.places)
    has_more = row.notes or row.earlier or row.asks_what_is_there
    return bool(has_more or row.answer_form or row.note_form or unreadable)


def _shape(row: QuestionRow) -> Hashable:
    question, round_ = row.question, row.round
    return (
        (question.state, question.asked_from, question.is_shared, bool(row.decision)),
        (row.side, row.is_marked),
        round_ and (round_.number, round_.answer_by, round_.is_sealed, round_.is_revealed),
        tuple(_shape_of_place(place) for place in row.places),
    )


def _shape_of_place(place: Place) -> Hashable:
    answer, words = place.answer, place.words
    state = answer and (answer.is_final, answer.is_open, answer.is_late, answer.stance)
    return (place.is_mine, state, words.sure, bool(words.belief), bool(words.change_mind))


def _holed(row: QuestionRow) -> QuestionRow:
    """The same row, with a hole where each of its texts would stand."""
    holed, question = copy(row), copy(row.question)
    vars(question).update(id=hole("pk"), text=hole("text"))
    if row.decision:
        vars(question)["decision_pk"] = hole("decision")
    holed.question, holed.shown = question, copy(row.shown)
    vars(holed)["asks_what_is_there"] = False
    holed.places = holed.shown.places = [_holed_place(place) for place in row.places]
    return holed


def _holed_place(place: Place) -> Place:
    holed, words = copy(place), place.words
    texts = {}
    for name in ("belief", "change_mind"):
        texts[name] = hole(f"{place.side}_{name}") if getattr(words, name) else ""
    vars(holed).update(
        words=Words(**texts, sure=words.sure),
        drawn=hole(f"{place.side}_drawn"),
        made_from=hole(f"{place.side}_made_from"),
    )
    return holed


def _texts(row: QuestionRow) -> dict[str, Any]:
    """What fills the holes."""
    question = row.question
    texts: dict[str, Any] = {"pk": question.pk, "text": question.text, "decision": row.decision}
    for place in row.places:
        texts[f"{place.side}_belief"] = place.words.belief
        texts[f"{place.side}_change_mind"] = place.words.change_mind
        texts[f"{place.side}_drawn"] = place.drawn
        texts[f"{place.side}_made_from"] = place.made_from if place.is_mine else ""
    return texts
