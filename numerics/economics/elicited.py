"""A 90 % range as people give it, as a distribution to draw from."""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from numerics.contracts import Flag, Instance, Number, holds, takes
from numerics.statistics.interval import Floats, Z

__all__ = ["LARGEST", "Elicited"]

LARGEST = 1e15  # beyond it the cents of a sum are lost
WIDEST = 1e9  # times the low end: a range wider than that reaches nought

END = Number(low=-LARGEST, high=LARGEST)


@holds(low=Number(low=-LARGEST, high=LARGEST, at_most="high"), high=END, is_signed=Flag())
@dataclass(frozen=True, slots=True)
class Elicited:
    """A range that holds the truth nine times of ten: 5 % lie below it and 5 % above.

    Parameters
    ----------
    low, high : float
        Its ends, in the unit of the amount, of a size up to 1e15; equal ends are a known amount.
    is_signed : bool
        Whether the amount can be negative: a value can, a cost or a time can't.

    Notes
    -----
    Of a range on one side of nought the logarithm is normal: amounts of money and time are products
    of many things and skewed to the right [1]_, and two ends fix a lognormal without a third
    number that nobody gave, as the shape of a beta-PERT or the middle of a metalog would be. One
    that reaches nought, or is a billion times as high as it is low, has no logarithm to speak of:
    there the amount itself is normal, and what can't be negative is nought where that would be.
    The ends stay the 5 % and the 95 % quantile in each case.

    A lognormal's mean says more of the tail that nobody looked at than of the range, so nothing
    here tells means: medians and quantiles only.

    References
    ----------
    .. [1] Limpert, E., Stahel, W. A. and Abbt, M. (2001). Log-normal distributions across the
       sciences: keys and clues. BioScience 51(5), 341-352.

    Examples
    --------
    >>> Elicited(100, 400).median
    200.0
    >>> Elicited(-100, 300).median
    100.0
    """

    low: float
    high: float
    is_signed: bool = True

    @property
    def is_skewed(self) -> bool:
        """Whether its logarithm is normal, up to the sign."""
        near, far = sorted((abs(self.low), abs(self.high)))
        return (self.low > 0 or self.high < 0) and far <= WIDEST * near

    @property
    def median(self) -> float:
        """The amount that is passed as often as not."""
        if self.is_skewed:
            sign = 1 if self.low > 0 else -1
            size = exp((log(abs(self.low)) + log(abs(self.high))) / 2)
            return float(sign * float(f"{size:.12g}"))
        return self._floored((self.low + self.high) / 2)

    @takes(rng=Instance(np.random.Generator), draws=Number(low=1, whole=True))
    def draws(self, rng: np.random.Generator, draws: int) -> Floats:
        """Draw amounts.

        Parameters
        ----------
        rng : numpy.random.Generator
            The dice.
        draws : int
            How many, at least one.

        Returns
        -------
        ndarray
            In the unit of the ends, shape (draws,). The same dice give draws that rise with the
            ends.

        Examples
        --------
        >>> Elicited(5, 5).draws(np.random.default_rng(1), 3).tolist()
        [5.0, 5.0, 5.0]
        """
        scores = rng.standard_normal(draws)
        if self.low == self.high:
            return np.full(draws, self._floored(self.low))
        if self.is_skewed:
            sign = 1.0 if self.low > 0 else -1.0
            ends = np.log([abs(self.low), abs(self.high)]) * sign
            middle, spread = ends.mean(), (ends[1] - ends[0]) / (2 * Z)
            return np.asarray(sign * np.exp(sign * (middle + spread * scores)))
        spread = (self.high - self.low) / (2 * Z)
        amounts = (self.low + self.high) / 2 + spread * scores
        return np.asarray(amounts if self.is_signed else np.maximum(amounts, 0.0))

    def _floored(self, amount: float) -> float:
        return float(amount if self.is_signed else max(amount, 0.0))
