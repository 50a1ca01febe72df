"""The ranges collapse on no kind of history, and a short past isn't taken for a steady one."""

import numpy as np
import pytest

from numerics.backtesting.kinds import KINDS, histories
from numerics.forecasting import recalibrated, replay, values_needed
from numerics.forecasting.drift import LEAST_SHOCK, MOST_SHOCK, shocks, surprise

DRAWS = 200
# With a pace that changes fifteenfold from one quarter to the next, thirteen weeks ahead hold less.
LEAST = {14: 0.79, 28: 0.78, 91: 0.74}


def held(kind, days, level):
    found = []
    for place, history in enumerate(histories(kind, 1, seed=5)):
        for forecast, one in recalibrated(replay(history, days, seed=place, draws=DRAWS)):
            if forecast.n >= values_needed(level):
                found.append(forecast.interval(level).holds(one.outcome))
    return np.array(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_85_percent_range_holds_on_every_kind(kind):
    shares = {days: held(kind, days, 0.85).mean() for days in LEAST}

    assert all(shares[days] >= least for days, least in LEAST.items()), shares


def test_the_same_seed_gives_the_same_histories():
    one, again, other = (next(histories("bursty", 1, seed)) for seed in (1, 1, 2))

    assert one.days.tolist() == again.days.tolist() != other.days.tolist()


def test_a_steady_team_gets_a_small_walk_and_a_wandering_one_a_large():
    rng = np.random.default_rng(1)
    steady = rng.poisson(20, 120)
    wandering = rng.poisson(20 * np.exp(np.cumsum(rng.normal(0, 0.3, 120))))

    assert shocks(steady, 7)[-1] < 0.6 * shocks(wandering, 7)[-1]


def test_a_busy_steady_team_is_believed_and_a_quiet_one_is_not_yet():
    rng = np.random.default_rng(3)
    busy, quiet = rng.poisson(100, 120), rng.poisson(2, 120)

    assert (shocks(busy, 7) ** 2).sum() < 0.02 < (shocks(quiet, 7) ** 2).sum()


def test_bursts_that_pass_again_are_no_walk():
    rng = np.random.default_rng(2)
    bursts = rng.poisson(rng.gamma(0.7, 30, 120))
    wandering = rng.poisson(20 * np.exp(np.cumsum(rng.normal(0, 0.25, 120))))

    assert surprise(bursts, 13)[0] < 0.5 * surprise(wandering, 13)[0]


def test_a_past_without_quarters_is_judged_by_what_is_usual():
    weeks = np.array([5, 6, 4, 5, 7, 5, 4, 6])

    assert surprise(weeks, 13) == (0.0, 0.0)
    assert surprise(weeks, 2)[1] == 0.0
    assert LEAST_SHOCK < shocks(weeks, 3)[1] < MOST_SHOCK


@pytest.mark.parametrize(
    "weeks", [np.zeros(80, int), np.full(80, 10**6), np.eye(1, 80, 79, int)[0]]
)
def test_the_walk_is_finite_whatever_the_past(weeks):
    found = shocks(weeks, 52)

    assert found.shape == (52,)
    assert ((found >= LEAST_SHOCK) & (found <= MOST_SHOCK)).all()
