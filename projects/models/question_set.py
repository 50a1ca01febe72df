from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models

from base.roles import Discipline, Role
from projects.events import StarterFields, TeamQuestionSetEdited
from projects.models.sides import SIDES
from projects.refusals import (
    AskedFromNeitherSide,
    EmptyQuestionSet,
    QuestionWithoutWords,
    SetOfLeads,
    TooManyQuestions,
)

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User

MOST = 40  # questions in a set
LONGEST = 300  # characters of one


class Starter(NamedTuple):
    """A question that a new use case begins with, and the side it is asked from."""

    asked_from: str
    text: str


# The method's own eight: what each discipline asks when both look at a question together.
DEFAULT = (
    Starter(Discipline.SCIENCE, "How do we get the data?"),
    Starter(Discipline.SCIENCE, "How do we look at the algorithm?"),
    Starter(Discipline.SCIENCE, "What must we do to find the problem behind the question?"),
    Starter(Discipline.ENGINEERING, "What data sets must we pull in?"),
    Starter(Discipline.ENGINEERING, "Will they be real-time?"),
    Starter(Discipline.ENGINEERING, "Must we complete a streaming pipeline?"),
    Starter(Discipline.ENGINEERING, "What is there already?"),
    Starter(
        Discipline.ENGINEERING,
        "What does our infrastructure look like, and will this work on it?",
    ),
)
TICKED = (0, 3, 6)  # of the default: what a board proposes at first


class QuestionSet(models.Model):
    """The questions a team begins every later use case with, where it wants others than ours."""

    team = models.OneToOneField("teams.Team", models.PROTECT, related_name="question_set")
    starters = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Question set of {self.team}"

    @classmethod
    def write(cls, team: Team, starters: list[Starter], *, by: User) -> Self:
        """Give the team these questions for its later use cases; a lead of it does."""
        now = [_checked(*one) for one in starters]
        if not now:
            raise EmptyQuestionSet("A set has at least one question.")
        if len(now) > MOST:
            raise TooManyQuestions(f"A set has {MOST} questions at most.")
        with team.changed_by(by) as actor:
            if actor.role != Role.LEAD:
                raise SetOfLeads("Only a lead who is in the team edits its questions.")
            row = cls.objects.filter(team=team).first() or cls(team=team)
            was = list(starters_of(team))
            if was == now:
                return row
            row.starters = [list(one) for one in now]
            row.save(update_fields=["starters"] if row.pk else None)
            details = TeamQuestionSetEdited(
                was=[StarterFields(**one._asdict()) for one in was],
                now=[StarterFields(**one._asdict()) for one in now],
            )
            team.record(details, by=actor)
            return row


def starters_of(team: Team) -> tuple[Starter, ...]:
    """The team's own questions, else the method's."""
    row = QuestionSet.objects.filter(team=team).first()
    if row is None:
        return DEFAULT
    return tuple(Starter(*one) for one in row.starters)


def _checked(asked_from: str, text: str) -> Starter:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise QuestionWithoutWords(f"A question has 1 to {LONGEST} characters.", "starters")
    if asked_from not in SIDES:
        raise AskedFromNeitherSide(
            "A question is asked from science or from engineering.", "starters"
        )
    return Starter(asked_from, text)
