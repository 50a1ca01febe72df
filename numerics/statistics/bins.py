"""Bins that a distribution is counted in: few, with round edges, each holding its upper end."""

from math import ceil, floor, log2, log10

import numpy as np

from numerics.statistics.interval import Floats

MOST = 10
STEPS = (1, 2, 5, 10, 20)
WHOLE_STEPS = (1, 2, 3, 4, 5, 10, 20)
NEARLY = 9  # digits; 0.3 / 0.1 is three


def doubling(most: float) -> Floats:
    """Return edges from 0 to `most` or beyond, doubling from a half on: 0, ½, 1, 2, 4 …

    Durations are skewed: equal steps of their logarithm show the short and the long ones alike.
    """
    last = max(0, ceil(log2(most))) if most > 0 else 0
    first = max(-1, last + 1 - MOST)
    return np.concatenate(([0.0], 2.0 ** np.arange(first, last + 1)))


def even(low: float, high: float) -> Floats:
    """Return edges of equal steps of 1, 2 or 5 times a power of ten that hold low and high."""
    high = high if high > low else low + 1
    power = 10.0 ** floor(log10((high - low) / MOST))
    return next(one for step in STEPS if (one := _edges(low, high, step * power)).size <= MOST + 1)


def whole(low: float, high: float) -> Floats:
    """Return edges halfway between whole numbers, as many of them in each bin."""
    if high - low < MOST:
        return np.arange(low, high + 2) - 0.5
    power = 10.0 ** floor(log10((high - low) / MOST))
    steps = (step * power for step in WHOLE_STEPS)
    wide = (_edges(low, high + 1, step) for step in steps)
    return next(one for one in wide if one.size <= MOST + 1) - 0.5


def counted(values: Floats, edges: Floats) -> list[int]:
    """Return how many values lie in each bin, upper ends included, nothing left over."""
    place = np.searchsorted(edges, values, side="left") - 1
    return np.bincount(np.clip(place, 0, edges.size - 2), minlength=edges.size - 1).tolist()


def _edges(low: float, high: float, step: float) -> Floats:
    first, last = floor(round(low / step, NEARLY)), ceil(round(high / step, NEARLY))
    return np.round(step * np.arange(first, last + 1), NEARLY)
