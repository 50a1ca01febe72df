"""Bootstrap over blocks: what happened in one sprint is kept together."""

from math import sqrt

import numpy as np

from numerics.statistics.interval import LEVEL, Floats, Z
from numerics.statistics.student import t_quantile

RESAMPLES = 2000


def block_weights(blocks: int, rng: np.random.Generator, resamples: int = RESAMPLES) -> Floats:
    """Return how often each block is drawn in each resample, shape (resamples, blocks)."""
    if blocks < 1:
        raise ValueError("There is no block to draw from.")
    return rng.multinomial(blocks, np.full(blocks, 1 / blocks), size=resamples).astype(float)


def ratio_draws(
    tops: Floats, bottoms: Floats, rng: np.random.Generator, resamples: int = RESAMPLES
) -> Floats:
    """Return bootstrap draws of sum(tops)/sum(bottoms) over blocks, shape (resamples,).

    Resamples in which nothing stands below the line say nothing and are left out.
    """
    weights = block_weights(tops.size, rng, resamples)
    below = weights @ bottoms
    return (weights @ tops)[below > 0] / below[below > 0]


def widening(blocks: int) -> float:
    """Return by how much draws of few blocks lie too close to the value they were drawn around.

    What blocks differ by is seen of few of them: Student's t instead of the normal distribution,
    and n - 1 instead of n (Hesterberg 2015, 5.3).
    """
    if blocks < 2:
        return 1.0
    return t_quantile((1 + LEVEL) / 2, blocks - 1) / Z * sqrt(blocks / (blocks - 1))


def jackknife(left_out: Floats) -> float:
    """Return the variance of a value, from what it is without each block, shape (blocks,).

    Tukey 1958; nought where no block can be left out.
    """
    blocks = left_out.size
    return (blocks - 1) * float(left_out.var()) if blocks > 1 else 0.0
