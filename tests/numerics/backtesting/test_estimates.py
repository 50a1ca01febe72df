import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.backtesting.estimates import Estimate, average, share, skill
from tests.present import present


def test_a_share_is_sum_over_sum_with_its_interval():
    found = share([8, 9, 30], [10, 10, 40], seed=1)
    assert found.value == pytest.approx(47 / 60)
    assert present(found.low) <= present(found.value) <= present(found.high)


def test_two_series_have_no_interval():
    assert share([1, 2], [2, 2], seed=1) == Estimate(0.75)


def test_nothing_is_known_of_nothing():
    assert share([], [], seed=1) == Estimate()
    assert skill([0.0], [1.0], seed=1) == Estimate()


def test_a_series_where_a_score_is_nought_is_left_out():
    both = skill([0.0, 0.9, 0.8, 0.7], [1.0, 1.0, 1.0, 1.0], seed=1)
    assert both == skill([0.9, 0.8, 0.7], [1.0, 1.0, 1.0], seed=1)
    assert skill([0.9, 0.5], [1.0, 0.0], seed=1) == skill([0.9], [1.0], seed=1)


@settings(max_examples=20)
@given(scores=st.lists(st.floats(0.1, 10), min_size=3, max_size=8))
def test_nobody_has_skill_over_himself(scores):
    found = skill(scores, scores, seed=1)
    assert (found.value, found.low, found.high) == pytest.approx((0, 0, 0))


def test_skill_is_what_is_saved_and_its_interval_keeps_its_order():
    found = skill([0.9, 0.8, 0.7], [1, 1, 1], seed=1)
    assert 0.7 <= 1 - present(found.value) <= 0.9
    assert present(found.low) <= present(found.value) <= present(found.high)


def test_the_same_seed_gives_the_same_interval():
    assert average([1, 2, 3, 4], seed=1) == average([1, 2, 3, 4], seed=1)
