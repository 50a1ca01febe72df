"""What I1 and I2 share: a share of deployments, of which those of one solution are alike."""

import numpy as np

from health.history.arrays import Ints
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.measurement import Point
from numerics.statistics.interval import Floats

WINDOW = 365 * 86_400.0  # seconds; a small team doesn't deploy enough for less


def recent_start(history: History) -> float:
    return history.as_of - WINDOW


def share_by_solution(solutions: Ints, hits: Floats, rng: np.random.Generator) -> pooled.Pooled:
    """Pool the hits, shape (deployments,), 0 or 1; each belongs to a solution.

    Wilson's interval; from six solutions on that of a bootstrap of whole solutions, where these
    differ by more than chance (a design effect over 1.2).
    """
    _, block = np.unique(solutions, return_inverse=True)
    sizes = np.bincount(block).astype(float)
    return pooled.share(pooled.sums(block, hits), sizes, rng, blocks="solutions")


def by_sprint(history: History, at: Floats, hits: Floats) -> tuple[Point, ...]:
    """The share in each of the last sprints."""
    tops, bottoms = history.by_round(at, hits), history.by_round(at)
    return pooled.points(history.round_labels(), tops, bottoms)
