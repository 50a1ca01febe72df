"""What a forecast has to beat."""

import numpy as np
import numpy.typing as npt

from numerics.contracts import Array, Instance, Number, takes
from numerics.forecasting.history import BUSY_WEEKS
from numerics.forecasting.ranges import Draws, Forecast, Range, quantile

__all__ = ["daily_bootstrap"]

LAST_SPRINTS = 12
SEVERAL = Number(low=1, whole=True)


class PlainForecast(Forecast):
    """Ranges as most tools draw them: straight from the percentiles."""

    def _interval(self, level: float) -> Range:
        tail = (1 - level) / 2
        return Range(level, quantile(self.draws, tail), quantile(self.draws, 1 - tail))


@takes(
    days=Array("days>=1", Number(low=0, whole=True)),
    ahead=SEVERAL,
    size=SEVERAL,
    rng=Instance(np.random.Generator),
)
def daily_bootstrap(
    days: npt.NDArray[np.int64], ahead: int, size: int, rng: np.random.Generator
) -> Draws:
    """Return the Monte Carlo of most tools: days of the last twelve weeks, drawn with replacement.

    Parameters
    ----------
    days : ndarray
        The completions of each day, oldest first, shape (days,).
    ahead : int
        How many days to draw for each future.
    size : int
        How many futures to draw.
    rng : numpy.random.Generator
        The dice.

    Returns
    -------
    ndarray
        The totals, ascending, shape (size,).

    Examples
    --------
    >>> daily_bootstrap(np.ones(30, dtype=int), 14, 3, np.random.default_rng(1)).tolist()
    [14.0, 14.0, 14.0]
    """
    recent = days[-7 * BUSY_WEEKS :]
    drawn = recent[rng.integers(len(recent), size=(size, ahead))]
    return np.sort(drawn.sum(axis=1)).astype(float)


def daily_mean(days: npt.NDArray[np.int64], ahead: int) -> Draws:
    """The last twelve weeks' pace, as a single future."""
    return np.array([days[-7 * BUSY_WEEKS :].mean() * ahead])


def last_stretch(days: npt.NDArray[np.int64], ahead: int) -> Draws:
    """As many as in the stretch just over, as a single future."""
    stretch = days[-ahead:]
    return np.array([stretch.sum() * ahead / len(stretch)], dtype=float)


def sprint_bootstrap(
    delivered: npt.NDArray[np.float64], ahead: int, size: int, rng: np.random.Generator
) -> Draws:
    """The same for sprints: the last twelve, drawn with replacement."""
    recent = delivered[-LAST_SPRINTS:]
    return np.sort(recent[rng.integers(len(recent), size=(size, ahead))].sum(axis=1))


def sprint_mean(delivered: npt.NDArray[np.float64], ahead: int) -> Draws:
    return np.array([delivered[-LAST_SPRINTS:].mean() * ahead])


def last_sprint(delivered: npt.NDArray[np.float64], ahead: int) -> Draws:
    return np.array([delivered[-1] * ahead], dtype=float)
