"""Bins that a distribution is counted in: few, with round edges, each holding its upper end."""

from math import ceil, floor, log2, log10

import numpy as np

from numerics.contracts import Array, Number, takes
from numerics.statistics.interval import Floats

__all__ = ["MOST", "counted", "doubling", "even", "whole"]

MOST = 10
STEPS = (1, 2, 5, 10, 20)
WHOLE_STEPS = (1, 2, 3, 4, 5, 10, 20)
NEARLY = 9  # digits; 0.3 / 0.1 is three


@takes(most=Number(low=0))
def doubling(most: float) -> Floats:
    """Return edges that double from a half on, up to the greatest value or beyond.

    Durations are skewed: equal steps of their logarithm show the short and the long ones alike.

    Parameters
    ----------
    most : float
        The greatest value to hold.

    Returns
    -------
    ndarray
        The edges, 0 first, eleven at most, shape (bins + 1,).

    Examples
    --------
    >>> doubling(13).tolist()
    [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0]
    """
    last = max(0, ceil(log2(most))) if most > 0 else 0
    first = max(-1, last + 1 - MOST)
    return np.concatenate(([0.0], 2.0 ** np.arange(first, last + 1)))


@takes(low=Number(at_most="high"), high=Number())
def even(low: float, high: float) -> Floats:
    """Return edges of equal steps of 1, 2 or 5 times a power of ten.

    Parameters
    ----------
    low, high : float
        The ends of what has to be held; where they are one, the bins reach to one more.

    Returns
    -------
    ndarray
        The edges, eleven at most, shape (bins + 1,).

    Examples
    --------
    >>> even(0.0, 0.7).tolist()
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    """
    high = high if high > low else low + 1
    power = 10.0 ** floor(log10((high - low) / MOST))
    return next(one for step in STEPS if (one := _edges(low, high, step * power)).size <= MOST + 1)


@takes(low=Number(at_most="high"), high=Number())
def whole(low: float, high: float) -> Floats:
    """Return edges halfway between whole numbers, as many of them in each bin.

    Parameters
    ----------
    low, high : float
        The least and the greatest whole number to hold.

    Returns
    -------
    ndarray
        The edges, eleven at most, shape (bins + 1,).

    Examples
    --------
    >>> whole(0, 3).tolist()
    [-0.5, 0.5, 1.5, 2.5, 3.5]
    """
    if high - low < MOST:
        return np.arange(low, high + 2) - 0.5
    power = 10.0 ** floor(log10((high - low) / MOST))
    steps = (step * power for step in WHOLE_STEPS)
    wide = (_edges(low, high + 1, step) for step in steps)
    return next(one for one in wide if one.size <= MOST + 1) - 0.5


@takes(values=Array("values"), edges=Array("edges>=2", ascending=True))
def counted(values: Floats, edges: Floats) -> list[int]:
    """Return how many values lie in each bin, upper ends included, nothing left over.

    Parameters
    ----------
    values : ndarray
        What is counted, shape (values,).
    edges : ndarray
        The edges of the bins, ascending, shape (bins + 1,).

    Returns
    -------
    list of int
        A count for each bin; what lies beyond the first or last edge counts in the bin there.

    Examples
    --------
    >>> counted(np.array([0.2, 0.5, 3.0, 99.0]), doubling(4))
    [2, 0, 0, 2]
    """
    # On the left side a value that is an edge comes before it: into the bin that ends there.
    place = np.searchsorted(edges, values, side="left") - 1
    counts: list[int] = np.bincount(
        np.clip(place, 0, edges.size - 2), minlength=edges.size - 1
    ).tolist()
    return counts


def _edges(low: float, high: float, step: float) -> Floats:
    first, last = floor(round(low / step, NEARLY)), ceil(round(high / step, NEARLY))
    return np.round(step * np.arange(first, last + 1), NEARLY)
