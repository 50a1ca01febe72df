"""By how much forecasts beat others that were made beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from numerics.contracts import Instance, Number, takes
from numerics.statistics.interval import Interval, of_draws
from numerics.statistics.resampling import ratio_draws

__all__ = ["Skill"]

LEAST_FORECASTS, LEAST_BLOCKS = 8, 3


@dataclass(frozen=True, slots=True)
class Skill:
    """1 - CRPS over that of the rival: above nought is better than it; ``n`` pairs."""

    value: float
    interval: Interval | None
    n: int

    @classmethod
    @takes(
        pairs=Instance(Iterable),
        days=Number(low=1, whole=True),
        seed=Number(low=0, whole=True),
    )
    def of(
        cls, pairs: Iterable[tuple[float, float | None, float | None]], days: int, *, seed: int
    ) -> "Skill | None":
        """Return by how much our scores are better than a rival's.

        Parameters
        ----------
        pairs : iterable of tuple
            The day issued, our score and the rival's; a pair without both says nothing.
        days : int
            How far the forecasts look ahead. Those that look at the same days are resampled
            together, in blocks of twice as many.
        seed : int
            The same inputs and seed give the same interval.

        Returns
        -------
        Skill or None
            None under eight pairs; without an interval under three blocks.

        Examples
        --------
        >>> Skill.of([(14 * n, 3.0, 4.0) for n in range(10)], 14, seed=1).value
        0.25
        """
        # Without any pair an array has no columns, so it is given three.
        known = np.array([pair for pair in pairs if None not in pair], dtype=float).reshape(-1, 3)
        known = known[np.isfinite(known).all(axis=1)]
        if len(known) < LEAST_FORECASTS or not known[:, 2].sum():
            return None
        blocks = ((known[:, 0] - known[:, 0].min()) // (2 * days)).astype(int)
        ours, rivals = (
            # The sum of each block: a count in which every pair weighs its score.
            np.bincount(blocks, weights=known[:, place]).astype(float)
            for place in (1, 2)
        )
        interval = None
        if np.unique(blocks).size >= LEAST_BLOCKS:
            rng = np.random.default_rng([seed, len(known)])
            interval = of_draws(1 - ratio_draws(ours, rivals, rng))
        return cls(float(1 - ours.sum() / rivals.sum()), interval, len(known))
