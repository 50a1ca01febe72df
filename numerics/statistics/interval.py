from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def of_draws(draws: Floats, level: float = LEVEL) -> Interval:
    """Return the percentile interval of finite or infinite draws, shape (resamples,)."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], method="inverted_cdf")
    return Interval(float(low), float(high), level)
