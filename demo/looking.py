"""How a case looks at its questions together: asked, answered blind, opened, decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from base.roles import Discipline
from demo import hours
from demo.cases.questions import QUESTIONS, SHELF, Believed, Chosen, Looked
from projects.models import Question, ShelfItem
from projects.models.sides import SIDES

if TYPE_CHECKING:
    from projects.models import Decision, UseCase
    from teams.models import User

A_DAY = 8  # working hours


class Looking:
    """Plays the boards of use cases; one on which not all is answered was opened lately."""

    def __init__(self, play: Any) -> None:
        self.play, self.agenda = play, play.agenda
        self.of: dict[str, User] = {side: self._member(side) for side in SIDES}

    def _member(self, side: str) -> User:
        member: User = self.play.floor.of(side)[0].user
        return member

    def schedule(self, use_cases: list[UseCase], begins: datetime) -> None:
        """Put what is there on the shelf; open a board a week, and one that waits just now."""
        for item in SHELF.get(self.play.case.key, ()):
            ShelfItem.put(self.play.team, by=self.of[item.kept_by], **vars(item))
        boards = QUESTIONS.get(self.play.case.key, {})
        opens = hours.after(begins, 2)
        for use_case in use_cases:
            looked = boards.get(use_case.title, ())
            if not looked:
                continue
            if all(one.science and one.engineering for one in looked):
                self.agenda.put(opens, self._open, use_case, looked)
                opens += timedelta(weeks=1)
            else:
                day = hours.workday_until(self.play.today - timedelta(days=2))
                self.agenda.put(hours.on(day, 9), self._open, use_case, looked)

    def _open(self, use_case: UseCase, looked: tuple[Looked, ...]) -> None:
        """Choose what matters here, and let both sides answer in the two days after."""
        questions = Question.begin(use_case, [one.place for one in looked], by=self.play.lead)
        for number, one in enumerate(looked):
            question = questions[one.place]
            for later, (side, answer) in enumerate(
                ((Discipline.SCIENCE, one.science), (Discipline.ENGINEERING, one.engineering))
            ):
                if answer:
                    moment = hours.after(self.agenda.now, 2 + 3 * later + number)
                    self.agenda.put(moment, self._answer, question, side, answer)
            if one.science and one.engineering:
                moment = hours.after(self.agenda.now, A_DAY + 2 + number)
                self.agenda.put(moment, self._take_stances, question, one)

    def _answer(self, question: Question, side: str, answer: Believed) -> None:
        by = self.of[side]
        question.answer(
            belief=answer.belief, sure=answer.sure, change_mind=answer.change_mind, by=by
        )
        question.make_final(by=by)

    def _take_stances(self, question: Question, looked: Looked) -> None:
        stance = "differ" if looked.chosen else "agree"
        question.take_stance("agree", by=self.of[Discipline.SCIENCE])
        question.take_stance(stance, by=self.of[Discipline.ENGINEERING])
        if looked.is_shown:
            question.show(by=self.play.lead)
        if looked.chosen:
            moment = hours.after(self.agenda.now, A_DAY)
            self.agenda.put(moment, self._decide, question, looked.chosen)

    def _decide(self, question: Question, chosen: Chosen) -> None:
        decision = question.decisions.get()
        keeper = self.of[Discipline.ENGINEERING]
        decision.decide(
            chosen=chosen.chosen,
            considered=chosen.considered,
            why=chosen.why,
            keeper=keeper,
            still_held=chosen.still_held,
            heard="Both disciplines and the customer",
            by=self.play.lead,
        )
        decision.show(by=self.play.lead)
        if chosen.outcome:
            moment = hours.after(self.agenda.now, 30 * A_DAY)
            self.agenda.put(moment, self._note_outcome, decision, chosen.outcome)

    def _note_outcome(self, decision: Decision, outcome: str) -> None:
        decision.note_outcome(outcome, by=self.play.lead)
