"""One person's work: what lies on the desk, and the one thing in hand."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stories.models.story import Story
    from teams.models.user import User


@dataclass(frozen=True)
class Step:
    """A stretch of work by one person: begin, continue, check, rework or review."""

    what: str
    desk: Teammate
    hours: float


@dataclass(eq=False)
class Task:
    """A story on its way to done."""

    story: Story
    steps: deque[Step] = field(default_factory=deque)
    is_moving: bool = False

    @property
    def step(self) -> Step:
        return self.steps[0]

    @property
    def desk(self) -> Teammate:
        return self.step.desk


@dataclass(eq=False)
class Teammate:
    user: User
    discipline: str
    capacity: float
    pile: list[Task] = field(default_factory=list)
    in_hand: Task | None = None
    is_away: bool = False

    @property
    def load(self) -> int:
        return len(self.pile) + (self.in_hand is not None)

    def next_task(self) -> Task | None:
        """What has begun goes before what hasn't; None while something is in hand."""
        if self.in_hand or self.is_away or not self.pile:
            return None
        task = min(self.pile, key=lambda one: not one.is_moving)
        self.pile.remove(task)
        self.in_hand = task
        return task
