"""When so many will be finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from numerics.forecasting.count import DRAWS, FARTHEST, require_enough, stretches
from numerics.forecasting.history import History
from numerics.forecasting.ranges import Forecast, quantile
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.throughput import Counts, weekly_futures


@dataclass(frozen=True, eq=False, kw_only=True)
class WhenForecast(Forecast):
    """Days until ``remaining`` stories are done; ``inf`` where two years don't suffice."""

    remaining: int

    def chance_within(self, days: int) -> float:
        """P(all done within so many days)."""
        return float((self.draws <= days).mean())

    def summary(self) -> dict[str, object]:
        return {"remaining": self.remaining, **super().summary()}


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
    """Days until ``remaining`` stories, and what will be added to them, are finished.

    ``growth`` holds the team's own past scopes: final size over first size, one per finished
    scope; each future draws one of them, or none at all, all alike. Without any the scope is
    taken as fixed. ``capacity`` is as in ``forecast_count``; ``recalibration`` should be the one
    of ``nearest_horizon`` to the expected number of days. ``futures`` are those of
    ``long_futures``, where many scopes are asked about: drawn once, the larger scope is never
    done before the smaller. Raises NotEnoughHistory as ``forecast_count`` does for that number of
    days, ValueError for negative ``remaining`` or ``growth`` and for no capacity.
    """
    if remaining < 0 or any(ratio < 0 for ratio in growth):
        raise ValueError("Neither what remains nor its growth can be below nought.")
    if not capacity > 0:
        raise ValueError("A team without capacity needs no forecast.")
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


def long_futures(
    history: History, *, seed: int, capacity: float = 1.0, draws: int = DRAWS
) -> Counts:
    """Completions of each week of the next two years, shape (draws, 104).

    Raises as ``forecast_when`` does.
    """
    if not capacity > 0:
        raise ValueError("A team without capacity needs no forecast.")
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
    return known[rng.integers(len(known), size=size)]


def days_until(
    futures: npt.NDArray[np.int64], scope: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The day each future has finished its scope: evenly spread within the week it happens."""
    finished = futures.cumsum(axis=1)
    reached = finished >= scope[:, None]
    week = reached.argmax(axis=1)
    rows = np.arange(len(futures))
    during = futures[rows, week]
    missing = scope - (finished[rows, week] - during)
    day: npt.NDArray[np.float64] = np.ceil(7.0 * (week + missing / np.maximum(during, 1)))
    day[~reached.any(axis=1)] = np.inf
    day[scope <= 0] = 0.0
    return day


def on_day(start: date, days: float) -> date | None:
    """The date ``days`` after ``start``, None when it lies beyond the forecast."""
    return start + timedelta(days=days) if np.isfinite(days) else None
