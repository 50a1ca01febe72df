"""By how much forecasts beat others that were made beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from numerics.statistics.interval import Interval, of_draws
from numerics.statistics.resampling import ratio_draws

LEAST_FORECASTS, LEAST_BLOCKS = 8, 3


@dataclass(frozen=True, slots=True)
class Skill:
    """1 - CRPS over that of the rival: above nought is better than it; ``n`` pairs."""

    value: float
    interval: Interval | None
    n: int

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[float, float | None, float | None]], days: int, *, seed: int
    ) -> "Skill | None":
        """From (day issued, our score, the rival's); a pair without both says nothing.

        Those that look at the same days are resampled together, in blocks of twice the ``days``
        they look ahead. None under eight pairs; no interval under three blocks.
        """
        known = np.array([pair for pair in pairs if None not in pair], dtype=float).reshape(-1, 3)
        known = known[np.isfinite(known).all(axis=1)]
        if len(known) < LEAST_FORECASTS or not known[:, 2].sum():
            return None
        blocks = ((known[:, 0] - known[:, 0].min()) // (2 * days)).astype(int)
        ours, rivals = (
            np.bincount(blocks, weights=known[:, place]).astype(float) for place in (1, 2)
        )
        interval = None
        if np.unique(blocks).size >= LEAST_BLOCKS:
            rng = np.random.default_rng([seed, len(known)])
            interval = of_draws(1 - ratio_draws(ours, rivals, rng))
        return cls(float(1 - ours.sum() / rivals.sum()), interval, len(known))
