"""How what a signal counted is spread: over stories, sprints or waits, never over people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.statistics import bins
from numerics.statistics.interval import Floats

Marks = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """What lies over `low` and at most at `high`, or bears the label; whole numbers hold both."""

    low: float | None
    high: float | None
    label: str
    count: int
    also: int = 0


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts of what was measured, by its amount in a unit or by its kind, as `by` says.

    `also` names a second count on top, such as what is still open.
    `marks` are what a range ends at, each with its words. `spans` are the times each of its items
    speaks of, where that is one: too few people in one of them, and none of it is shown.
    """

    counted: str
    by: str
    unit: str
    bins: tuple[Bin, ...]
    also: str = ""
    marks: Marks = ()
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def n(self) -> int:
        return sum(one.count + one.also for one in self.bins)

    @classmethod
    def of(
        cls,
        counted: str,
        by: str,
        unit: str,
        values: Sequence[float] | Floats,
        *,
        open_ones: Sequence[float] | Floats = (),
        also: str = "",
        marks: Marks = (),
        spans: Sequence[tuple[float, float]] = (),
    ) -> "Distribution":
        """Count values, and those that are still open by what they have come to."""
        done, waiting = np.asarray(values, float), np.asarray(open_ones, float)
        reach = np.concatenate((done, waiting, [at for at, _ in marks]))
        edges = _edges(unit, reach)
        aside = 0.5 if unit in WHOLE else 0.0
        rows = zip(
            (edges[:-1] + aside).tolist(),
            (edges[1:] - aside).tolist(),
            bins.counted(done, edges),
            bins.counted(waiting, edges),
            strict=True,
        )
        told = tuple(Bin(low, high, "", n, more) for low, high, n, more in rows)
        return cls(counted, by, unit, told, also if waiting.size else "", marks, tuple(spans))

    @classmethod
    def of_kinds(cls, counted: str, by: str, kinds: Mapping[str, int]) -> "Distribution":
        told = tuple(Bin(None, None, label, n) for label, n in kinds.items())
        return cls(counted, by, "", told)

    def as_content(self) -> dict[str, Any]:
        bins = []
        for one in self.bins:
            bins.append(
                {
                    "low": one.low,
                    "high": one.high,
                    "label": one.label,
                    "count": one.count,
                    "also": one.also,
                }
            )
        return {
            "counted": self.counted,
            "by": self.by,
            "unit": self.unit,
            "n": self.n,
            "also": self.also,
            "marks": [{"at": at, "says": says} for at, says in self.marks],
            "bins": bins,
        }


WHOLE = ("stories", "returns")


def _edges(unit: str, reach: Floats) -> Floats:
    low, high = float(reach.min(initial=np.inf)), float(reach.max(initial=0.0))
    if unit == "working days":
        return bins.doubling(high)
    if unit in WHOLE:
        return bins.whole(min(low, high), high)
    if unit == "share":
        return bins.even(0.0, 1.0)
    if unit == "ratio":
        return bins.even(0.0, high)
    return bins.even(min(low, high), high)
