"""Ratios of two rates whose counts scatter more than chance alone would have it."""

from dataclasses import dataclass
from math import erf, exp, log, sqrt

import numpy as np

from numerics.statistics.interval import Floats, Interval, Z
from numerics.statistics.student import t_quantile, t_tail
from numerics.statistics.trends import JUDGED, RECENT, Change, pooled_ratio, split

MOST_LOG = 100.0  # of an interval's half; what is wider says no less


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

    What starts in a sprint ends in it or in one soon after. So variances of both don't add up, and
    sprints permuted would vary more than they do in their order. By how much the tops of three
    sprints in a row pass what is usual is held against how much that was for every three before.
    """
    tops, bottoms = tops[-JUDGED:], bottoms[-JUDGED:]
    halves = split(len(tops))
    if halves is None:
        return None
    before, recent = (pooled_ratio(tops[some], bottoms[some], least=0.5) for some in halves)
    excess, spread, freedom = _excess(tops, bottoms)
    half = t_quantile(0.95, freedom) * spread / max(0.5, float(tops[halves[1]].sum()))
    factor, wide = recent / before, exp(min(half, MOST_LOG))
    interval = Interval(factor / wide, factor * wide)
    return Change(factor, interval, t_tail(excess / spread, freedom), is_factor=True)


def _excess(tops: Floats, bottoms: Floats) -> tuple[float, float, float]:
    """Return by how much the last three tops pass the usual, its spread, and the degrees of
    freedom of that.

    Steps over three sprints share two with their neighbours, so about every second one is new. The
    usual is known much better than any step, as what starts in one sprint ends in a later one.
    """
    earlier = len(tops) - RECENT
    usual = pooled_ratio(tops[:earlier], bottoms[:earlier], least=0.5)
    steps = np.convolve(tops - usual * bottoms, np.ones(RECENT), "valid")
    past = steps[: earlier - RECENT + 1]
    variance = max(1.0, float(np.sum(past**2)) / (past.size - 1))
    return float(steps[-1]), sqrt(variance), past.size / 2


def scatter_of(counts: Floats) -> float:
    """Return variance over mean of the counts, at least 1."""
    if counts.size < 2 or counts.sum() == 0:
        return 1.0
    return max(1.0, float(np.var(counts, ddof=1) / counts.mean()))


def _normal(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
