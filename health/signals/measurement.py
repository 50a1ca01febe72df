from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from health.signals.distribution import Distribution
from numerics.statistics.interval import Interval
from numerics.statistics.trends import Change

MOST_ROWS = 50  # of an evidence; the rest is counted
SURE = 0.80  # how likely a state has to be before it is said


class State(StrEnum):
    HEALTHY = "healthy"
    ATTENTION = "attention"
    UNCLEAR = "unclear"
    SPLIT = "split"
    TOO_LITTLE = "not_enough_data"
    SUPPRESSED = "suppressed"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Range:
    """Where the value is well, and on whose word; an open side is None."""

    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Point:
    """The signal in one sprint: its value, or None, and how much that rests on."""

    label: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows that were counted: what they are, why they are here, each by its name."""

    model: str
    why: str
    rows: tuple[dict[str, Any], ...]
    count: int

    @classmethod
    def of(cls, why: str, rows: Iterable[dict[str, Any]], model: str = "story") -> "Evidence":
        everything = tuple(rows)
        return cls(model, why, everything[:MOST_ROWS], len(everything))


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a signal says of one team. Values are in the signal's unit; no person is in it."""

    state: State
    n: int
    value: float | None = None
    interval: Interval | None = None
    range: Range | None = None
    chance_healthy: float | None = None
    chance_attention: float | None = None
    says: str = ""
    why_not: str = ""
    action: str = ""
    notes: tuple[str, ...] = ()
    figures: dict[str, float | None] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    series: tuple[Point, ...] = ()
    distribution: Distribution | None = None
    withheld: str = ""  # what isn't drawn so that it tells of no person, in a sentence
    changes: tuple[Change | None, Change | None] = (None, None)  # now, and a sprint before


def judged(healthy: float, attention: float) -> State:
    """Return the state that is sure enough, given the chances of being in and out of the range."""
    if healthy >= SURE:
        return State.HEALTHY
    if attention >= SURE:
        return State.ATTENTION
    return State.UNCLEAR


def too_little(n: int, why: str, **more: Any) -> Measurement:
    return Measurement(State.TOO_LITTLE, n, why_not=why, **more)
