"""Scales of charts: whatever values there are, all lie on them and few lines are drawn."""

from datetime import date, timedelta
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.axis import DayAxis, ValueAxis, day_words, round_step
from web.templatetags.numbers import compact

ANY = st.floats(allow_nan=False)


@given(st.lists(ANY, min_size=1, max_size=6))
def test_every_value_lies_on_it_and_the_grid_has_a_few_lines(values):
    axis = ValueAxis.over(values)
    for value in values:
        assert -1e-6 <= axis.at(value) <= 100 + 1e-6
    assert 2 <= len(axis.ticks) <= 7
    assert all(isfinite(tick) for tick in axis.ticks)
    assert axis.ticks == sorted(axis.ticks)


@pytest.mark.parametrize("value", [0, 5, -5, 1e15, -1e15, 1e-320, 1e308])
def test_equal_values_stand_inside(value):
    axis = ValueAxis.over([value, value])
    assert 5 < axis.at(value) < 95


def test_more_is_further_up_and_steps_are_round():
    axis = ValueAxis.over([-3, 17])
    assert (axis.least, axis.most, axis.step) == (-5, 20, 5)
    assert axis.ticks == [-5, 0, 5, 10, 15, 20]
    assert axis.at(20) == 0
    assert axis.at(-5) == 100
    assert round_step(17) == 5


def test_days_span_from_the_first_to_the_last_and_one_stands_in_the_middle():
    day = date(2026, 3, 1)
    axis = DayAxis.over([day + timedelta(days=10), day])
    assert (axis.at(day), axis.at(day + timedelta(days=5))) == (0, 50)
    assert DayAxis.over([day]).at(day) == 50
    long = DayAxis.over([date(1970, 1, 1), date(2199, 12, 31)])
    assert 2 <= len(long.labels) <= 8


def test_a_year_is_told_once():
    days = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert day_words(days, 2026) == ["1 Dec", "1 Jan ’27", "1 Feb"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (-0.5, "-0.5"),
        (1234, "1.234k"),
        (5e6, "5m"),
        (2e9, "2bn"),
        (1e13, "10tn"),
        (1e15, "1e+15"),
        (-1e20, "-1e+20"),
    ],
)
def test_numbers_in_little_room(value, said):
    assert compact(value) == said
