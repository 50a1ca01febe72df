"""Ranges that learn from their own misses.

Adaptive conformal inference (Gibbs and Candès 2021): after each resolved forecast the rate at
which a range may miss moves by ``STEP`` times the promise minus what happened, so that the share
of misses goes to the promised one whatever the series does.

Forecasts that reach beyond the next one share their days with it, so that one bad quarter is told
as six misses. Each moves the rate by so much less that together they shake it no more than those
of a fortnight do.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from numerics.contracts import Instance, Number, takes
from numerics.forecasting.levels import LEVELS

__all__ = ["UNCALIBRATED_UNDER", "Recalibration"]

STEP = 0.03
# Beyond these the two thousand draws have nothing more to say, and a memory of "wider than
# everything" would take years to come back from.
LEAST_MISS, MOST_MISS = 0.002, 0.98
UNCALIBRATED_UNDER = 13


class Ends(Protocol):
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


def promised() -> dict[float, float]:
    return {level: 1 - level for level in LEVELS}


def none_yet() -> dict[float, int]:
    return dict.fromkeys(LEVELS, 0)


@dataclass(frozen=True)
class Recalibration:
    """One team's state for one horizon: a miss rate per level, and the score so far."""

    misses: Mapping[float, float] = field(default_factory=promised)
    hits: Mapping[float, int] = field(default_factory=none_yet)
    resolved: int = 0

    @property
    def is_calibrated(self) -> bool:
        """Whether enough outcomes are known to speak of calibration at all."""
        return self.resolved >= UNCALIBRATED_UNDER

    @takes(level=Number(low=0, below=1))
    def miss_rate(self, level: float) -> float:
        """Return the share of draws to leave outside a range.

        A level between the standard ones, as a young team gets, is moved by the same factor as
        the nearest of them.

        Parameters
        ----------
        level : float
            The level of the range, from 0 to under 1.

        Returns
        -------
        float
            The share, which has learned from what was missed so far.
        """
        nearest = min(LEVELS, key=lambda standard: abs(standard - level))
        moved = (1 - level) * self.misses[nearest] / (1 - nearest)
        return min(max(moved, LEAST_MISS), MOST_MISS)

    @takes(
        intervals=Instance(Mapping),
        outcome=Number(finite=False),
        spans=Number(low=0),
    )
    def after(
        self, intervals: Mapping[float, Ends], outcome: float, *, spans: float = 1.0
    ) -> "Recalibration":
        """Return the state once the outcome of a forecast is known.

        Parameters
        ----------
        intervals : mapping of float to Range
            The forecast's range of each of ``LEVELS``.
        outcome : float
            What came.
        spans : float
            How many steps from one forecast to the next (fortnights, sprints) it looked ahead.

        Returns
        -------
        Recalibration
            One outcome further.
        """
        step = STEP / math.sqrt(max(spans, 1.0))
        held = {level: _holds(intervals[level], outcome) for level in LEVELS}
        return Recalibration(
            {level: self._moved(level, held[level], step) for level in LEVELS},
            {level: self.hits[level] + held[level] for level in LEVELS},
            self.resolved + 1,
        )

    def _moved(self, level: float, held: bool, step: float) -> float:
        moved = self.misses[level] + step * ((1 - level) - (not held))
        return min(max(moved, LEAST_MISS), MOST_MISS)

    def to_json(self) -> dict[str, object]:
        return {
            "misses": {f"{level:.2f}": self.misses[level] for level in LEVELS},
            "hits": {f"{level:.2f}": self.hits[level] for level in LEVELS},
            "resolved": self.resolved,
        }

    @classmethod
    @takes(kept=Instance(Mapping))
    def from_json(cls, kept: Mapping[str, Any]) -> "Recalibration":
        """Return the state that ``to_json`` wrote.

        Parameters
        ----------
        kept : mapping
            What it wrote.

        Returns
        -------
        Recalibration
            As it was.

        Raises
        ------
        KeyError
            When a level is missing.
        """
        return cls(
            {level: float(kept["misses"][f"{level:.2f}"]) for level in LEVELS},
            {level: int(kept["hits"][f"{level:.2f}"]) for level in LEVELS},
            int(kept["resolved"]),
        )


def _holds(ends: Ends, outcome: float) -> bool:
    return ends.low <= outcome <= ends.high
