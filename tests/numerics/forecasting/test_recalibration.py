import numpy as np
import pytest

from numerics.forecasting import LEVELS, CountForecast, Range, Recalibration


def ranges(low, high):
    return {level: Range(level, low, high) for level in LEVELS}


def test_a_miss_widens_and_a_hit_narrows():
    fresh = Recalibration()
    missed, held = fresh.after(ranges(0, 1), 5), fresh.after(ranges(0, 9), 5)
    for level in LEVELS:
        assert missed.miss_rate(level) < fresh.miss_rate(level) < held.miss_rate(level)


def test_what_shares_its_days_with_others_moves_it_less():
    one, four = (Recalibration().after(ranges(0, 1), 5, spans=spans) for spans in (1, 4))
    for level in LEVELS:
        moved = 1 - level - one.misses[level]
        assert 1 - level - four.misses[level] == pytest.approx(moved / 2)


def test_hits_and_outcomes_are_counted():
    state = Recalibration().after(ranges(0, 9), 5).after(ranges(0, 1), 5)
    assert (state.resolved, state.hits[0.85]) == (2, 1)


def test_it_speaks_of_calibration_only_after_thirteen_outcomes():
    state = Recalibration()
    for _ in range(12):
        state = state.after(ranges(0, 9), 5)
    assert not state.is_calibrated
    assert state.after(ranges(0, 9), 5).is_calibrated


def test_it_survives_being_kept_as_json():
    state = Recalibration().after(ranges(0, 1), 5)
    assert Recalibration.from_json(state.to_json()) == state


def test_a_kept_state_without_a_level_is_refused():
    with pytest.raises(KeyError):
        Recalibration.from_json({"misses": {}, "hits": {}, "resolved": 0})


def test_a_level_between_moves_with_its_neighbour():
    state = Recalibration().after(ranges(0, 1), 5)
    assert state.miss_rate(0.8) == pytest.approx(0.2 * state.misses[0.85] / 0.15)


def test_ranges_far_too_narrow_come_to_hold_what_they_promise():
    rng = np.random.default_rng(1)
    draws = np.sort(rng.normal(100, 10, 2_000))
    state, held = Recalibration(), []
    for outcome in rng.normal(100, 16, 600):
        forecast = CountForecast(draws=draws, n=100, recalibration=state)
        held.append(forecast.interval(0.85).holds(outcome))
        state = state.after(forecast.intervals, outcome)
    assert np.mean(held) == pytest.approx(0.85, abs=0.02)
