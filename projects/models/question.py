from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, cast

import numpy as np
from django.db import models
from django.db.models import Max, Q

from base import clock
from projects.events import (
    QuestionAsked,
    QuestionAskedAgain,
    QuestionMadeInternal,
    QuestionReworded,
    QuestionSetAside,
    QuestionShown,
    UseCaseQuestionsAsked,
)
from projects.models.answerable import Answerable
from projects.models.eventful import OfProject
from projects.models.project import Project
from projects.models.question_round import QuestionRound
from projects.models.question_set import starters_of
from projects.models.shared import Shared, SharedQuerySet
from projects.models.sides import SIDE_CHOICES, SIDES
from projects.refusals import (
    AskedFromNeitherSide,
    NotInQuestionSet,
    QuestionBegun,
    QuestionClosed,
    QuestionNotRevealed,
    QuestionsBegun,
    QuestionSetAsideWithoutReason,
    QuestionWithoutWords,
    TooManyQuestions,
    UseCaseDroppedMeanwhile,
)

if TYPE_CHECKING:
    from projects.models.use_case import UseCase
    from teams.models.membership import Actor
    from teams.models.user import User

MOST = 60  # of a use case
ANSWERED_WITHIN = 3  # working days


class QuestionQuerySet(SharedQuerySet["Question"]):
    def waiting(self) -> Self:
        """Asked, and not open yet."""
        return self.filter(state=Question.State.ASKED)

    def revealed(self) -> Self:
        return self.exclude(state__in=(Question.State.ASKED, Question.State.SET_ASIDE))


