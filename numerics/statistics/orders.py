"""Intervals that need nothing but the order of what was seen."""

from itertools import accumulate
from math import comb

import numpy as np

from numerics.contracts import Array, Number, takes
from numerics.statistics.interval import LEVEL, Floats, Interval

__all__ = ["median_interval"]


@takes(values=Array("values"), level=Number(above=0, below=1))
def median_interval(values: Floats, level: float = LEVEL) -> Interval | None:
    """Return two of the values, as many from either end, between which the median lies.

    Parameters
    ----------
    values : ndarray
        What was seen, in any order, shape (values,).
    level : float
        The chance with which the interval holds the median, at least.

    Returns
    -------
    Interval or None
        The two values; None where so few can't promise the level.

    Notes
    -----
    Whatever the distribution: each value lies below the median with a chance of a half, so how many
    do is binomial [1]_.

    References
    ----------
    .. [1] Conover, W. J. (1999). Practical Nonparametric Statistics, 3rd edition, section 3.2.
       Wiley.

    Examples
    --------
    Of ten values, the median lies between the second and the ninth with a chance of 97.9 %, and
    between the third and the eighth with one of 89.1 %:

    >>> median_interval(np.arange(1.0, 11.0))
    Interval(low=2.0, high=9.0, level=0.9)
    """
    n, ordered = len(values), np.sort(values)
    # Whole numbers of Python's own: from 65 values on numpy's are too short for the sums.
    ways = list(accumulate(comb(n, k) for k in range(n // 2)))
    missed = np.array([some / 2**n for some in ways])
    # missed[k] is the chance that k values or fewer lie below the median, so as many places as are
    # no more than the tail can be cut off at either end.
    cut = int(np.searchsorted(missed, (1 - level) / 2, side="right"))
    return Interval(float(ordered[cut - 1]), float(ordered[n - cut]), level) if cut else None
