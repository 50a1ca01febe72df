from datetime import date
from typing import Any

import numpy as np
import pytest

from numerics.forecasting import (
    History,
    NotEnoughHistory,
    forecast_count,
    forecast_when,
    long_futures,
    on_day,
)

STEADY = History(np.tile([2, 1, 2, 2, 1, 0, 0], 60))


def test_more_work_takes_longer():
    medians = [forecast_when(STEADY, remaining, seed=1).median for remaining in (5, 20, 80)]
    assert medians == sorted(set(medians))


def test_when_and_how_many_agree():
    by_date = forecast_when(STEADY, 16, seed=1).chance_within(14)
    by_count = forecast_count(STEADY, 14, seed=1).chance_of_at_least(16)
    assert by_date == pytest.approx(by_count, abs=0.06)


def test_nothing_left_is_done_today():
    assert forecast_when(STEADY, 0, seed=1).median == 0


def test_scope_that_grew_before_may_grow_again():
    fixed = forecast_when(STEADY, 40, seed=1)
    growing = forecast_when(STEADY, 40, seed=1, growth=[1.5, 2.0, 1.8])
    assert growing.median > fixed.median
    assert growing.interval(0.85).width > fixed.interval(0.85).width


def test_far_too_much_work_has_no_date_and_plain_json():
    forecast = forecast_when(STEADY, 100_000, seed=1)
    assert forecast.median == np.inf
    assert on_day(date(2024, 1, 1), forecast.median) is None
    summary: dict[str, Any] = forecast.summary()
    assert summary["percentiles"]["p50"] is None


def test_a_day_becomes_a_date():
    assert on_day(date(2024, 1, 1), 14.0) == date(2024, 1, 15)


def test_work_beyond_a_young_teams_past_gets_no_date():
    with pytest.raises(NotEnoughHistory, match="to look that far"):
        forecast_when(STEADY.before(49), 70, seed=1)


@pytest.mark.parametrize(("remaining", "growth"), [(-1, ()), (5, (-0.5,))])
def test_what_is_below_nought_is_refused(remaining, growth):
    with pytest.raises(ValueError, match=r"remaining is|growth is"):
        forecast_when(STEADY, remaining, seed=1, growth=growth)


def test_fewer_hands_take_longer():
    usual, short = (forecast_when(STEADY, 40, seed=1, capacity=c).median for c in (1.0, 0.5))
    assert short > 1.5 * usual


def test_no_hands_at_all_are_refused():
    with pytest.raises(ValueError, match="capacity"):
        forecast_when(STEADY, 40, seed=1, capacity=0.0)


def test_many_scopes_share_their_futures_so_that_more_is_never_sooner():
    history = History(np.full(7 * 30, 1))
    futures = long_futures(history, seed=3)
    few, many = (forecast_when(history, scope, seed=3, futures=futures).draws for scope in (10, 11))
    assert (many >= few).all()
