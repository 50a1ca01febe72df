import numpy as np
import pytest

from numerics.forecasting import (
    History,
    Recalibration,
    recalibrated,
    replay,
    replay_points,
    warm_up,
)

RNG = np.random.default_rng(3)
PAST = History(RNG.poisson(np.repeat(RNG.uniform(0.5, 3, 40), 14)))


def told(past):
    return [(one.issued, one.n, one.outcome, one.draws.tolist()) for one in past]


def test_the_past_forecasts_as_if_the_future_had_not_happened():
    short, whole = (told(replay(h, 28, seed=1, draws=50)) for h in (PAST.before(300), PAST))
    assert len(short) > 5
    assert whole[: len(short)] == short


def test_outcomes_are_what_came_after():
    for one in replay(PAST, 14, seed=1, draws=50):
        assert one.outcome == PAST.flow[one.issued : one.issued + 14].sum()


def test_nothing_is_learned_before_it_is_resolved():
    pairs = list(recalibrated(replay(PAST, 91, seed=1, draws=50)))
    for forecast, one in pairs:
        known = sum(other.resolved <= one.issued for _, other in pairs)
        assert forecast.recalibration.resolved == known


def test_a_warm_start_knows_every_outcome():
    past = list(replay(PAST, 28, seed=1, draws=50))
    assert warm_up(past).resolved == len(past)
    assert warm_up([]) == Recalibration()


def test_a_clean_up_counts_as_an_outcome_only_if_asked():
    days = PAST.days.copy()
    days[400] += 5_000
    history = History(days)
    plain = sum(one.outcome for one in replay(history, 14, seed=1, draws=50))
    every = sum(one.outcome for one in replay(history, 14, seed=1, draws=50, with_bulk=True))
    assert every - plain >= 5_000


def test_sprints_are_replayed_alike():
    delivered = [5.0, 8, 3, 9, 7, 4, 6, 8, 5]
    past = list(replay_points(delivered, 3, seed=1, draws=50))
    assert [one.issued for one in past] == [5, 6]
    assert past[0].outcome == pytest.approx(4 + 6 + 8)
    assert past[0].n == 3
