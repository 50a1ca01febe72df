"""The model of a team's pace: an uncertain level that drifts, and counts that scatter around it.

An exponentially weighted negative binomial. The Bayesian bootstrap (Rubin 1981) over the last 26
weeks, the older half as heavy every six weeks, says how uncertain level and scatter are; a
random walk of the level says how far the past may still speak for the future. The walk's size is
the team's own (``drift``). Its shocks have Student's tails, since that size is itself uncertain and
regimes change, and leave the expected level where it is.
"""

import numpy as np
import numpy.typing as npt

from numerics.forecasting.drift import HALF_LIFE, WEEKS_LOOKED_AT, shocks
from numerics.forecasting.history import Days

Counts = npt.NDArray[np.int64]

TAILS = 4
# A team may come to a stop but seldom does seven times as much as before.
LEAST_LOG_LEVEL, MOST_LOG_LEVEL = -4.0, 2.0


def weekly_futures(
    weeks: Days, ahead: float, size: int, rng: np.random.Generator, *, capacity: float = 1.0
) -> Counts:
    """Completions of each coming week in ``size`` possible futures.

    ``weeks`` has shape (k,), k >= 2, oldest first; ``ahead`` is in weeks and may end within one;
    ``capacity`` is the work the team can put in, over what it usually does.
    Returns shape (size, ceil(ahead)).
    """
    lengths = week_lengths(ahead) * capacity
    mean, variance = level_and_scatter(weeks[-WEEKS_LOOKED_AT:], size, rng)
    steps = shocks(weeks, (len(lengths) + 1) // 2)
    drift = level_walk(steps, len(lengths), size, rng) * lengths
    expected = np.maximum(mean[:, None] * drift, 1e-9)
    spread = np.maximum(variance[:, None] * drift, 1.0001 * expected)
    excess = spread - expected
    # A gamma of this mean and of the variance that counting leaves over: its Poisson is a negative
    # binomial.
    rate = rng.standard_gamma(expected**2 / excess) * excess / expected
    futures: Counts = rng.poisson(rate)
    return futures


def week_lengths(ahead: float) -> npt.NDArray[np.float64]:
    """1 for each whole week ahead, then what is left of the last."""
    lengths = np.ones(int(np.ceil(ahead - 1e-9)))
    lengths[-1] = ahead - (len(lengths) - 1)
    return lengths


def level_and_scatter(
    weeks: Days, size: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean and variance of a week in ``size`` Bayesian-bootstrap worlds, shape (size,) each."""
    weights, effective = recency_weights(len(weeks), HALF_LIFE)
    worlds = dirichlet(weights * effective, size, rng)
    mean = worlds @ weeks
    variance = np.maximum(worlds @ weeks**2 - mean**2, 0)
    return mean, variance * effective / (effective - 1)


def recency_weights(count: int, half_life: float) -> tuple[npt.NDArray[np.float64], float]:
    """Weights that sum to one, newest heaviest, and the number of equal values they are worth."""
    weights = 2.0 ** (-np.arange(count)[::-1] / half_life)  # by age, the last one's nought
    effective = weights.sum() ** 2 / (weights**2).sum()
    return weights / weights.sum(), float(effective)


def dirichlet(
    concentration: npt.NDArray[np.float64], size: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    gammas = rng.standard_gamma(concentration, size=(size, len(concentration)))
    shares: npt.NDArray[np.float64] = gammas / gammas.sum(axis=1, keepdims=True)
    return shares


def level_walk(
    scales: npt.NDArray[np.float64], weeks: int, size: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Factors on the level for each coming week, shape (size, weeks): one shock a fortnight."""
    turbulence = np.sqrt(TAILS / rng.chisquare(TAILS, size=(size, 1)))
    shocks = rng.standard_normal((size, len(scales))) * turbulence * scales
    # exp() of a symmetric walk would raise the expected level week by week: half the variance off.
    logs = np.cumsum(shocks, axis=1) - np.cumsum(scales**2) / 2
    factors = np.exp(np.clip(logs, LEAST_LOG_LEVEL, MOST_LOG_LEVEL))
    # A fortnight's factor is that of both its weeks; of the last one there may be one alone.
    return np.repeat(factors, 2, axis=1)[:, :weeks]
