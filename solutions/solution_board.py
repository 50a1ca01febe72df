"""The solutions of a project by their stage, each with how long it has been there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from base import clock
from solutions.models import Solution, Stage, Trial
from solutions.models.stage import ENDED, marks_of, since_of, stage_of
from teams.models.membership import Actor

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.user import User

A_DAY = 86_400
TRIALS = 30  # beside the board; all of a solution are on its page


def days_since(moment: datetime) -> int:
    """How many whole days ago it was."""
    return max(0, int((clock.now() - moment).total_seconds()) // A_DAY)


def age_since(moment: datetime) -> str:
    days = days_since(moment)
    if days < 1:
        return "since today"
    return f"{days} day" if days == 1 else f"{days} days"


@dataclass(frozen=True, slots=True)
class SolutionCard:
    """One solution as a board shows it: it was read with its stage."""

    solution: Solution

    @property
    def stage(self) -> Stage:
        return stage_of(self.solution)

    @property
    def since(self) -> datetime:
        return since_of(self.solution)

    @property
    def days(self) -> int:
        return days_since(self.since)

    @property
    def age(self) -> str:
        """How long it has stood at its stage."""
        return age_since(self.since)

    @property
    def missing(self) -> list[str]:
        return marks_of(self.solution).missing

    @property
    def unseen(self) -> list[str]:
        return marks_of(self.solution).unseen


@dataclass(frozen=True, slots=True)
class StageColumn:
    stage: Stage
    cards: list[SolutionCard]


class SolutionBoard:
    """What the page of a project's solutions shows: nearest to the idea first."""

    def __init__(self, project: Project, reader: User) -> None:
        self.project, self.reader = project, reader
        self.works = Actor.of(project.team, reader).works

    @property
    def may_sketch(self) -> bool:
        return self.works and self.project.is_open

    @cached_property
    def cards(self) -> list[SolutionCard]:
        rows = Solution.objects.visible_to(self.reader).of_project(self.project)
        return [SolutionCard(row) for row in rows.with_stage().longest_first()]

    @cached_property
    def trials(self) -> list[Trial]:
        """What is tried and how it ended: outcomes are open, also of what guests don't see."""
        seen = Trial.objects.visible_to(self.reader).of_project(self.project)
        return list(seen.begun().running_first()[:TRIALS])

    @property
    def columns(self) -> list[StageColumn]:
        """Every stage on the way, whether something stands there or not."""
        return [self._column(stage) for stage in reversed(Stage) if stage not in ENDED]

    @property
    def ended(self) -> list[StageColumn]:
        found = [self._column(stage) for stage in ENDED]
        return [column for column in found if column.cards]

    def _column(self, stage: Stage) -> StageColumn:
        return StageColumn(stage, [card for card in self.cards if card.stage == stage])
