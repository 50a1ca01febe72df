import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.forecasting import LEVELS, supported_level, values_needed
from numerics.forecasting.levels import levels_for, past_stretches


@pytest.mark.parametrize(("level", "needed"), [(0.5, 3), (0.85, 13), (0.95, 39)])
def test_a_level_needs_as_many_past_values_as_the_exact_rule_says(level, needed):
    assert values_needed(level) == needed
    assert supported_level(needed) >= level - 1e-12
    assert supported_level(needed - 1) < level


@settings(max_examples=60)
@given(n=st.integers(3, 200))
def test_no_shown_level_claims_more_than_the_history_supports(n):
    shown = levels_for(n)
    assert list(shown) == sorted(set(shown))
    assert all(level <= supported_level(n) + 1e-12 for level in shown)


def test_six_values_show_the_true_level_of_their_widest_range():
    assert levels_for(6) == pytest.approx((0.5, 5 / 7))


def test_thirty_nine_values_show_all_three_levels():
    assert levels_for(39) == LEVELS


def test_two_values_promise_only_what_two_values_can():
    assert levels_for(2) == pytest.approx((1 / 3,))


def test_a_stretch_counts_as_often_as_it_fits_into_the_past():
    assert past_stretches(26, 13) == 14
    assert past_stretches(12, 13) == 0
    assert past_stretches(6, 9 / 7) == 5
