"""How likely an implementation pays: its value against the costs of running and building it."""

import numpy as np
from numpy.random import Generator

from numerics.statistics.interval import Floats, Z

DRAWS = 10_000
PARTS = ("value", "run_cost", "build_cost")


def chance_it_pays(ranges: dict[str, float], rng: Generator) -> float:
    """Return P(value - run cost - build cost > 0), from three ranges of 90 % taken as independent.

    `ranges` has value_low, value_high and so on, in one unit and for one span of time.
    """
    parts = []
    for part in PARTS:
        parts.append((ranges[f"{part}_low"], ranges[f"{part}_high"]))
    value, run, build = (_draws(low, high, rng) for low, high in parts)
    return float(np.mean(value - run - build > 0))


def _draws(low: float, high: float, rng: Generator) -> Floats:
    """Return draws of which 90 % lie between low and high: skewed where nothing is under nought.

    Costs and gains of which one is sure that they are positive rather double than vanish, so
    these are log-normal; others are normal (design choice).
    """
    z = rng.standard_normal(DRAWS)
    if low > 0:
        low, high = np.log(low), np.log(high)
        return np.exp((low + high) / 2 + z * (high - low) / (2 * Z))
    return (low + high) / 2 + z * (high - low) / (2 * Z)
