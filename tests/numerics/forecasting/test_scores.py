import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.forecasting.scores import brier, coverage, crps, pinball, pit, pit_histogram

futures = st.lists(st.integers(0, 50), min_size=1, max_size=30).map(
    lambda values: np.sort(np.array(values, dtype=float))
)


few = settings(max_examples=40)


@few
@given(draws=futures, outcome=st.integers(0, 60))
def test_crps_by_ranks_is_crps_by_all_pairs(draws, outcome):
    pairs = np.abs(draws[:, None] - draws[None, :]).mean()
    assert crps(draws, outcome) == pytest.approx(np.abs(draws - outcome).mean() - pairs / 2)
    assert crps(draws, outcome) >= -1e-9


def test_a_certain_forecast_pays_its_error():
    assert crps(np.array([7.0]), 10) == 3
    assert pinball(np.array([7.0]), 10, [50]) == 1.5


@few
@given(draws=futures, outcome=st.integers(0, 60))
def test_the_pit_lies_between_nought_and_one(draws, outcome):
    assert 0 <= pit(draws, outcome) <= 1


def test_half_of_the_ties_count_as_below():
    assert pit(np.array([1.0, 2, 2, 3]), 2) == 0.5


def test_small_scores():
    assert brier(0.8, True) == pytest.approx(0.04)
    assert coverage([True, False]) == 0.5
    assert np.isnan(coverage([]))
    assert pit_histogram([0.05, 0.95, 1.0]).tolist() == pytest.approx([1 / 3, *[0] * 8, 2 / 3])
