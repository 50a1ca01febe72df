"""A solution as a board shows it, and how long ago something was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from base import clock
from solutions.models.stage import marks_of, since_of, stage_of

if TYPE_CHECKING:
    from solutions.models import Solution, Stage

A_DAY = 86_400


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
