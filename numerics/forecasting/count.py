"""How many will be finished by then."""

import math
from collections.abc import Mapping

import numpy as np

from numerics.contracts import Instance, Mapped, Maybe, Number, OneOf, takes, unchecked
from numerics.forecasting.history import BUSY_WEEKS, LEAST_WEEKS, History
from numerics.forecasting.levels import LEAST_STRETCHES, past_stretches
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory
from numerics.forecasting.throughput import Counts, weekly_futures

__all__ = [
    "DRAWS",
    "FARTHEST",
    "HORIZONS",
    "forecast_count",
    "forecast_fan",
    "nearest_horizon",
]

LEAST_COMPLETIONS = 15
DRAWS = 2_000
HORIZONS = (14, 28, 91)
FARTHEST = 7 * 104

HISTORY, RECALIBRATION = Instance(History), Instance(Recalibration)
SEVERAL, SEED, CAPACITY = Number(low=1, whole=True), Number(low=0, whole=True), Number(above=0)


@takes(
    history=HISTORY,
    days=SEVERAL,
    seed=SEED,
    capacity=CAPACITY,
    recalibration=Maybe(RECALIBRATION),
    draws=SEVERAL,
)
def forecast_count(
    history: History,
    days: int,
    *,
    seed: int,
    capacity: float = 1.0,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
) -> CountForecast:
    """Forecast how many stories will be completed within so many days.

    Parameters
    ----------
    history : History
        What the team finished day by day, up to yesterday.
    days : int
        How far to look ahead, from a day to two years.
    seed : int
        The same inputs and seed give the same forecast.
    capacity : float
        The person-days the team has, over what it usually has: 0.8 with one of five away.
    recalibration : Recalibration, optional
        What ranges of that horizon have learned from their misses.
    draws : int
        The possible futures to draw.

    Returns
    -------
    CountForecast
        Frozen, in stories.

    Raises
    ------
    NotEnoughHistory
        Under six weeks, under three past stretches of that length, under fifteen completions in the
        last twelve weeks, or for a horizon over two years.
    ValueError
        For a horizon under a day, or no capacity.

    Notes
    -----
    The method is described in ``throughput`` and ``recalibration``.

    Examples
    --------
    A team that finishes one story a day, looked at for a fortnight:

    >>> found = forecast_count(History(np.ones(140, dtype=int)), 14, seed=20)
    >>> found.median, found.level
    (14.0, 0.9)
    """
    return CountForecast(
        draws=count_draws(history, days, seed=seed, capacity=capacity, draws=draws),
        n=stretches(history, days),
        recalibration=recalibration or Recalibration(),
        days=days,
    )


@takes(
    history=HISTORY,
    weeks=SEVERAL,
    seed=SEED,
    capacity=CAPACITY,
    recalibrations=Maybe(Mapped(OneOf(*HORIZONS), RECALIBRATION)),
    draws=SEVERAL,
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
    """Forecast the completions by the end of each of the next weeks, all from the same futures.

    For a chart that widens: each week lies on top of the one before.

    Parameters
    ----------
    history : History
        What the team finished day by day, up to yesterday.
    weeks : int
        How far to look ahead.
    seed : int
        The same inputs and seed give the same forecast.
    capacity : float
        As in `forecast_count`.
    recalibrations : mapping of int to Recalibration, optional
        By the horizon in days, one of ``HORIZONS``.
    draws : int
        The possible futures to draw.

    Returns
    -------
    tuple of CountForecast
        One for each week.

    Raises
    ------
    NotEnoughHistory
        As by `forecast_count` for the last week.

    Examples
    --------
    >>> fan = forecast_fan(History(np.ones(140, dtype=int)), 3, seed=20)
    >>> [week.median for week in fan]
    [7.0, 14.0, 21.0]
    """
    known = recalibrations or {}
    nearest = unchecked(nearest_horizon)
    # Summed along each future, so that no week of one holds less than the week before.
    by_week = futures_of(history, 7 * weeks, seed, capacity, draws).cumsum(axis=1)
    return tuple(
        CountForecast(
            draws=np.sort(by_week[:, week - 1]).astype(float),
            n=stretches(history, 7 * week),
            recalibration=known.get(nearest(7 * week), Recalibration()),
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


@takes(days=Number(above=0))
def nearest_horizon(days: int) -> int:
    """Return the horizon whose record of hits speaks for a forecast.

    Parameters
    ----------
    days : int
        How far the forecast looks ahead.

    Returns
    -------
    int
        The one of ``HORIZONS`` that is nearest by ratio.

    Examples
    --------
    >>> [nearest_horizon(days) for days in (1, 19, 20, 51, 365)]
    [14, 14, 28, 91, 91]
    """
    return min(HORIZONS, key=lambda horizon: abs(np.log(horizon / days)))
