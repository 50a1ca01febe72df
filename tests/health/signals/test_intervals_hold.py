"""Intervals of few sprints hold as often as they say, in worlds whose truth is known."""

from statistics import NormalDist

import numpy as np
import pytest

from health.signals import pooled_share as pooled
from health.signals.durations import quantile_of_blocks
from numerics.statistics.interval import of_draws
from numerics.statistics.resampling import widening
from numerics.statistics.survival import DONE


def test_draws_of_few_blocks_are_widened_so_that_nine_of_ten_intervals_hold():
    """A share of 70 % that differs by sprint; six sprints of about ten stories, 300 times."""
    dice, held = np.random.default_rng(11), 0
    for _ in range(300):
        sizes = dice.integers(7, 14, 6).astype(float)
        hits = dice.binomial(sizes.astype(int), dice.beta(6.3, 2.7, 6)).astype(float)
        held += pooled.ratio(hits, sizes, dice, most=1.0).interval.holds(0.7)
    assert 0.86 <= held / 300 <= 0.96
    assert widening(7) == pytest.approx(1.9432 / 1.6449 * np.sqrt(7 / 6), rel=1e-3)
    assert widening(1) == 1


def test_quantiles_of_few_sprints_hold_too():
    """Durations whose 85 % point is known, in seven sprints of eight stories, 150 times."""
    dice, held = np.random.default_rng(12), 0
    block, ends = np.repeat(np.arange(7), 8), np.full(56, DONE)
    truth = float(np.exp(0.8 * NormalDist().inv_cdf(0.85)))
    for _ in range(150):
        days = np.exp(dice.normal(0, 0.8, 56))
        _, draws = quantile_of_blocks(days, ends, 0.85, block, dice)
        held += of_draws(draws).holds(truth)
    assert 0.84 <= held / 150 <= 0.97
