import numpy as np
import pytest

from numerics.backtesting.completions import Series
from numerics.backtesting.walk import (
    BOOTSTRAP,
    EVERY_DATE,
    METHODS,
    OURS,
    WITHOUT_BULK,
    seed_of,
    walk_completions,
    walk_points,
)
from numerics.forecasting import History, recalibrated, replay
from numerics.forecasting.scores import crps

RNG = np.random.default_rng(4)
DAYS = RNG.poisson(np.repeat(RNG.uniform(0.5, 3, 20), 14))
SERIES = Series("Orion", History(DAYS))
SHORT = Series("Orion", History(DAYS[:200]))


def test_cutting_off_the_future_changes_no_earlier_score():
    whole, cut = (walk_completions(s, 28, seed=1)[EVERY_DATE] for s in (SERIES, SHORT))
    assert cut.count > 3
    assert set(whole.tables) == set(METHODS)
    for method in METHODS:
        early = whole.tables[method][: cut.count]
        assert early.tolist() == cut.tables[method].tolist()


def test_the_forecasts_are_the_products_own():
    table = walk_completions(SERIES, 14, seed=1)[WITHOUT_BULK].tables[OURS]
    past = replay(SERIES.history, 14, seed=seed_of("Orion", 1))
    own = [crps(forecast.draws, one.outcome) for forecast, one in recalibrated(past)]
    assert table["crps"].tolist() == pytest.approx(own)


def test_every_method_is_scored_on_the_same_outcomes():
    scores = walk_points("Orion/1", np.arange(5.0, 30.0), 3, seed=1)
    for table in scores.tables.values():
        assert table["outcome"].tolist() == scores.tables[OURS]["outcome"].tolist()
    assert scores.tables[BOOTSTRAP]["n"].min() >= 3


def test_a_history_that_is_too_short_yields_nothing():
    young = Series("Young", History(np.ones(30, dtype=np.int64)))
    assert walk_completions(young, 14, seed=1)[EVERY_DATE].count == 0
