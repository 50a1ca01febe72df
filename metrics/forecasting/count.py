"""How many will be finished by then."""

import numpy as np

from metrics.forecasting.history import BUSY_WEEKS, LEAST_WEEKS, History
from metrics.forecasting.ranges import CountForecast, Draws
from metrics.forecasting.recalibration import Recalibration
from metrics.forecasting.refusal import NotEnoughHistory
from metrics.forecasting.throughput import weekly_futures

LEAST_COMPLETIONS = 15
DRAWS = 2_000
HORIZONS = (14, 28, 91)
FARTHEST = 7 * 104


def forecast_count(
    history: History,
    days: int,
    *,
    seed: int,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
) -> CountForecast:
    """Completions within the next ``days`` days, as a frozen forecast in stories.

    Same history, days, seed and recalibration, same forecast. Raises NotEnoughHistory under six
    weeks or under fifteen completions in the last twelve, ValueError for a horizon that isn't
    between a day and two years. The method is described in ``throughput`` and ``recalibration``.
    """
    return CountForecast(
        draws=count_draws(history, days, seed=seed, draws=draws),
        n=len(history.weeks),
        recalibration=recalibration or Recalibration(),
        days=days,
    )


def count_draws(history: History, days: int, *, seed: int, draws: int = DRAWS) -> Draws:
    """The totals of the possible futures, sorted, shape (draws,)."""
    if not 1 <= days <= FARTHEST:
        raise ValueError(f"A forecast reaches from 1 to {FARTHEST} days, not {days}.")
    require_enough(history)
    rng = np.random.default_rng([seed, days, len(history.days)])
    futures = weekly_futures(history.weeks, days / 7, draws, rng)
    return np.sort(futures.sum(axis=1)).astype(float)


def require_enough(history: History) -> None:
    weeks = len(history.weeks)
    if weeks < LEAST_WEEKS:
        raise NotEnoughHistory(
            f"Not enough data: {weeks} whole weeks of history, {LEAST_WEEKS} are needed."
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
