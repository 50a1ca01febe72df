"""How good a forecast was, once the outcome is known. Smaller is better for all but coverage."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numerics.forecasting.ranges import PERCENTILES, Draws, quantile


def crps(draws: Draws, outcome: float) -> float:
    """Continuous ranked probability score, in the unit of the outcome; ``draws`` sorted, (B,).

    The energy form mean|X - y| - mean|X - X'|/2 (Gneiting and Raftery 2007), the second term by
    ranks rather than by all pairs. For a single draw it is the absolute error.
    """
    size = len(draws)
    ranks = 2 * np.arange(1, size + 1) - size - 1
    return float(np.abs(draws - outcome).mean() - (ranks * draws).sum() / size**2)


def pinball(draws: Draws, outcome: float, percentiles: Sequence[int] = PERCENTILES) -> float:
    """Mean quantile loss over the percentiles, in the unit of the outcome."""
    shares = np.asarray(percentiles) / 100
    short = outcome - np.array([quantile(draws, share) for share in shares])
    return float(np.maximum(shares * short, (shares - 1) * short).mean())


def pit(draws: Draws, outcome: float) -> float:
    """Where the outcome fell among the draws, 0 to 1; half of the ties count as below.

    Uniform over many forecasts if they are calibrated.
    """
    return float((draws < outcome).mean() + (draws == outcome).mean() / 2)


def brier(chance: float, happened: bool) -> float:
    """Squared error of a stated probability (Brier 1950)."""
    return (chance - happened) ** 2


def coverage(held: Sequence[bool]) -> float:
    """The share of ranges that held; nan without any."""
    return float(np.mean(held)) if len(held) else float("nan")


def pit_histogram(values: Sequence[float], bins: int = 10) -> npt.NDArray[np.float64]:
    """Share of PIT values per bin, shape (bins,)."""
    counts, _ = np.histogram(values, bins=bins, range=(0, 1))
    return counts / max(len(values), 1)
