"""How many points the next sprints will deliver.

Delivered points come in lumps and often as nought, so no distribution is assumed: worlds of the
Bayesian bootstrap over the team's own sprints, newer ones heavier (half as heavy every twelve),
each coming sprint one of them, times a level that drifts. Ranges are recalibrated as for counts.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from numerics.contracts import Array, Instance, Maybe, Number, takes
from numerics.forecasting.count import DRAWS, SEED, SEVERAL
from numerics.forecasting.levels import LEAST_STRETCHES, past_stretches
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory
from numerics.forecasting.throughput import dirichlet, recency_weights

__all__ = ["LEAST_SPRINTS", "forecast_points"]

LEAST_SPRINTS = 4
HALF_LIFE = 12.0
FIRST_DRIFT, LATER_DRIFT = 0.4, 0.3
SPRINTS_LOOKED_AT = 104

DELIVERED = Array("sprints", Number(low=0), listed=True)


@takes(
    delivered=DELIVERED,
    sprints=SEVERAL,
    seed=SEED,
    recalibration=Maybe(Instance(Recalibration)),
    draws=SEVERAL,
)
def forecast_points(
    delivered: Sequence[float],
    sprints: int = 1,
    *,
    seed: int,
    recalibration: Recalibration | None = None,
    draws: int = DRAWS,
) -> CountForecast:
    """Forecast the points that the next sprints will deliver together.

    Parameters
    ----------
    delivered : sequence of float
        The points of each of the team's past sprints, oldest first.
    sprints : int
        How many sprints to look ahead.
    seed : int
        The same inputs and seed give the same forecast.
    recalibration : Recalibration, optional
        What ranges of that horizon have learned from their misses.
    draws : int
        The possible futures to draw.

    Returns
    -------
    CountForecast
        Frozen, in points.

    Raises
    ------
    NotEnoughHistory
        Under four past sprints, or under three past stretches of that length.
    ValueError
        For negative points or no sprints.

    Notes
    -----
    The Bayesian bootstrap [1]_ over the team's own sprints, times a level that drifts.

    References
    ----------
    .. [1] Rubin, D. B. (1981). The Bayesian bootstrap. The Annals of Statistics 9(1), 130-134.

    Examples
    --------
    >>> found = forecast_points([20.0] * 10, seed=1)
    >>> found.n, found.median
    (10, 20.0)
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
    # Each die against all cumulated weights of its world: how many it passes is whom it draws. The
    # last weight is one and isn't looked at, or the last bits of it might be passed as well.
    drawn = (dice[:, :, None] > reach[:, None, :-1]).sum(axis=2)
    scales = np.r_[FIRST_DRIFT, np.full(sprints - 1, LATER_DRIFT)]
    drift = np.cumsum(rng.standard_normal((size, sprints)) * scales, axis=1)
    futures: npt.NDArray[np.float64] = past[drawn] * np.exp(drift)
    return futures
