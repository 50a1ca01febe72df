"""A forecast as two thousand possible futures, and the ranges read off them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from numerics.contracts import Number, takes, unchecked
from numerics.forecasting.levels import LEVELS, levels_for
from numerics.forecasting.recalibration import Recalibration

__all__ = ["PERCENTILES", "CountForecast", "Draws", "Forecast", "Range", "plain"]

Draws = npt.NDArray[np.float64]

PERCENTILES = (5, 15, 25, 50, 75, 85, 95)


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, both included, with the level it is entitled to claim."""

    level: float
    low: float
    high: float

    @takes(outcome=Number(finite=False))
    def holds(self, outcome: float) -> bool:
        """Return whether the outcome lies within, ends included.

        Parameters
        ----------
        outcome : float
            What came.

        Returns
        -------
        bool
            Whether it does.
        """
        return self.low <= outcome <= self.high

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, eq=False, kw_only=True)
class Forecast:
    """Possible futures and what may be said of them.

    ``draws`` has shape (B,), sorted; ``n`` is how many past
    stretches of the same length (``past_stretches``) they rest on.
    ``ranges`` are for showing: one per level the history supports, and the widest at its true
    level. ``intervals`` hold all three standard levels, for keeping score.
    """

    draws: Draws
    n: int
    recalibration: Recalibration = field(default_factory=Recalibration)

    @property
    def ranges(self) -> tuple[Range, ...]:
        return tuple(self._interval(level) for level in levels_for(self.n))

    @property
    def level(self) -> float:
        """The widest level that may be claimed."""
        return levels_for(self.n)[-1]

    @property
    def intervals(self) -> Mapping[float, Range]:
        return {level: self._interval(level) for level in LEVELS}

    @property
    def percentiles(self) -> Mapping[int, float]:
        return {p: quantile(self.draws, p / 100) for p in PERCENTILES}

    @property
    def median(self) -> float:
        return quantile(self.draws, 0.5)

    @takes(level=Number(low=0, below=1))
    def interval(self, level: float) -> Range:
        """Return the recalibrated range of a level: half of what it may miss below, the rest above.

        Parameters
        ----------
        level : float
            The level, from 0 to under 1.

        Returns
        -------
        Range
            With the level that was asked for.

        Notes
        -----
        Where many futures share the low end, as nought does for teams that often finish nothing,
        less than half can fall below it; the rest of the allowance is spent above, or the range
        would hold more often than it says.
        """
        return self._interval(level)

    def _interval(self, level: float) -> Range:
        missed = unchecked(Recalibration.miss_rate)(self.recalibration, level)
        low = quantile(self.draws, missed / 2)
        # On the left side, the default: only draws that are less than the low end lie below it.
        below = float(np.searchsorted(self.draws, low)) / len(self.draws)
        return Range(level, low, quantile(self.draws, 1 - missed + below))

    def summary(self) -> dict[str, object]:
        """What to keep of it: plain JSON, no draws; None where a date lies beyond all futures."""
        return {
            "n": self.n,
            "level": self.level,
            "percentiles": {f"p{p:02d}": plain(x) for p, x in self.percentiles.items()},
            "ranges": [
                {"level": r.level, "low": plain(r.low), "high": plain(r.high)} for r in self.ranges
            ],
            "intervals": {
                f"{level:.2f}": [plain(r.low), plain(r.high)] for level, r in self.intervals.items()
            },
        }


@dataclass(frozen=True, eq=False, kw_only=True)
class CountForecast(Forecast):
    """How much will be finished: stories within ``days`` days, or points within ``sprints``."""

    days: int | None = None
    sprints: int | None = None

    @property
    def mean(self) -> float:
        return float(self.draws.mean())

    @takes(amount=Number())
    def chance_of_at_least(self, amount: float) -> float:
        """Return how likely so much or more is finished.

        Parameters
        ----------
        amount : float
            Stories, or points.

        Returns
        -------
        float
            P(finished >= amount).
        """
        return float((self.draws >= amount).mean())

    def summary(self) -> dict[str, object]:
        return {
            "days": self.days,
            "sprints": self.sprints,
            "mean": self.mean,
            **super().summary(),
        }


def quantile(draws: Draws, p: float) -> float:
    """The smallest draw with at least a share ``p`` of the sorted draws at or below it."""
    place = math.ceil(p * len(draws) - 1e-9) - 1
    return float(draws[min(max(place, 0), len(draws) - 1)])


@takes(value=Number(finite=False))
def plain(value: float) -> float | None:
    """Return a number as JSON can hold it.

    Parameters
    ----------
    value : float
        Finite or not.

    Returns
    -------
    float or None
        The same; None where it isn't finite.

    Examples
    --------
    >>> plain(14.0), plain(math.inf)
    (14.0, None)
    """
    return value if math.isfinite(value) else None
