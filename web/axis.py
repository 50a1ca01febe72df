"""Scales of charts drawn by the server: round steps, places in percent, words for days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

LINES = 4  # of a grid, at most: one more where both ends lie between steps
LABELS = 7  # days that are named
NEAR_END = 93  # percent of the width; a date in the middle of it would leave the page
FARTHEST = 1e300  # what lies beyond is drawn there: its span is no number any more
SAME = 1e-9  # of their size apart, values are drawn as equal


def round_step(most: float) -> int:
    """Return a round whole number that makes a few grid lines from nought to the most."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if most / (factor * size) <= LINES:
                return factor * size
        size *= 10


def day_words(days: Sequence[date], told: int) -> list[str]:
    """Name days in their order.

    A year other than the one that is known is told once: repeated, it would run into its neighbour.
    """
    words = []
    for day in days:
        words.append(f"{day:%-d %b}" if day.year <= told else f"{day:%-d %b ’%y}")
        told = max(told, day.year)
    return words


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """From a round number below all values to one above them."""

    least: float
    most: float
    step: float

    @classmethod
    def over(cls, values: Iterable[float]) -> ValueAxis:
        """Span the values, whichever sign and size they have; equal ones stand in its middle."""
        known = [_near(value) for value in values]
        low, high = min(known), max(known)
        size = max(abs(low), abs(high))
        if high - low <= max(SAME * size, 1 / FARTHEST):
            room = 0.1 * size if size > 1 / FARTHEST else 1.0
            low, high = low - room, high + room
        step = _step((high - low) / LINES)
        return cls(floor(low / step) * step, ceil(high / step) * step, step)

    def at(self, value: float) -> float:
        """How far up it stands, in percent from the top, as SVG counts."""
        return 100 - self.along(value)

    def along(self, value: float) -> float:
        """How far from the least end it stands, in percent."""
        return 100 * (_near(value) - self.least) / (self.most - self.least)

    @property
    def ticks(self) -> list[float]:
        first = round(self.least / self.step)
        return [n * self.step for n in range(first, round(self.most / self.step) + 1)]


@dataclass(frozen=True, slots=True)
class DayAxis:
    """From the first day to the last; a single day stands in its middle."""

    first: date
    last: date

    @classmethod
    def over(cls, days: Iterable[date]) -> DayAxis:
        known = sorted(days)
        if known[0] == known[-1]:
            return cls(known[0] - timedelta(days=1), known[-1] + timedelta(days=1))
        return cls(known[0], known[-1])

    def at(self, day: date) -> float:
        """How far along it stands, in percent."""
        return 100 * (day - self.first).days / (self.last - self.first).days

    @property
    def labels(self) -> list[tuple[str, str, str]]:
        """Every so many days one with its place, its words, and how it stands there."""
        every = max(1, ceil(((self.last - self.first).days + 1) / LABELS))
        days = []
        for n in range(0, (self.last - self.first).days + 1, every):
            days.append(self.first + timedelta(days=n))
        labels = []
        for day, text in zip(days, day_words(days, self.first.year - 1), strict=True):
            x = self.at(day)
            labels.append((f"{x:.2f}%", text, "end" if x > NEAR_END else "middle"))
        return labels


def _near(value: float) -> float:
    return max(-FARTHEST, min(FARTHEST, float(value)))


def _step(least: float) -> float:
    """The smallest of 1, 2, 5, 10 … that is no less."""
    size = 10.0 ** floor(log10(least))
    for factor in (1, 2, 5):
        if least <= factor * size:
            return factor * size
    return 10 * size
