from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.forecasting import History

MONDAY = date(2024, 1, 1)


def test_dates_become_counts_per_day_up_to_the_day_before():
    done = [MONDAY, MONDAY, MONDAY + timedelta(days=2)]
    history = History.from_dates(done, until=MONDAY + timedelta(days=4))
    assert history.days.tolist() == [2, 0, 1, 0]


def test_dates_from_the_day_of_the_forecast_on_arent_known_yet():
    done = [MONDAY, MONDAY + timedelta(days=5)]
    history = History.from_dates(done, until=MONDAY + timedelta(days=5))
    assert history.days.sum() == 1


def test_a_team_may_have_begun_before_its_first_completion():
    history = History.from_dates(
        [MONDAY], until=MONDAY + timedelta(days=1), since=date(2023, 12, 31)
    )
    assert history.days.tolist() == [0, 1]


def test_no_dates_make_an_empty_history():
    assert len(History.from_dates([], until=MONDAY).weeks) == 0


def test_counts_below_nought_are_refused():
    with pytest.raises(ValueError):
        History(np.array([1, -1]))


def test_weeks_are_counted_back_from_the_end():
    assert History(np.array([9, *[1] * 7, *[2] * 7])).weeks.tolist() == [7, 14]


def test_ten_thousand_closed_on_one_day_are_a_clean_up():
    days = np.ones(100, dtype=np.int64)
    days[90] = 10_000
    history = History(days)
    assert np.flatnonzero(history.bulk).tolist() == [90]
    assert history.flow.sum() == 99


def test_a_busy_day_that_no_week_outdoes_by_little_stays_work():
    days = np.full(100, 4)
    days[90] = 20
    assert not History(days).bulk.any()


def test_a_young_history_has_no_usual_week_to_judge_by():
    days = np.zeros(50, dtype=np.int64)
    days[20] = 500
    assert not History(days).bulk.any()


@settings(max_examples=30)
@given(
    days=st.lists(st.integers(0, 60), min_size=50, max_size=150),
    cut=st.integers(1, 150),
)
def test_a_day_is_judged_by_its_past_alone(days, cut):
    whole = History(np.array(days))
    fresh = History(np.array(days[:cut]))
    assert fresh.bulk.tolist() == whole.bulk[:cut].tolist() == whole.before(cut).bulk.tolist()
