import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.forecasting import (
    History,
    NotEnoughHistory,
    Recalibration,
    forecast_count,
    forecast_fan,
    nearest_horizon,
)

weeks_of_work = st.lists(st.integers(2, 40), min_size=15, max_size=60)
few = settings(max_examples=15)


def history_of(weeks):
    """Each week's work on its Wednesday, so that no day is a clean-up."""
    days = np.zeros(7 * len(weeks), dtype=np.int64)
    for place, count in enumerate(weeks):
        days[7 * place : 7 * place + 5] = np.diff(np.linspace(0, count, 6).astype(int))
    return History(days)


STEADY = history_of([8, 10, 7, 9, 11, 6, 8, 10, 9, 7] * 6)


def test_the_same_inputs_give_the_same_forecast():
    assert (
        forecast_count(STEADY, 14, seed=7).summary() == forecast_count(STEADY, 14, seed=7).summary()
    )


def test_another_seed_gives_other_draws():
    first, second = forecast_count(STEADY, 14, seed=1), forecast_count(STEADY, 14, seed=2)
    assert (first.draws != second.draws).any()


@few
@given(weeks=weeks_of_work, days=st.integers(1, 91))
def test_percentiles_rise_and_low_ends_fall(weeks, days):
    """High ends need not rise: who spends less below has more to spend above."""
    forecast = forecast_count(history_of(weeks), days, seed=1, draws=400)
    percentiles = list(forecast.percentiles.values())
    lows = [r.low for r in forecast.ranges]
    assert percentiles == sorted(percentiles)
    assert lows == sorted(lows, reverse=True)
    assert min(lows) >= 0


@few
@given(weeks=weeks_of_work)
def test_a_longer_horizon_is_wider_and_holds_more(weeks):
    history = history_of(weeks)
    short, middle, long = (forecast_count(history, days, seed=1) for days in (14, 28, 91))
    assert short.mean < middle.mean < long.mean
    widths = [forecast.interval(0.85).width for forecast in (short, middle, long)]
    assert widths == sorted(widths)


def test_a_longer_horizon_is_less_certain_even_for_its_size():
    relative = [
        forecast.interval(0.85).width / forecast.mean
        for forecast in (forecast_count(STEADY, days, seed=1) for days in (28, 91, 364))
    ]
    assert relative[-1] > relative[0]


@few
@given(weeks=st.lists(st.integers(5, 30), min_size=8, max_size=13))
def test_more_of_the_same_data_does_not_widen(weeks):
    once = forecast_count(history_of(weeks * 2), 14, seed=1).interval(0.85).width
    twice = forecast_count(history_of(weeks * 4), 14, seed=1).interval(0.85).width
    assert twice <= once * 1.1 + 2


def test_what_comes_after_a_forecast_cannot_reach_it():
    days = STEADY.days.copy()
    known = forecast_count(History(days).before(200), 14, seed=1)
    days[200:] = 999
    assert (forecast_count(History(days).before(200), 14, seed=1).draws == known.draws).all()


def test_a_clean_up_does_not_raise_the_forecast():
    days = STEADY.days.copy()
    days[-20] += 10_000
    assert (
        forecast_count(History(days), 14, seed=1).mean < 2 * forecast_count(STEADY, 14, seed=1).mean
    )


def test_five_weeks_are_too_few():
    with pytest.raises(NotEnoughHistory, match="5 whole weeks of history, 6 are needed"):
        forecast_count(history_of([9] * 5), 14, seed=1)


def test_a_quarter_needs_three_past_quarters_however_they_overlap():
    with pytest.raises(NotEnoughHistory, match="15 are needed to look that far"):
        forecast_count(history_of([9] * 14), 91, seed=1)
    assert forecast_count(history_of([9] * 15), 91, seed=1).n == 3


def test_a_team_at_rest_gets_no_forecast():
    with pytest.raises(NotEnoughHistory, match="14 stories finished in the last 12 weeks"):
        forecast_count(history_of([20] * 20 + [2] * 2 + [1] * 10), 14, seed=1)


@pytest.mark.parametrize("days", [0, -3])
def test_a_horizon_in_the_past_is_refused(days):
    with pytest.raises(ValueError, match="days is"):
        forecast_count(STEADY, days, seed=1)


def test_a_horizon_over_two_years_is_one_that_no_past_tells_of():
    with pytest.raises(NotEnoughHistory, match="729 days; a forecast reaches 728, two years"):
        forecast_count(STEADY, 729, seed=1)


def test_a_young_team_gets_its_widest_range_at_its_true_level():
    forecast = forecast_count(history_of([9, 7, 11, 8, 10, 9]), 14, seed=1)
    assert forecast.n == 5
    assert [r.level for r in forecast.ranges] == [0.5, pytest.approx(4 / 6)]
    assert forecast.level == pytest.approx(4 / 6)


def test_a_steady_team_is_forecast_at_its_pace():
    forecast = forecast_count(STEADY, 14, seed=1)
    assert 14 <= forecast.median <= 20
    assert forecast.chance_of_at_least(0) == 1
    assert forecast.chance_of_at_least(1_000) == 0


def test_a_horizon_speaks_for_those_near_it():
    assert [nearest_horizon(days) for days in (7, 14, 21, 60, 400)] == [14, 14, 28, 91, 91]


def test_fewer_hands_finish_less():
    usual, short = (forecast_count(STEADY, 14, seed=1, capacity=c) for c in (1.0, 0.5))
    assert short.mean == pytest.approx(usual.mean / 2, rel=0.1)


def test_no_hands_at_all_are_refused():
    with pytest.raises(ValueError, match="capacity"):
        forecast_count(STEADY, 14, seed=1, capacity=0)


def test_a_fan_only_rises_and_ends_where_the_forecast_does():
    fan = forecast_fan(STEADY, 13, seed=1)
    lows = [forecast.interval(0.85).low for forecast in fan]
    highs = [forecast.interval(0.85).high for forecast in fan]
    assert lows == sorted(lows)
    assert highs == sorted(highs)
    assert [forecast.days for forecast in fan] == list(range(7, 92, 7))
    assert (fan[-1].draws == forecast_count(STEADY, 91, seed=1).draws).all()


def test_each_week_of_a_fan_takes_the_recalibration_of_its_horizon():
    far = Recalibration(resolved=40)
    fan = forecast_fan(STEADY, 13, seed=1, recalibrations={91: far})
    assert fan[-1].recalibration is far
    assert fan[0].recalibration.resolved == 0
