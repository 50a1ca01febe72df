"""How far a fit has come, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from base import clock
from projects.models.sides import SIDES

HOLDS_FOR = timedelta(days=180)
NOT_SIGNED = "the fit isn't signed"


@dataclass(frozen=True, slots=True)
class FitCounts:
    """How many items a fit has, how many are settled, and how many wait for what."""

    items: int
    settled: int
    science: int
    engineering: int
    differs: int
    change: int

    @classmethod
    def of(cls, states: Iterable[str]) -> Self:
        """Count what the items wait for: see `state` in models/fit_item.py."""
        found = Counter(states)
        return cls(
            items=found.total(),
            settled=found["good"] + found["change"],
            science=found["science"] + found["both"],
            engineering=found["engineering"] + found["both"],
            differs=found["differs"],
            change=found["change"],
        )

    @property
    def words(self) -> str:
        """What keeps it from being signed; "" for nothing."""
        words = []
        for side in SIDES:
            if number := getattr(self, side.value):
                words.append(f"{self._of_all(number, 'needs', 'need')} {side.value}")
        if self.differs:
            words.append(f"{self._of_all(self.differs, 'is', 'are')} seen differently")
        if self.change:
            words.append(f"{self._of_all(self.change, 'needs', 'need')} change")
        return ", ".join(words)

    def _of_all(self, number: int, one: str, many: str) -> str:
        items = "item" if self.items == 1 else "items"
        return f"{number} of {self.items} {items} {one if number == 1 else many}"


def missing_of_fit(told: dict[str, Any] | None) -> list[str]:
    """What was read with a solution, in words: not begun, not settled, not signed, or old."""
    if told is None:
        return [f"{NOT_SIGNED}: nobody has begun to look"]
    if words := FitCounts.of(told["states"]).words:
        return [f"{NOT_SIGNED}: {words}"]
    unsigned = [side.value for side in SIDES if not told[side.value]]
    if unsigned:
        return [f"{NOT_SIGNED} by {' and '.join(unsigned)}"]
    if is_old(datetime.fromisoformat(told["signed_at"])):
        return ["the fit was signed more than 180 days ago"]
    return []


def is_old(signed_at: datetime) -> bool:
    """Whether it is said that it was signed long ago; it holds all the same."""
    return clock.now() - signed_at > HOLDS_FOR
