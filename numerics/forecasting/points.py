"""How many points the next sprints will deliver.

Delivered points come in lumps and often as nought, so no distribution is assumed: worlds of the
Bayesian bootstrap over the team's own sprints, newer ones heavier (half as heavy every twelve),
each coming sprint one of them, times a level that drifts. Ranges are recalibrated as for counts.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numerics.forecasting.count import DRAWS
from numerics.forecasting.levels import LEAST_STRETCHES, past_stretches
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory
from numerics.forecasting.throughput import dirichlet, recency_weights

LEAST_SPRINTS = 4
HALF_LIFE = 12.0
FIRST_DRIFT, LATER_DRIFT = 0.4, 0.3
SPRINTS_LOOKED_AT = 104


def forecast_points(
    delivered: Sequence[float],
    sprints: int = 1,
    *,
    seed: int,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
) -> CountForecast:
    """Points delivered by the next ``sprints`` sprints together.

    ``delivered`` holds the points of the team's past sprints, oldest first. Raises
    NotEnoughHistory under four of them or under three past stretches of that length, ValueError
    for negative points or no sprints.
    """
    return CountForecast(
        draws=points_draws(delivered, sprints, seed=seed, draws=draws),
        n=past_stretches(len(delivered), sprints),
        recalibration=recalibration or Recalibration(),
        sprints=sprints,
    )


def points_draws(
    delivered: Sequence[float], sprints: int, *, seed: int, draws: int = DRAWS
) -> Draws:
    past = np.asarray(delivered, dtype=float)
    if sprints < 1 or (past < 0).any():
        raise ValueError("Points are never below nought, and a forecast is of one sprint or more.")
    needed = max(LEAST_SPRINTS, sprints + LEAST_STRETCHES - 1)
    if len(past) < needed:
        raise NotEnoughHistory(
            f"Not enough data: {len(past)} finished sprints, {needed} are needed."
        )
    rng = np.random.default_rng([seed, sprints, len(past)])
    coming = sprint_futures(past[-SPRINTS_LOOKED_AT:], sprints, draws, rng)
    return np.sort(np.rint(coming.sum(axis=1)))


def sprint_futures(
    past: npt.NDArray[np.float64], sprints: int, size: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Points of each coming sprint, shape (size, sprints)."""
    weights, effective = recency_weights(len(past), HALF_LIFE)
    reach = dirichlet(weights * effective, size, rng).cumsum(axis=1)
    dice = rng.random((size, sprints))
    drawn = (dice[:, :, None] > reach[:, None, :-1]).sum(axis=2)
    scales = np.r_[FIRST_DRIFT, np.full(sprints - 1, LATER_DRIFT)]
    drift = np.cumsum(rng.standard_normal((size, sprints)) * scales, axis=1)
    return past[drawn] * np.exp(drift)
