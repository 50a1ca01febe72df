"""An interval, and the one that draws give."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics.contracts import Array, Number, takes

__all__ = ["LEVEL", "Floats", "Interval", "Z", "of_draws"]

Floats = NDArray[np.float64]

LEVEL = 0.90  # of every interval of a report, unless it says otherwise
Z = 1.6448536269514722  # the normal quantile that belongs to it


@dataclass(frozen=True, slots=True)
class Interval:
    """From low to high, both in the unit of the value, at a level such as 0.90."""

    low: float
    high: float
    level: float = LEVEL

    @property
    def width(self) -> float:
        return self.high - self.low

    @takes(value=Number(finite=False))
    def holds(self, value: float) -> bool:
        """Return whether the value lies within, ends included.

        Parameters
        ----------
        value : float
            In the unit of the ends.

        Returns
        -------
        bool
            Whether it does.
        """
        return self.low <= value <= self.high


@takes(draws=Array("resamples>=1", Number(finite=False)), level=Number(above=0, below=1))
def of_draws(draws: Floats, level: float = LEVEL) -> Interval:
    """Return the percentile interval of draws.

    Parameters
    ----------
    draws : ndarray
        The value in each resample, finite or infinite, shape (resamples,).
    level : float
        The share of the draws that it holds.

    Returns
    -------
    Interval
        Between two of the draws, with as many of the rest below it as above it.

    Notes
    -----
    The quantile is an actual draw (Hyndman and Fan's first [1]_), as nothing lies between a finite
    draw and an infinite one.

    References
    ----------
    .. [1] Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. The American
       Statistician 50(4), 361-365.

    Examples
    --------
    >>> of_draws(np.arange(1.0, 101.0))
    Interval(low=5.0, high=95.0, level=0.9)
    """
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], method="inverted_cdf")
    return Interval(float(low), float(high), level)
