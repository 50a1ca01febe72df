"""When so many will be finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from numerics.contracts import Array, Instance, Maybe, Number, takes
from numerics.forecasting.count import (
    CAPACITY,
    DRAWS,
    FARTHEST,
    HISTORY,
    RECALIBRATION,
    SEED,
    SEVERAL,
    require_enough,
    stretches,
)
from numerics.forecasting.history import History
from numerics.forecasting.ranges import Forecast, quantile
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.throughput import Counts, weekly_futures

__all__ = ["WhenForecast", "forecast_when", "long_futures", "on_day"]

NOUGHT_OR_MORE = Number(low=0)


@dataclass(frozen=True, eq=False, kw_only=True)
class WhenForecast(Forecast):
    """Days until ``remaining`` stories are done; ``inf`` where two years don't suffice."""

    remaining: int

    @takes(days=Number())
    def chance_within(self, days: int) -> float:
        """Return how likely all of it is done within so many days.

        Parameters
        ----------
        days : int
            From the day of the forecast on.

        Returns
        -------
        float
            P(all done by then).
        """
        return float((self.draws <= days).mean())

    def summary(self) -> dict[str, object]:
        return {"remaining": self.remaining, **super().summary()}


@takes(
    history=HISTORY,
    remaining=Number(low=0, whole=True),
    seed=SEED,
    growth=Array("scopes", NOUGHT_OR_MORE, listed=True),
    capacity=CAPACITY,
    recalibration=Maybe(RECALIBRATION),
    draws=SEVERAL,
    futures=Maybe(Array("draws>=1 weeks>=1", Number(low=0, whole=True))),
)
def forecast_when(
    history: History,
    remaining: int,
    *,
    seed: int,
    growth: Sequence[float] = (),
    capacity: float = 1.0,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
    futures: Counts | None = None,
) -> WhenForecast:
    """Forecast how many days until a scope, and what will be added to it, is finished.

    Parameters
    ----------
    history : History
        What the team finished day by day, up to yesterday.
    remaining : int
        The stories that are left.
    seed : int
        The same inputs and seed give the same forecast.
    growth : sequence of float
        The team's own past scopes: final size over first size, one per finished scope. Each future
        draws one of them, or none at all, all alike. Without any the scope is taken as fixed.
    capacity : float
        As in `forecast_count`.
    recalibration : Recalibration, optional
        That of the `nearest_horizon` to the expected number of days.
    draws : int
        The possible futures to draw.
    futures : ndarray, optional
        Those of `long_futures`, where many scopes are asked about, shape (draws, weeks): drawn
        once, the larger scope is never done before the smaller.

    Returns
    -------
    WhenForecast
        Frozen, in days; infinite where two years don't suffice.

    Raises
    ------
    NotEnoughHistory
        As by `forecast_count` for that number of days.
    ValueError
        For negative `remaining` or `growth` and for no capacity.

    Examples
    --------
    A team that finishes one story a day, and twenty that are left:

    >>> found = forecast_when(History(np.ones(140, dtype=int)), 20, seed=20)
    >>> found.median, round(found.chance_within(28), 1)
    (21.0, 0.9)
    """
    require_enough(history, 1)
    rng = np.random.default_rng([seed, remaining, len(history.days)])
    if futures is None:
        futures = weekly_futures(history.weeks, FARTHEST / 7, draws, rng, capacity=capacity)
    scope = np.ceil(remaining * grown(growth, len(futures), rng))
    found = np.sort(days_until(futures, scope))
    require_enough(history, quantile(found, 0.5))
    return WhenForecast(
        draws=found,
        n=stretches(history, quantile(found, 0.5)),
        recalibration=recalibration or Recalibration(),
        remaining=remaining,
    )


@takes(history=HISTORY, seed=SEED, capacity=CAPACITY, draws=SEVERAL)
def long_futures(
    history: History, *, seed: int, capacity: float = 1.0, draws: int = DRAWS
) -> Counts:
    """Return the completions of each week of the next two years in many possible futures.

    Parameters
    ----------
    history : History
        What the team finished day by day, up to yesterday.
    seed : int
        The same inputs and seed give the same forecast.
    capacity : float
        As in `forecast_count`.
    draws : int
        The possible futures to draw.

    Returns
    -------
    ndarray
        Counts, shape (draws, 104).

    Raises
    ------
    NotEnoughHistory
        Under six weeks, or under fifteen completions in the last twelve.

    Examples
    --------
    >>> long_futures(History(np.ones(140, dtype=int)), seed=20, draws=100).shape
    (100, 104)
    """
    require_enough(history, 1)
    rng = np.random.default_rng([seed, len(history.days)])
    return weekly_futures(history.weeks, FARTHEST / 7, draws, rng, capacity=capacity)


def grown(growth: Sequence[float], size: int, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A factor on the scope for each future, shape (size,)."""
    if not growth:
        return np.ones(size)
    ratios = np.asarray(growth, dtype=float)
    # "No growth" stays possible: from one example nobody knows that it will repeat.
    known = np.r_[ratios, 1.0]
    drawn: npt.NDArray[np.float64] = known[rng.integers(len(known), size=size)]
    return drawn


def days_until(
    futures: npt.NDArray[np.int64], scope: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The day each future has finished its scope: evenly spread within the week it happens."""
    finished = futures.cumsum(axis=1)
    reached = finished >= scope[:, None]
    week = reached.argmax(axis=1)  # the first; 0 where there is none, which is put right below
    rows = np.arange(len(futures))
    during = futures[rows, week]  # of each future its own week
    missing = scope - (finished[rows, week] - during)
    day: npt.NDArray[np.float64] = np.ceil(7.0 * (week + missing / np.maximum(during, 1)))
    day[~reached.any(axis=1)] = np.inf
    day[scope <= 0] = 0.0
    return day


@takes(start=Instance(date), days=Number(low=0, finite=False))
def on_day(start: date, days: float) -> date | None:
    """Return the date so many days later.

    Parameters
    ----------
    start : date
        The day to count from.
    days : float
        How many; infinite beyond the forecast.

    Returns
    -------
    date or None
        The day; None when it lies beyond the forecast.

    Examples
    --------
    >>> on_day(date(2024, 2, 28), 2), on_day(date(2024, 2, 28), float("inf"))
    (datetime.date(2024, 3, 1), None)
    """
    return start + timedelta(days=days) if np.isfinite(days) else None
