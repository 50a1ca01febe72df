import numpy as np
import pytest

from numerics.forecasting import History, forecast_count, forecast_open_work

PACE = forecast_count(History(np.tile([1, 2, 1, 1, 2, 0, 0], 30)), 14, seed=1)


def test_no_more_is_finished_than_is_open():
    forecast = forecast_open_work([0.9, 0.5, 0.2], PACE, seed=1)
    assert forecast.draws.max() <= 3
    assert forecast.draws.min() >= 0


def test_ages_and_pace_weigh_the_same():
    sure = forecast_open_work([1.0] * 4, PACE, seed=1)
    hopeless = forecast_open_work([0.0] * 4, PACE, seed=1)
    assert sure.mean - hopeless.mean == pytest.approx(2.0)


def test_however_many_are_open_no_more_is_finished_than_the_team_ever_could():
    forecast = forecast_open_work([0.2] * 10_000, PACE, seed=1)
    assert forecast.draws.max() == PACE.draws.max()


def test_nothing_open_means_nothing_to_finish():
    assert forecast_open_work([], PACE, seed=1).mean == 0


def test_a_chance_beyond_certainty_is_refused():
    with pytest.raises(ValueError, match="chances is"):
        forecast_open_work([1.2], PACE, seed=1)