class Question(Answerable, Shared, OfProject):
    """What is asked of a use case: each discipline answers blind, then both are opened."""

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        REVEALED = "revealed", "Revealed"
        AGREED = "agreed", "Agreed"
        DIFFERS = "differs", "Seen differently"
        DECIDED = "decided", "Decided"
        SET_ASIDE = "set_aside", "Set aside"

    class Origin(models.TextChoices):
        STARTER = "starter", "The team's question set"
        OWN = "own", "Asked by the team"
        NOTE = "note", "A note on a wall"

    shown, hidden = QuestionShown, QuestionMadeInternal

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="questions")
    use_case = models.ForeignKey("projects.UseCase", models.PROTECT, related_name="questions")
    text = models.CharField("question", max_length=300)
    asked_from = models.CharField(max_length=11, choices=SIDE_CHOICES)
    origin = models.CharField(max_length=7, choices=Origin, default=Origin.OWN, editable=False)
    position = models.PositiveSmallIntegerField(editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED, editable=False)
    set_aside_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects: ClassVar = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["use_case", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_from__in=SIDES), name="question_asked_from_a_side"
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | ~Q(state__in=("asked", "set_aside")),
                name="sealed_question_is_internal",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def begin(cls, use_case: UseCase, chosen: list[int], *, by: User) -> list[Self]:
        """Open the board with the team's question set: ask those chosen, set aside the rest.

        `chosen` are places in the set, counted from 0.
        """
        with use_case.project.changed_by(by) as actor:
            _must_stand(use_case)
            if use_case.questions.exists():
                raise QuestionsBegun("Somebody has opened this board meanwhile.")
            starters = starters_of(use_case.project.team)
            if any(place not in range(len(starters)) for place in chosen):
                raise NotInQuestionSet("The team's question set has no such place.", "chosen")
            rows = []
            for place, starter in enumerate(starters):
                is_asked = place in chosen
                rows.append(
                    cls(
                        project=use_case.project,
                        use_case=use_case,
                        text=starter.text,
                        asked_from=starter.asked_from,
                        origin=cls.Origin.STARTER,
                        position=place + 1,
                        state=cls.State.ASKED if is_asked else cls.State.SET_ASIDE,
                        set_aside_reason="" if is_asked else "Not chosen at the start",
                    )
                )
            cls.objects.bulk_create(rows)
            asked = [row for row in rows if row.state == cls.State.ASKED]
            QuestionRound.open_all(
                [row.pk for row in asked], answer_by=_default_day(use_case.project)
            )
            aside = [row.pk for row in rows if row.state == cls.State.SET_ASIDE]
            details = UseCaseQuestionsAsked(
                usecase=use_case.pk, asked=[row.pk for row in asked], set_aside=aside
            )
            use_case.record(details, by=actor)
            return rows

    @classmethod
    def ask(
        cls,
        use_case: UseCase,
        *,
        text: str,
        asked_from: str,
        by: User,
        answer_by: date | None = None,
        is_sealed: bool = True,
        origin: str = Origin.OWN,
    ) -> Self:
        """Ask one more; without a day it is due in three working days."""
        text = _words(text)
        if asked_from not in SIDES:
            raise AskedFromNeitherSide(
                "A question is asked from science or from engineering.", "asked_from"
            )
        with use_case.project.changed_by(by) as actor:
            _must_stand(use_case)
            places = use_case.questions.aggregate(
                number=models.Count("pk"), last=Max("position", default=0)
            )
            if places["number"] >= MOST:
                raise TooManyQuestions(f"A use case has {MOST} questions at most.")
            question = cls(
                project=use_case.project,
                use_case=use_case,
                text=text,
                asked_from=asked_from,
                origin=origin,
                position=places["last"] + 1,
            )
            question.check_own_fields()
            question.save(force_insert=True)
            day = answer_by or _default_day(use_case.project)
            [round_] = QuestionRound.open_all([question.pk], answer_by=day, is_sealed=is_sealed)
            details = QuestionAsked(
                question=question.pk,
                usecase=use_case.pk,
                words=text,
                asked_from=asked_from,
                answer_by=round_.answer_by,
                is_sealed=is_sealed,
            )
            question.record(details, by=actor)
            return question

    def reword(self, text: str, *, by: User) -> None:
        """Say it better, as long as nobody has begun to answer."""
        text = _words(text)
        with self.project.changed_by(by) as actor:
            self.reread("state", "text")
            if text == self.text:
                return
            if self.state != self.State.ASKED or self.round.answers.exists():
                raise QuestionBegun(
                    "Somebody has begun to answer it; set it aside and ask it in other words."
                )
            self.change(actor, QuestionReworded, text=text)

    def set_aside(self, reason: str, *, by: User) -> None:
        """It doesn't matter here; what was answered under a seal stays sealed."""
        reason = reason.strip()
        if not reason:
            raise QuestionSetAsideWithoutReason("Say why it is set aside.", "reason")
        with self.project.changed_by(by) as actor:
            self.reread("state")
            if self.state == self.State.SET_ASIDE:
                return
            if self.state != self.State.ASKED:
                raise QuestionClosed("Its answers are open; only what waits is set aside.")
            self.state, self.set_aside_reason = self.State.SET_ASIDE, reason
            self.check_own_fields()
            self.save(update_fields=["state", "set_aside_reason"])
            self.record(QuestionSetAside(question=self.pk, reason=reason), by=actor)

    def ask_again(
        self, *, by: User, answer_by: date | None = None, is_sealed: bool = True
    ) -> QuestionRound:
        """Begin a new blind round, empty; earlier answers stay as they are."""
        with self.project.changed_by(by) as actor:
            self.reread("state", "shared_at")
            number = self.round.number + 1 if self.rounds.exists() else 1
            day = answer_by or _default_day(self.project)
            [round_] = QuestionRound.open_all(
                [self.pk], answer_by=day, is_sealed=is_sealed, number=number
            )
            self.state, self.set_aside_reason, self.shared_at = self.State.ASKED, "", None
            self.save(update_fields=["state", "set_aside_reason", "shared_at"])
            details = QuestionAskedAgain(
                question=self.pk, round=number, answer_by=day, is_sealed=is_sealed
            )
            self.record(details, by=actor)
            return round_

    def must_be_showable(self) -> None:
        if not self.is_revealed:
            raise QuestionNotRevealed("It can be shown once its answers are open.")

    def enter(self, state: str) -> None:
        """Note where it stands; the verb that leads there records it."""
        self.state = state
        self.save(update_fields=["state"])

    def settled_by(self, actor: Actor) -> None:
        """Its decision is made: called under the project's lock by the decision."""
        self.reread("state")
        if self.state == self.State.DIFFERS:
            self.enter(self.State.DECIDED)


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise QuestionWithoutWords("Say what is asked.", "text")
    return text


def _must_stand(use_case: UseCase) -> None:
    use_case.reread("dropped_at")
    if use_case.dropped_at:
        raise UseCaseDroppedMeanwhile(f"“{use_case}” was dropped; nothing is asked of it any more.")


def _default_day(project: Project) -> date:
    team = project.team
    week = [int(day in team.working_days) for day in range(1, 8)]
    asked_on = np.datetime64(team.day_of(clock.now()))
    day = np.busday_offset(asked_on, ANSWERED_WITHIN, roll="backward", weekmask=week)
    return cast(date, day.item())
