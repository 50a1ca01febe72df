import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.forecasting import NotEnoughHistory, forecast_points

past_points = st.lists(st.integers(0, 60), min_size=8, max_size=40)


def test_the_same_sprints_give_the_same_forecast():
    first, second = (forecast_points([5, 8, 3, 9, 7], seed=1).summary() for _ in range(2))
    assert first == second


@settings(max_examples=20)
@given(delivered=past_points)
def test_more_sprints_deliver_more_and_less_certainly(delivered):
    one, three, five = (forecast_points(delivered, ahead, seed=1) for ahead in (1, 3, 5))
    assert one.mean <= three.mean <= five.mean
    assert one.interval(0.85).width <= three.interval(0.85).width <= five.interval(0.85).width


def test_three_sprints_are_too_few():
    with pytest.raises(NotEnoughHistory, match="3 finished sprints, 4 are needed"):
        forecast_points([5, 6, 7], seed=1)


def test_five_sprints_ahead_need_three_past_fives():
    with pytest.raises(NotEnoughHistory, match="6 finished sprints, 7 are needed"):
        forecast_points([5, 6, 7, 5, 6, 7], 5, seed=1)
    assert forecast_points([5, 6, 7, 5, 6, 7, 5], 5, seed=1).n == 3


def test_twelve_sprints_do_not_claim_85_percent():
    forecast = forecast_points([5, 9, 7] * 4, seed=1)
    assert forecast.level == pytest.approx(11 / 13)


def test_a_team_that_never_delivers_is_forecast_to_deliver_nothing():
    forecast = forecast_points([0] * 20, seed=1)
    assert (forecast.median, forecast.interval(0.85).high) == (0, 0)


def test_a_range_from_nought_spends_its_whole_allowance_above():
    forecast = forecast_points([0, 0, 10] * 10, seed=1)
    held = forecast.interval(0.85)
    share = ((forecast.draws >= held.low) & (forecast.draws <= held.high)).mean()
    assert held.low == 0
    assert share == pytest.approx(0.85, abs=0.03)


def test_negative_points_are_refused():
    with pytest.raises(ValueError, match="delivered is"):
        forecast_points([5, -1, 4, 3], seed=1)
