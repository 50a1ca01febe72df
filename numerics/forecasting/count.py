"""How many will be finished by then."""

import math
from collections.abc import Mapping

import numpy as np

from numerics.forecasting.history import BUSY_WEEKS, LEAST_WEEKS, History
from numerics.forecasting.levels import LEAST_STRETCHES, past_stretches
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory
from numerics.forecasting.throughput import Counts, weekly_futures

LEAST_COMPLETIONS = 15
DRAWS = 2_000
HORIZONS = (14, 28, 91)
FARTHEST = 7 * 104


def forecast_count(
    history: History,
    days: int,
    *,
    seed: int,
    capacity: float = 1.0,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
) -> CountForecast:
    """Completions within the next ``days`` days, as a frozen forecast in stories.

    ``capacity`` is the person-days the team has, over what it usually has: 0.8 with one of five
    away. Same inputs and seed, same forecast. Raises NotEnoughHistory under six
    weeks, under three past stretches of that length, under fifteen completions in the last twelve
    weeks, or for a horizon over two years; ValueError for one under a day. The method is described
    in ``throughput`` and ``recalibration``.
    """
    return CountForecast(
        draws=count_draws(history, days, seed=seed, capacity=capacity, draws=draws),
        n=stretches(history, days),
        recalibration=recalibration or Recalibration(),
        days=days,
    )


def forecast_fan(
    history: History,
    weeks: int,
    *,
    seed: int,
    capacity: float = 1.0,
    recalibrations: Mapping[int, Recalibration] | None = None,
    draws: int = DRAWS,
) -> tuple[CountForecast, ...]:
    """Completions by the end of each of the next ``weeks`` weeks, all from the same futures.

    For a chart that widens: each week lies on top of the one before. ``recalibrations`` by
    horizon in days (``HORIZONS``). Raises as ``forecast_count`` does for the last week.
    """
    known = recalibrations or {}
    by_week = futures_of(history, 7 * weeks, seed, capacity, draws).cumsum(axis=1)
    return tuple(
        CountForecast(
            draws=np.sort(by_week[:, week - 1]).astype(float),
            n=stretches(history, 7 * week),
            recalibration=known.get(nearest_horizon(7 * week), Recalibration()),
            days=7 * week,
        )
        for week in range(1, weeks + 1)
    )


def count_draws(
    history: History, days: int, *, seed: int, capacity: float = 1.0, draws: int = DRAWS
) -> Draws:
    """The totals of the possible futures, sorted, shape (draws,)."""
    return np.sort(futures_of(history, days, seed, capacity, draws).sum(axis=1)).astype(float)


def futures_of(history: History, days: int, seed: int, capacity: float, draws: int) -> Counts:
    """Completions per coming week, shape (draws, weeks), once the question makes sense."""
    if days < 1:
        raise ValueError(f"A forecast reaches a day ahead or more, not {days}.")
    if not capacity > 0:
        raise ValueError("A team without capacity needs no forecast.")
    if days > FARTHEST:
        raise NotEnoughHistory(
            f"Not enough data: no past says what comes in {days:.0f} days; "
            f"a forecast reaches {FARTHEST}, two years."
        )
    require_enough(history, days)
    rng = np.random.default_rng([seed, days, len(history.days)])
    return weekly_futures(history.weeks, days / 7, draws, rng, capacity=capacity)


def stretches(history: History, days: float) -> int:
    """The ``n`` of a forecast. Beyond the longest horizon that was measured it stays the same."""
    return past_stretches(len(history.weeks), min(days, HORIZONS[-1]) / 7)


def weeks_needed(days: float) -> int:
    """Whole weeks that hold three stretches of the length asked for."""
    return math.ceil(min(days, HORIZONS[-1]) / 7) + LEAST_STRETCHES - 1


def require_enough(history: History, days: float) -> None:
    weeks = len(history.weeks)
    needed = max(LEAST_WEEKS, weeks_needed(days))
    if weeks < needed:
        raise NotEnoughHistory(
            f"Not enough data: {weeks} whole weeks of history, {needed} are needed "
            "to look that far ahead."
        )
    recent = int(history.flow[-7 * BUSY_WEEKS :].sum())
    if recent < LEAST_COMPLETIONS:
        raise NotEnoughHistory(
            f"Not enough data: {recent} stories finished in the last {BUSY_WEEKS} weeks, "
            f"{LEAST_COMPLETIONS} are needed."
        )


def nearest_horizon(days: int) -> int:
    """The horizon whose record of hits speaks for a forecast of ``days`` days."""
    return min(HORIZONS, key=lambda horizon: abs(np.log(horizon / days)))
