"""How good a forecast was, once the outcome is known. Smaller is better for all but coverage."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numerics.contracts import Array, Flag, Number, takes
from numerics.forecasting.ranges import PERCENTILES, Draws, quantile

__all__ = ["brier", "coverage", "crps", "pinball", "pit", "pit_histogram"]

SHARE, FUTURES = Number(low=0, high=1), Array("draws>=1", ascending=True)


@takes(draws=FUTURES, outcome=Number())
def crps(draws: Draws, outcome: float) -> float:
    """Return the continuous ranked probability score.

    Parameters
    ----------
    draws : ndarray
        The possible futures, ascending, shape (draws,).
    outcome : float
        What came.

    Returns
    -------
    float
        The score in the unit of the outcome, nought for a forecast that was sure and right. For a
        single draw it is the absolute error.

    Notes
    -----
    The energy form mean|X - y| - mean|X - X'|/2 [1]_, the second term by ranks rather than by all
    pairs.

    References
    ----------
    .. [1] Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
       estimation. Journal of the American Statistical Association 102(477), 359-378.

    Examples
    --------
    A coin of 0 and 1 of which 0 came: a half away, less half of how far its sides lie apart:

    >>> crps(np.array([0.0, 1.0]), 0.0)
    0.25
    >>> crps(np.array([3.0]), 5.0)
    2.0
    """
    size = len(draws)
    # By how many more draws one lies above than below: summed, each pair's distance counts once.
    ranks = 2 * np.arange(1, size + 1) - size - 1
    return float(np.abs(draws - outcome).mean() - (ranks * draws).sum() / size**2)


@takes(
    draws=FUTURES,
    outcome=Number(),
    percentiles=Array("percentiles>=1", Number(low=0, high=100), listed=True),
)
def pinball(draws: Draws, outcome: float, percentiles: Sequence[int] = PERCENTILES) -> float:
    """Return the mean quantile loss over percentiles.

    Parameters
    ----------
    draws : ndarray
        The possible futures, ascending, shape (draws,).
    outcome : float
        What came.
    percentiles : sequence of int
        Those that are judged, in percent.

    Returns
    -------
    float
        The loss in the unit of the outcome.

    References
    ----------
    .. [1] Koenker, R. and Bassett, G. (1978). Regression quantiles. Econometrica 46(1), 33-50.

    Examples
    --------
    At the median it is half of the absolute error:

    >>> pinball(np.array([1.0, 2.0, 3.0]), 5.0, [50])
    1.5
    """
    shares = np.asarray(percentiles) / 100
    short = outcome - np.array([quantile(draws, share) for share in shares])
    return float(np.maximum(shares * short, (shares - 1) * short).mean())


@takes(draws=Array("draws>=1", Number(finite=False)), outcome=Number(finite=False))
def pit(draws: Draws, outcome: float) -> float:
    """Return where the outcome fell among the draws.

    Parameters
    ----------
    draws : ndarray
        The possible futures, in any order, infinite or not, shape (draws,).
    outcome : float
        What came.

    Returns
    -------
    float
        The share of the draws below it, half of the ties included, from 0 to 1.

    Notes
    -----
    The probability integral transform, uniform over many forecasts if they are calibrated [1]_;
    counts have ties.

    References
    ----------
    .. [1] Dawid, A. P. (1984). Statistical theory: the prequential approach. Journal of the Royal
       Statistical Society A 147(2), 278-292.

    Examples
    --------
    >>> pit(np.array([1.0, 2.0, 2.0, 4.0]), 2.0)
    0.5
    """
    return float((draws < outcome).mean() + (draws == outcome).mean() / 2)


@takes(chance=SHARE, happened=Flag())
def brier(chance: float, happened: bool) -> float:
    """Return the squared error of a stated chance.

    Parameters
    ----------
    chance : float
        What was said, from 0 to 1.
    happened : bool
        Whether it came.

    Returns
    -------
    float
        From 0 to 1.

    References
    ----------
    .. [1] Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly
       Weather Review 78(1), 1-3.

    Examples
    --------
    >>> round(brier(0.7, True), 2), round(brier(0.7, False), 2)
    (0.09, 0.49)
    """
    return (chance - happened) ** 2


@takes(held=Array("ranges", flags=True, listed=True))
def coverage(held: Sequence[bool]) -> float:
    """Return the share of ranges that held.

    Parameters
    ----------
    held : sequence of bool
        For each range whether it did.

    Returns
    -------
    float
        The share; NaN without any range.

    Examples
    --------
    >>> coverage([True, True, False, True])
    0.75
    """
    return float(np.mean(held)) if len(held) else float("nan")


@takes(values=Array("forecasts", SHARE, listed=True), bins=Number(low=1, whole=True))
def pit_histogram(values: Sequence[float], bins: int = 10) -> npt.NDArray[np.float64]:
    """Return the share of forecasts whose outcome fell in each part of what was foreseen.

    Parameters
    ----------
    values : sequence of float
        What `pit` says of each forecast, from 0 to 1.
    bins : int
        The equal parts.

    Returns
    -------
    ndarray
        Shares, all nought without forecasts, shape (bins,).

    Examples
    --------
    >>> pit_histogram([0.1, 0.2, 0.9, 1.0], bins=2).tolist()
    [0.5, 0.5]
    """
    counts, _ = np.histogram(values, bins=bins, range=(0, 1))
    return counts / max(len(values), 1)
