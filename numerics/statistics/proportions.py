"""Shares of small samples: intervals that keep their level, and how two shares differ."""

from math import erfc, sqrt

import numpy as np

from numerics.statistics import beta
from numerics.statistics.interval import LEVEL, Floats, Interval, Z
from numerics.statistics.student import t_quantile


def wilson(hits: float, n: float, z: float = Z) -> Interval:
    """Return Wilson's score interval of hits/n, 90 % by default; n may be an effective size.

    Raises ValueError without any trial. Source: Wilson 1927; Brown, Cai and DasGupta 2001.
    """
    _check(hits, n)
    share, z2 = hits / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def clopper_pearson(hits: int, n: int, level: float = LEVEL) -> Interval:
    """Return the exact interval of hits/n: it holds at least its level, however small n is."""
    _check(hits, n)
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta.quantile(tail, hits, n - hits + 1)
    high = 1.0 if hits == n else beta.quantile(1 - tail, hits + 1, n - hits)
    return Interval(low, high, level)


def chance_above(limit: float, hits: float, n: float) -> float:
    """Return P(true share > limit) after hits of n, with Jeffreys' prior Beta(1/2, 1/2)."""
    _check(hits, n)
    return 1 - beta.cdf(limit, hits + 0.5, n - hits + 0.5)


def posterior(hits: float, n: float, level: float = LEVEL) -> Interval:
    """Return the Jeffreys interval of hits/n; n may be an effective size."""
    _check(hits, n)
    tail = (1 - level) / 2
    a, b = hits + 0.5, n - hits + 0.5
    return Interval(beta.quantile(tail, a, b), beta.quantile(1 - tail, a, b), level)


def design_effect(hits: Floats, sizes: Floats) -> float:
    """Return how much clusters widen a share: 1 for independent trials, never below 1.

    hits and sizes have shape (clusters,). Overdispersion by Pearson's chi-square over its degrees
    of freedom (McCullagh and Nelder 1989, 4.5); clusters without trials say nothing.
    """
    seen = sizes > 0
    hits, sizes = hits[seen], sizes[seen]
    share = hits.sum() / sizes.sum() if sizes.size else 0.0
    if sizes.size < 2 or not 0 < share < 1:
        return 1.0
    chi2 = (((hits - sizes * share) ** 2) / (sizes * share * (1 - share))).sum()
    return float(max(1.0, chi2 / (sizes.size - 1)))


def effective_size(share: float, n: float, variance: float, sizes: Floats) -> float:
    """Return as how many independent trials n of clusters of these sizes count, shape (clusters,).

    Korn and Graubard 1998: the share's variance between clusters, and Student's t for how little
    few clusters tell of it. Its degrees of freedom are those of clusters of one size, so that one
    large cluster is no crowd. Never more than there are trials (Dean and Pagano 2015).
    """
    drawn = (share * n + 0.5) / (n + 1)  # none or all of few isn't none or all of many
    independent = drawn * (1 - drawn) / variance if variance > 0 else n
    freedom = float(sizes.sum() ** 2 / (sizes**2).sum()) - 1
    return min(n, independent) * (Z / t_quantile(0.95, max(1.0, freedom))) ** 2


def newcombe(hits: tuple[float, float], n: tuple[float, float]) -> Interval:
    """Return the interval of share 1 minus share 2 from two Wilson intervals (Newcombe 1998)."""
    (one, two), (p, q) = map(wilson, hits, n), (hits[0] / n[0], hits[1] / n[1])
    low = p - q - sqrt((p - one.low) ** 2 + (two.high - q) ** 2)
    high = p - q + sqrt((one.high - p) ** 2 + (q - two.low) ** 2)
    return Interval(low, high)


def chance_of_rise(hits: tuple[float, float], n: tuple[float, float], effect: float = 1.0) -> float:
    """Return the chance that share 1 passes share 2 by so much or more if both are equal.

    Score test with a cluster design effect. A fall's chance is the rest.
    """
    share = sum(hits) / sum(n)
    spread = sqrt(share * (1 - share) * (1 / n[0] + 1 / n[1]) * effect)
    if spread == 0:
        return 0.5
    z = (hits[0] / n[0] - hits[1] / n[1]) / spread
    return erfc(z / sqrt(2)) / 2


def effective(hits: Floats, sizes: Floats) -> tuple[float, float]:
    """Return hits and trials shrunk by the design effect, as a share with that much knowledge."""
    effect = design_effect(hits, sizes)
    return float(np.sum(hits) / effect), float(np.sum(sizes) / effect)


def _check(hits: float, n: float) -> None:
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} isn't a share.")
