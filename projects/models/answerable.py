"""A question is answered blind: each side writes, says that it is final, and then both open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from base import clock
from base.roles import Role
from projects.events import (
    AnswerBegun,
    AnswerFinal,
    AnswerOpenedLate,
    AnswerTakenBack,
    QuestionRevealed,
    QuestionStanceTaken,
)
from projects.models.answer import HELD, LONGEST, Answer, Words
from projects.models.decision import Decision
from projects.models.question_round import QuestionRound
from projects.models.sides import SIDES, Sides, other_side
from projects.refusals import (
    AnswerIsFinal,
    AnswerOfNoSide,
    AnswerTooLong,
    AnswerWithoutWords,
    NoStance,
    NothingToReveal,
    QuestionClosed,
    QuestionNotRevealed,
    RevealedByLeads,
    StanceStands,
    UnknownSureness,
)
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from history.schema import EventDetails
    from projects.models.eventful import OfProject
    from projects.models.use_case import UseCase
    from teams.models.user import User

    class Part(OfProject):
        state: models.CharField[str, str]
        text: models.CharField[str, str]
        use_case: models.ForeignKey[UseCase, UseCase]
        rounds: RelatedManager[QuestionRound]

        class Meta:
            abstract = True

        def enter(self, state: str) -> None: ...

else:
    Part = models.Model

NO_WORDS = "Say what you believe, be it that you don't know."
SET_ASIDE = "It was set aside; ask it again first."
OPEN_STAYS = "Its answers are open, and what is open isn't edited: ask again."


class Answerable(Part):
    """What the two sides do with a question."""

    class Meta:
        abstract = True

    @property
    def round(self) -> QuestionRound:
        """The round it is in."""
        return max(self.rounds.all(), key=lambda one: one.number)

    @property
    def is_revealed(self) -> bool:
        """Whether its answers are open, or what was final of them."""
        return self.state not in ("asked", "set_aside")

    def own_words(self, reader: User) -> Words:
        """What the reader's side has written in this round, as far as it can be read here."""
        mine = self.own_answer(reader)
        if mine is None or mine[-1] is None:
            return Words()
        return mine[-1].words if mine[-1].is_readable else Words()

    def answer(self, *, belief: str, by: User, sure: str = "", change_mind: str = "") -> Answer:
        """Write one's side's answer, as often as one likes until it is final.

        A draft leaves no line: the other side isn't to know when it was worked on.
        """
        words = Words(belief.strip(), sure, change_mind.strip())
        if len(words.belief) + len(words.change_mind) > LONGEST:
            raise AnswerTooLong(f"An answer has {LONGEST:,} characters at most.", "belief")
        if sure not in ("", *Answer.Sure.values):
            raise UnknownSureness("A side is guessing, fairly sure or very sure.", "sure")
        with self.project.changed_by(by) as actor:
            round_, side, mine = self._standing(actor)
            self._refuse_final(round_, mine)
            answer = mine or Answer(round=round_, side=side)
            answer.hold(words, is_sealed=round_.is_sealed, now=clock.now())
            answer.save(update_fields=None if mine is None else HELD)
            if mine is None:
                self._say_of_side(AnswerBegun, round_, side)
            return answer

    def make_final(self, *, by: User) -> Answer:
        """Say that one's side's answer is final; when both are, both open in this transaction."""
        with self.project.changed_by(by) as actor:
            round_, side, mine = self._standing(actor)
            if mine is None:
                raise AnswerWithoutWords(NO_WORDS)
            if mine.is_final:
                return mine
            mine.must_be_readable()
            if not mine.words.belief:
                raise AnswerWithoutWords(NO_WORDS)
            mine.is_final = True
            mine.save(update_fields=["is_final"])
            if round_.is_revealed:
                self._open_late(round_, mine)
                return mine
            self._say_of_side(AnswerFinal, round_, side)
            other = round_.answers.filter(side=other_side(side)).first()
            if other and other.is_final and other.is_readable:
                self._reveal(round_, [mine, other], actor)
            return mine

    def take_back(self, *, by: User) -> None:
        """One's side's answer isn't final after all; possible until the reveal."""
        with self.project.changed_by(by) as actor:
            round_, side, mine = self._standing(actor)
            if mine is None or not mine.is_final:
                return
            if round_.is_revealed:
                raise QuestionClosed(OPEN_STAYS)
            mine.is_final = False
            mine.save(update_fields=["is_final"])
            self._say_of_side(AnswerTakenBack, round_, side)

    def reveal(self, *, by: User) -> None:
        """Open what is final before both are; a draft stays sealed until its side says final."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            _must_lead(actor)
            self.reread("state")
            if self.state == "set_aside":  # and has no round, if it was never asked
                raise QuestionClosed(SET_ASIDE)
            round_ = self.rounds.latest("number")
            if round_.is_revealed:
                return
            finals = _finals(round_)
            if not finals:
                raise NothingToReveal("Neither side's answer is final yet.")
            self._reveal(round_, finals, actor)

    @classmethod
    def reveal_ready(cls, use_case: UseCase, *, by: User) -> int:
        """Open every question of which a side's answer is final; say how many these were."""
        with use_case.project.changed_by(by, needs=Role.LEAD) as actor:
            _must_lead(actor)
            opened = 0
            for question in use_case.questions.waiting().prefetch_related("rounds"):
                question.project = use_case.project
                if finals := _finals(question.round):
                    question._reveal(question.round, finals, actor)
                    opened += 1
            if not opened:
                raise NothingToReveal("No answer is final yet.")
            return opened

    def take_stance(self, stance: str, *, by: User) -> None:
        """Say for one's side whether both see it the same way; a difference opens a decision."""
        if stance not in Answer.Stance.values:
            raise NoStance("A side agrees or sees it differently.", "stance")
        with self.project.changed_by(by) as actor:
            self.reread("state")
            if not self.is_revealed:
                raise QuestionNotRevealed("Both answers have to be open first.")
            round_ = self.rounds.latest("number")
            side = self._side(round_, actor)
            answers = {one.side: one for one in round_.answers.filter(is_final=True)}
            if len(answers) < len(SIDES):
                raise QuestionNotRevealed("Both answers have to be open first.")
            mine = answers[side]
            if mine.stance == stance:
                return
            if self.state == "decided" or mine.stance == Answer.Stance.DIFFER:
                raise StanceStands("You see it differently; the decision says how that ends.")
            mine.stance = stance
            mine.save(update_fields=["stance"])
            details = QuestionStanceTaken(
                question=self.pk, round=round_.number, side=side, stance=stance
            )
            self.record(details, by=actor)
            self._settle(round_, {one.stance for one in answers.values()}, actor)

    def own_answer(self, reader: User) -> tuple[QuestionRound, str, Answer | None] | None:
        """The round it is in, the reader's side and what that has written; None for who has none.

        Nobody but those of a side reads its words before they are open.
        """
        round_ = self.rounds.order_by("number").last()
        if round_ is None:
            return None
        side = Sides.of(self.project.team, reader).at(round_.asked_at)
        if not side:
            return None
        return round_, side, round_.answers.filter(side=side).first()

    def _settle(self, round_: QuestionRound, stances: set[str], actor: Actor) -> None:
        if Answer.Stance.DIFFER in stances:
            if self.state != "differs":
                self.enter("differs")
                if Decision.objects.open().filter(question=self.pk).exists():
                    return  # of an earlier round: it waits still, and settles this one too
                Decision.open_under_lock(
                    self.project,
                    actor,
                    title=self.text,
                    question_id=self.pk,
                    use_case=self.use_case,
                    due_on=round_.answer_by,
                )
        elif stances == {Answer.Stance.AGREE}:
            self.enter("agreed")

    def _standing(self, actor: Actor) -> tuple[QuestionRound, str, Answer | None]:
        """The round as it is now, the actor's side in it, and what that side has written."""
        self.reread("state")
        if self.state == "set_aside":
            raise QuestionClosed(SET_ASIDE)
        round_ = self.rounds.latest("number")
        side = self._side(round_, actor)
        return round_, side, round_.answers.filter(side=side).first()

    def _side(self, round_: QuestionRound, actor: Actor) -> str:
        side = Sides.of(self.project.team, actor.user).at(round_.asked_at)
        if not side:
            raise AnswerOfNoSide(
                "Only who stood for science or engineering when it was asked answers for it."
            )
        return side

    @staticmethod
    def _refuse_final(round_: QuestionRound, mine: Answer | None) -> None:
        if mine and mine.is_final:
            if round_.is_revealed:
                raise QuestionClosed(OPEN_STAYS)
            raise AnswerIsFinal("It is final; take that back before you write on.")

    def _reveal(self, round_: QuestionRound, finals: list[Answer], actor: Actor) -> None:
        now = clock.now()
        for one in finals:
            one.open(now)
        round_.revealed_at = now
        round_.save(update_fields=["revealed_at"])
        self.enter("revealed")
        texts = {one.side: one.belief for one in finals}
        details = QuestionRevealed(
            question=self.pk,
            round=round_.number,
            science=texts.get("science"),
            engineering=texts.get("engineering"),
        )
        self.record(details, by=actor)

    def _open_late(self, round_: QuestionRound, answer: Answer) -> None:
        answer.open(clock.now(), is_late=True)
        details = AnswerOpenedLate(
            question=self.pk, round=round_.number, side=answer.side, belief=answer.belief
        )
        self.record(details, by=Actor(None, answer.side, Role.MEMBER))

    def _say_of_side(self, schema: type[EventDetails], round_: QuestionRound, side: str) -> None:
        """A line of the side, not of who did it, at the moment of the asking, not at its own."""
        details = schema.of({"question": self.pk, "round": round_.number, "side": side})
        with clock.at(round_.asked_at):
            self.record(details, by=Actor(None, side, Role.MEMBER))


def _must_lead(actor: Actor) -> None:
    if actor.role != Role.LEAD:
        raise RevealedByLeads("Only a lead who is in the team opens answers early.")


def _finals(round_: QuestionRound) -> list[Answer]:
    """What can be opened: final, and readable on this installation."""
    finals = []
    for one in round_.answers.filter(is_final=True):
        if one.is_readable:
            finals.append(one)
    return finals
