"""Ratios of two rates whose counts scatter more than chance alone would have it."""

from dataclasses import dataclass
from math import erf, exp, log, sqrt

import numpy as np

from metrics.statistics.interval import Floats, Interval, Z
from metrics.statistics.trends import Change, permuted_change, pooled_ratios, split


@dataclass(frozen=True, slots=True)
class RateRatio:
    """A ratio on the log scale: its value, its interval and how likely it is under something."""

    value: float
    interval: Interval
    spread: float

    def chance_at_most(self, limit: float) -> float:
        if self.spread == 0:
            return float(self.value <= limit)
        return _normal((log(limit) - log(self.value)) / self.spread)


def rate_ratio(
    tops: Floats, bottoms: Floats, scatter: tuple[float, float] | None = None
) -> RateRatio:
    """Return sum(tops)/sum(bottoms) of counts a period, shape (periods,), with its 90 % interval.

    Quasi-Poisson on the log scale: the variance of each total is its negative-binomial one by
    moments. `scatter` (variance over mean of each) may come from a longer past than the counts.
    Half a count is added where a total is nought. Raises ValueError without periods.
    """
    if not tops.size or not bottoms.size:
        raise ValueError("A rate needs a period.")
    top, bottom = (max(float(counts.sum()), 0.5) for counts in (tops, bottoms))
    wider = scatter or (scatter_of(tops), scatter_of(bottoms))
    spread = sqrt(wider[0] / top + wider[1] / bottom)
    value = top / bottom
    return RateRatio(value, Interval(value * exp(-Z * spread), value * exp(Z * spread)), spread)


def rate_ratio_change(tops: Floats, bottoms: Floats) -> Change | None:
    """Compare a ratio of counts in the last three sprints with the ten before, as a factor.

    What starts in a sprint goes with what ends in it, so variances of both can't just be added:
    the p-value permutes whole sprints instead (all 286 ways to choose three of thirteen).
    """
    halves = split(len(tops))
    if halves is None:
        return None
    first = halves[0].start
    recent, before = pooled_ratios(tops[first:], bottoms[first:], least=0.5)
    return permuted_change(np.log(recent / before), is_factor=True)


def scatter_of(counts: Floats) -> float:
    """Return variance over mean of the counts, at least 1."""
    if counts.size < 2 or counts.sum() == 0:
        return 1.0
    return max(1.0, float(np.var(counts, ddof=1) / counts.mean()))


def _normal(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
