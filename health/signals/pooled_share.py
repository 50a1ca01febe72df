"""A share or ratio pooled over sprints, with the interval its sprints allow."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from health.signals.measurement import Point, Range
from numerics.statistics.interval import Floats, Interval, of_draws
from numerics.statistics.limits import natural_limits
from numerics.statistics.proportions import (
    chance_above,
    design_effect,
    effective,
    posterior,
    wilson,
)
from numerics.statistics.resampling import ratio_draws, widening

LEAST_BLOCKS = 6
CLUSTERED = 1.2  # design effect from which sprints, not stories, are what is resampled


@dataclass(frozen=True, slots=True)
class Pooled:
    """The value with its interval, and how likely the true one lies above something."""

    value: float
    interval: Interval
    method: str
    hits: float
    n: float
    draws: Floats | None = None

    def chance_above(self, limit: float) -> float:
        if self.draws is not None:
            return float(np.mean(self.draws > limit))
        if limit <= 0:
            return 1.0
        if limit >= 1:
            return 0.0
        return chance_above(limit, self.hits, self.n)

    def chance_between(self, low: float, high: float) -> float:
        return max(0.0, self.chance_above(low) - self.chance_above(high))


def share(
    hits: Floats, sizes: Floats, rng: np.random.Generator, *, blocks: str = "sprints"
) -> Pooled:
    """Pool shares of sprints, or of other blocks: Wilson, or a bootstrap where they differ."""
    value = float(hits.sum() / sizes.sum())
    if np.count_nonzero(sizes) >= LEAST_BLOCKS and design_effect(hits, sizes) > CLUSTERED:
        return ratio(hits, sizes, rng, most=1.0, blocks=blocks)
    n = float(sizes.sum())
    return Pooled(value, wilson(float(hits.sum()), n), "Wilson", float(hits.sum()), n)


def overdispersed_share(hits: Floats, sizes: Floats, rng: np.random.Generator) -> Pooled:
    """Pool shares that vary by sprint: bootstrap from six sprints on, else a beta-binomial."""
    if np.count_nonzero(sizes) >= LEAST_BLOCKS:
        return ratio(hits, sizes, rng, most=1.0)
    few_hits, few = effective(hits, sizes)
    value = float(hits.sum() / sizes.sum())
    return Pooled(value, posterior(few_hits, few), "beta-binomial", few_hits, few)


def ratio(
    tops: Floats,
    bottoms: Floats,
    rng: np.random.Generator,
    most: float = np.inf,
    *,
    blocks: str = "sprints",
) -> Pooled:
    """Pool ratios of sprints with a bootstrap of whole ones, widened for how few they are."""
    value, drawn = float(tops.sum() / bottoms.sum()), int(np.count_nonzero(bottoms))
    draws = ratio_draws(tops, bottoms, rng)
    draws = np.clip(value + widening(drawn) * (draws - value), 0, most)
    method = f"bootstrap of {drawn} {blocks}"
    return Pooled(value, of_draws(draws), method, float(tops.sum()), float(bottoms.sum()), draws)


def points(labels: list[str], tops: Floats, bottoms: Floats, most: int = 13) -> tuple[Point, ...]:
    """Return the last values, one a sprint; a sprint with nothing to divide by has none."""
    rows = list(zip(labels, tops.tolist(), bottoms.tolist(), strict=True))[-most:]
    points = []
    for label, x, n in rows:
        points.append(Point(label, x / n if n else None, int(n)))
    return tuple(points)


def sums(places: NDArray[np.integer], weights: Floats, least: int = 0) -> Floats:
    """Add up the weights at each place; numpy's stubs take sums of weights for whole numbers."""
    return np.asarray(np.bincount(places, weights, least), float)


def own_limits(tops: Floats, bottoms: Floats, judged: int) -> Interval | None:
    """Return the team's natural limits, of the sprints before the last `judged` ones alone.

    A change that counted into its own limits would widen them until it hides in them.
    """
    before = slice(0, max(0, len(tops) - judged))
    tops, bottoms = tops[before], bottoms[before]
    seen = bottoms > 0
    return natural_limits(tops[seen] / bottoms[seen])


def own_range(limits: Interval | None) -> Range | None:
    if limits is None:
        return None
    return Range(max(0.0, limits.low), limits.high, "the team's own limits (XmR)")
