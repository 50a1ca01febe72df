"""Intervals that need nothing but the order of what was seen."""

from math import comb

import numpy as np

from numerics.statistics.interval import LEVEL, Floats, Interval


def median_interval(values: Floats, level: float = LEVEL) -> Interval | None:
    """Return the two values, as many from either end, between which the median lies.

    Whatever the distribution, at least with the level's chance, by the binomial of n halves;
    None where so few values can't promise it. Source: Conover 1999, 3.2.
    """
    n, ordered = len(values), np.sort(values)
    missed = np.cumsum([comb(n, k) for k in range(n // 2)]) / 2**n
    cut = int(np.searchsorted(missed, (1 - level) / 2, side="right"))
    return Interval(float(ordered[cut - 1]), float(ordered[n - cut]), level) if cut else None
