"""What forecasts that look at the same days are worth together."""

from collections.abc import Sequence

import numpy as np

from numerics.contracts import Array, Number, takes

__all__ = ["effective_number"]


@takes(starts=Array("forecasts", listed=True), length=Number(above=0))
def effective_number(starts: Sequence[float], length: float) -> float:
    """Return as how many independent forecasts these count.

    Parameters
    ----------
    starts : sequence of float
        When each begins.
    length : float
        How far each looks ahead, in the same unit.

    Returns
    -------
    float
        From 1 to ``len(starts)``; 0 without any.

    Notes
    -----
    Two whose stretches share a part ``r`` of their days are taken to be correlated by ``r``, which
    is exact for sums of independent days and more than that for whether a range held; the variance
    of their mean then is that of ``n**2`` over the sum of all those shares [1]_.

    References
    ----------
    .. [1] Kish, L. (1965). Survey Sampling. Wiley.

    Examples
    --------
    Three of four weeks that begin each week, and three that begin when the one before is over:

    >>> round(effective_number([0, 7, 14], 28), 2), effective_number([0, 28, 56], 28)
    (1.29, 3.0)
    """
    if not len(starts):
        return 0.0
    at = np.asarray(starts, dtype=float)
    # Every forecast with every other, itself included: a square of the parts they share.
    shared = np.maximum(1 - np.abs(at[:, None] - at[None, :]) / length, 0)
    return float(len(at) ** 2 / shared.sum())
