"""The log-rank test by calendar sprint: things that are still open tell what they can."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.statistics.pace import (
    Lifetimes,
    chance_of_more,
    duration_pace_change,
    pace_change,
    share_open,
)
from tests.present import present

SPRINTS, LENGTH, HORIZON = 13, 10.0, 20.0


def lives(durations, done=None):
    """Ten things begin in each sprint, evenly; durations (130,) in working days."""
    begins = np.repeat(np.arange(SPRINTS) * LENGTH, 10) + np.tile(np.arange(10.0), SPRINTS)
    edges = np.arange(SPRINTS + 1) * LENGTH
    done = np.ones(durations.size, bool) if done is None else done
    return Lifetimes(np.maximum(edges[None, :] - begins[:, None], 0), durations, done)


def drawn(seed, factor=1.0, spread=0.8):
    durations = np.random.default_rng(seed).lognormal(1, spread, 130)
    durations[100:] *= factor
    return durations


@given(st.integers(0, 20), st.floats(0.05, 0.95))
def test_equal_chances_make_the_binomial(seen, chance):
    n = 20
    each = [comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)]
    more = sum(each[seen + 1 :]) + each[seen] / 2
    assert chance_of_more(seen, np.full(n, chance)) == pytest.approx(more, abs=1e-9)


def test_a_slowdown_is_a_factor_over_one():
    change = present(duration_pace_change(lives(drawn(3, factor=3))))
    assert change.amount > 1.5
    assert change.direction == 1
    assert change.p_value <= 0.02
    assert change.interval.low < change.amount < change.interval.high


def test_what_gets_stuck_is_seen_though_nothing_of_it_is_done():
    durations = drawn(4)
    durations[100::2] = np.inf
    assert share_open(lives(durations)) > 0.3
    assert present(duration_pace_change(lives(durations))).p_value <= 0.02


def test_quiet_sprints_rarely_look_changed():
    changes = (duration_pace_change(lives(drawn(seed))) for seed in range(300))
    p_values = np.array([present(change).p_value for change in changes])
    assert np.mean(p_values <= 0.10) <= 0.14
    changes = (pace_change(lives(drawn(seed, spread=1.5)), HORIZON) for seed in range(300))
    within = [present(change).p_value for change in changes]
    assert np.mean(np.array(within) <= 0.10) <= 0.14


def test_less_follow_through_is_a_share_less():
    durations = drawn(5)
    durations[100::2] = np.inf
    change = present(pace_change(lives(durations), HORIZON))
    assert -0.7 < change.amount < -0.2
    assert change.interval.high < 0
    assert change.p_value < 0.02


def test_ending_otherwise_is_not_being_done():
    done = np.ones(130, bool)
    done[100:] = False
    change = present(pace_change(lives(drawn(6), done), HORIZON))
    assert (change.direction, change.p_value < 0.001) == (-1, True)


def test_what_comes_after_the_last_sprint_changes_nothing():
    one = lives(drawn(7))
    later = replace(one, end=np.where(one.end > one.age[:, -1], one.end + 50, one.end))
    assert duration_pace_change(one) == duration_pace_change(later)
    assert share_open(one) == share_open(later)


@given(st.floats(0.01, 100))
def test_time_has_no_unit(unit):
    one = lives(drawn(8, factor=2))
    other = Lifetimes(one.age * unit, one.end * unit, one.done)
    this, that = present(duration_pace_change(one)), present(duration_pace_change(other))
    assert (that.amount, that.p_value) == pytest.approx((this.amount, this.p_value))


def test_more_of_the_same_widens_nothing():
    one = lives(drawn(9, spread=1.5))
    twice = Lifetimes(np.tile(one.age, (2, 1)), np.tile(one.end, 2), np.tile(one.done, 2))
    this, that = present(pace_change(one, HORIZON)), present(pace_change(twice, HORIZON))
    assert that.amount == pytest.approx(this.amount)
    assert that.interval.width < this.interval.width
    this, that = present(duration_pace_change(one)), present(duration_pace_change(twice))
    assert that.amount == pytest.approx(this.amount)


def test_it_needs_thirteen_sprints_and_something_that_ended():
    one = lives(drawn(1))
    assert duration_pace_change(replace(one, age=one.age[:, :-1])) is None
    nothing = replace(one, end=np.full(130, np.inf))
    assert duration_pace_change(nothing) is None
    assert pace_change(nothing, HORIZON) is None
    assert share_open(nothing) == 1


@pytest.mark.parametrize("sprints", range(5))
def test_a_young_team_is_told_what_is_open_of_the_sprints_it_has(sprints):
    durations = drawn(10)
    durations[::2] = np.inf
    one = lives(durations)
    young = replace(one, age=one.age[:, : sprints + 1])
    assert 0 <= share_open(young) <= 1
    assert share_open(young) >= (0.5 if sprints else 0)
