"""Ratios of two rates whose counts scatter more than chance alone would have it."""

from dataclasses import dataclass
from math import erf, exp, log, sqrt

import numpy as np

from numerics.contracts import Array, Maybe, Number, takes, unchecked
from numerics.statistics.interval import Floats, Interval, Z
from numerics.statistics.student import t_quantile, t_tail
from numerics.statistics.trends import JUDGED, RECENT, Change, pooled_ratio, split

__all__ = ["RateRatio", "rate_ratio", "rate_ratio_change", "scatter_of"]

NOUGHT_OR_MORE = Number(low=0)
COUNTS = Array("periods", NOUGHT_OR_MORE)

MOST_LOG = 100.0  # of an interval's half; what is wider says no less


@dataclass(frozen=True, slots=True)
class RateRatio:
    """A ratio on the log scale: its value, its interval and how likely it is under something."""

    value: float
    interval: Interval
    spread: float

    @takes(limit=Number(above=0))
    def chance_at_most(self, limit: float) -> float:
        """Return how likely the true ratio is no more than a limit.

        Parameters
        ----------
        limit : float
            The limit, above 0.

        Returns
        -------
        float
            The chance, by the normal distribution of the logarithm.
        """
        if self.spread == 0:
            return float(self.value <= limit)
        return _normal((log(limit) - log(self.value)) / self.spread)


@takes(
    tops=Array("periods>=1", NOUGHT_OR_MORE),
    bottoms=COUNTS,
    scatter=Maybe(Array("2", NOUGHT_OR_MORE, listed=True)),
)
def rate_ratio(
    tops: Floats, bottoms: Floats, scatter: tuple[float, float] | None = None
) -> RateRatio:
    """Return the ratio of two sums of counts, with its 90 % interval.

    Parameters
    ----------
    tops, bottoms : ndarray
        The counts of each period above and below the line, shape (periods,), one period at least.
    scatter : tuple of two floats, optional
        Variance over mean of either, where it is known from a longer past than the counts.

    Returns
    -------
    RateRatio
        The ratio, its interval and its spread on the log scale. A total of nought counts as half a
        count.

    Raises
    ------
    ValueError
        Without periods.

    Notes
    -----
    Quasi-Poisson on the log scale [1]_: the variance of a total is its scatter times its mean, so
    that of its logarithm is the scatter over the total.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, section
       6.2. Chapman and Hall.

    Examples
    --------
    >>> found = rate_ratio(np.array([9.0, 11, 10]), np.array([5.0, 5, 5]))
    >>> found.value, round(found.interval.low, 3), round(found.interval.high, 3)
    (2.0, 1.189, 3.365)
    """
    top, bottom = (max(float(counts.sum()), 0.5) for counts in (tops, bottoms))
    wider = scatter or (scatter_of(tops), scatter_of(bottoms))
    spread = sqrt(wider[0] / top + wider[1] / bottom)
    value = top / bottom
    return RateRatio(value, Interval(value * exp(-Z * spread), value * exp(Z * spread)), spread)


@takes(tops=COUNTS, bottoms=COUNTS)
def rate_ratio_change(tops: Floats, bottoms: Floats) -> Change | None:
    """Compare a ratio of counts in the last three sprints with the ten before, as a factor.

    Parameters
    ----------
    tops, bottoms : ndarray
        The counts of each sprint above and below the line, oldest first, shape (sprints,).

    Returns
    -------
    Change or None
        The factor; None under thirteen sprints.

    Notes
    -----
    What starts in a sprint ends in it or in one soon after. So variances of both don't add up, and
    sprints permuted would vary more than they do in their order. By how much the tops of three
    sprints in a row pass what is usual is held against how much that was for every three before.

    Examples
    --------
    Ten sprints in which as much ended as was started, then three in which half of it did:

    >>> starts, ends = np.full(13, 10.0), np.array([10.0] * 10 + [5.0] * 3)
    >>> change = rate_ratio_change(starts, ends)
    >>> change.amount, change.p_rise < 0.01
    (2.0, True)
    """
    tops, bottoms = tops[-JUDGED:], bottoms[-JUDGED:]
    halves = split(len(tops))
    if halves is None:
        return None
    before, recent = (pooled_ratio(tops[some], bottoms[some], least=0.5) for some in halves)
    excess, spread, freedom = _excess(tops, bottoms)
    half = unchecked(t_quantile)(0.95, freedom) * spread / max(0.5, float(tops[halves[1]].sum()))
    factor, wide = recent / before, exp(min(half, MOST_LOG))
    interval = Interval(factor / wide, factor * wide)
    return Change(factor, interval, unchecked(t_tail)(excess / spread, freedom), is_factor=True)


def _excess(tops: Floats, bottoms: Floats) -> tuple[float, float, float]:
    """Return by how much the last three tops pass the usual, its spread, and the degrees of
    freedom of that.

    Steps over three sprints share two with their neighbours, so about every second one is new. The
    usual is known much better than any step, as what starts in one sprint ends in a later one.
    """
    earlier = len(tops) - RECENT
    usual = pooled_ratio(tops[:earlier], bottoms[:earlier], least=0.5)
    # Sums over three in a row, "valid": only where all three are there.
    steps = np.convolve(tops - usual * bottoms, np.ones(RECENT), "valid")
    past = steps[: earlier - RECENT + 1]
    variance = max(1.0, float(np.sum(past**2)) / (past.size - 1))
    return float(steps[-1]), sqrt(variance), past.size / 2


@takes(counts=COUNTS)
def scatter_of(counts: Floats) -> float:
    """Return the variance of counts over their mean, at least 1.

    Parameters
    ----------
    counts : ndarray
        The count of each period, shape (periods,).

    Returns
    -------
    float
        1 for what scatters as chance alone would have it, and where there is too little to tell.

    References
    ----------
    .. [1] Fisher, R. A. (1950). The significance of deviations from expectation in a Poisson
       series. Biometrics 6(1), 17-24.

    Examples
    --------
    >>> scatter_of(np.array([2.0, 4, 12]))
    4.666666666666667
    """
    if counts.size < 2 or counts.sum() == 0:
        return 1.0
    return max(1.0, float(np.var(counts, ddof=1) / counts.mean()))


def _normal(z: float) -> float:
    return 0.5 * (1 + erf(z / sqrt(2)))
