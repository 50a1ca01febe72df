"""What forecasts that look at the same days are worth together."""

from collections.abc import Sequence

import numpy as np


def effective_number(starts: Sequence[float], length: float) -> float:
    """As how many independent forecasts these count, from 1 to ``len(starts)``; 0 without any.

    Each begins at one of ``starts`` and looks ``length`` ahead, in the same unit. Two whose
    stretches share a part ``r`` of their days are taken to be correlated by ``r``, which is exact
    for sums of independent days and more than that for whether a range held; the variance of
    their mean then is that of ``n**2`` over the sum of all those shares (Kish 1965).
    """
    if not len(starts):
        return 0.0
    at = np.asarray(starts, dtype=float)
    shared = np.maximum(1 - np.abs(at[:, None] - at[None, :]) / length, 0)
    return float(len(at) ** 2 / shared.sum())
