"""Ranges as distributions, and what is drawn from them, against scipy and closed cases."""

from math import inf, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from numerics.economics.elicited import Elicited
from numerics.economics.outlook import (
    DRAWS,
    Inputs,
    break_even_months,
    net_after,
    outlook_of,
    squared_rank_correlation,
)
from numerics.statistics.interval import Z

ENDS = st.floats(-1e15, 1e15, allow_nan=False)
AMOUNTS = st.floats(0, 1e6)


def inputs(value=(80, 140), ramp=(1, 6), run=(5, 15), lasts=(12, 36), build=(300, 400)):
    return Inputs(
        Elicited(*value),
        Elicited(ramp[0], ramp[1], is_signed=False),
        Elicited(run[0], run[1], is_signed=False),
        Elicited(lasts[0], lasts[1], is_signed=False),
        *build,
    )


# --- Ranges ---------------------------------------------------------------------------------------
def oracle_of(low, high):
    """The same distribution as scipy has it."""
    if low > 0:
        spread = (log(high) - log(low)) / (2 * Z)
        return stats.lognorm(spread, scale=(low * high) ** 0.5)
    return stats.norm((low + high) / 2, (high - low) / (2 * Z))


@pytest.mark.parametrize(("low", "high"), [(100, 400), (0.5, 90), (-50, 200), (0, 100), (-9, 0)])
def test_draws_are_those_of_the_distribution(low, high):
    draws = Elicited(low, high).draws(np.random.default_rng(5), DRAWS)
    assert stats.kstest(draws, oracle_of(low, high).cdf).pvalue > 0.01


@pytest.mark.parametrize(
    ("low", "high", "signed"),
    [(100, 400, True), (-400, -100, True), (-50, 200, True), (0, 100, False), (1e-9, 1e6, False)],
)
def test_the_ends_are_the_quantiles_of_5_and_95_percent(low, high, signed):
    draws = Elicited(low, high, signed).draws(np.random.default_rng(7), 200_000)
    below, above = (draws < low).mean(), (draws > high).mean()
    assert above == pytest.approx(0.05, abs=0.003)
    if signed:
        assert below == pytest.approx(0.05, abs=0.003)
    else:
        assert (draws <= low).mean() == pytest.approx(0.05, abs=0.003)
        assert draws.min() == 0


def test_what_lies_below_nought_is_what_lies_above_turned_over():
    loss = Elicited(-400, -100).draws(np.random.default_rng(3), 1000)
    gain = Elicited(100, 400).draws(np.random.default_rng(3), 1000)
    assert np.sort(-loss)[[50, 950]] == pytest.approx(np.sort(gain)[[50, 950]], rel=0.1)
    assert Elicited(-400, -100).median == -200


@given(ENDS, ENDS)
@settings(max_examples=60)
def test_draws_of_any_range_are_finite_and_rise_with_their_dice(one, other):
    low, high = sorted((one, other))
    draws = Elicited(low, high).draws(np.random.default_rng(1), 500)
    scores = np.random.default_rng(1).standard_normal(500)
    assert np.isfinite(draws).all()
    assert (np.diff(draws[np.argsort(scores)]) >= 0).all()


@pytest.mark.parametrize("ends", [(2, 1), (-inf, 1), (0, inf), (0, 1.1e15), (float("nan"), 1)])
def test_what_is_no_range_is_refused(ends):
    with pytest.raises(ValueError, match=r"Elicited.__init__: (low|high)"):
        Elicited(*ends)


# --- Net ------------------------------------------------------------------------------------------
@given(AMOUNTS, st.floats(0, 60), AMOUNTS, st.floats(0, 60), AMOUNTS, st.floats(0, 60))
@settings(max_examples=80)
def test_the_net_is_the_integral_over_the_months(value, ramp, run, lasts, build, months):
    def flow(t):
        full = min(1.0, t / ramp) if ramp > 0 else 1.0
        return value * full - run

    end = min(months, lasts)
    kinks = [ramp] if 0 < ramp < end else None
    oracle = integrate.quad(flow, 0, end, points=kinks, limit=200)[0] - build
    [net] = net_after(months, *(np.array([x]) for x in (value, ramp, run, lasts, build)))
    assert net == pytest.approx(oracle, rel=1e-6, abs=1e-3 * (1 + value * 1e-3))


@given(
    st.floats(1, 1e6),
    st.floats(0.01, 60),
    st.floats(0, 1e6),
    st.floats(0.1, 60),
    st.floats(1, 1e6),
)
@settings(max_examples=150)
def test_the_break_even_is_the_first_root_of_the_net(value, ramp, run, lasts, build):
    row = [np.array([x]) for x in (value, ramp, run, lasts, build)]

    def net(months):
        return float(net_after(float(months), *row)[0])

    [even] = break_even_months(*row)
    top = max(net(x) for x in np.linspace(0, lasts, 400))
    if even == inf:
        assert top <= 1e-6 * (build + run * lasts + value)
    else:
        found = optimize.brentq(net, 0, even * (1 + 1e-6) + 1e-9, xtol=1e-12)
        assert found == pytest.approx(even, rel=1e-4)


def test_nothing_to_earn_back_is_earned_at_once_and_a_loss_never():
    one = np.ones(1)
    assert break_even_months(-one, one, one, 24 * one, 0 * one) == [0]
    assert break_even_months(-one, one, one, 24 * one, one) == [inf]
    assert break_even_months(0 * one, 0 * one, 0 * one, 24 * one, one) == [inf]
    assert break_even_months(one, 0 * one, 0 * one, 9 * one, 10 * one) == [inf]  # it ends first


# --- What it hangs on -----------------------------------------------------------------------------
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=40))
def test_the_correlation_is_spearmans(pairs):
    one, other = np.array(pairs, float).T
    squared = squared_rank_correlation(one, other)
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        assert squared == 0
    else:
        assert squared == pytest.approx(stats.spearmanr(one, other).statistic ** 2, abs=1e-9)


def test_what_alone_varies_is_all_that_it_hangs_on():
    told = outlook_of(inputs(ramp=(0, 0), run=(9, 9), lasts=(24, 24), build=(1, 1)), 1)
    assert told.hangs_on == {"value": 1, "ramp": 0, "run_cost": 0, "lasts": 0, "build_cost": 0}


# --- The outlook ----------------------------------------------------------------------------------
def test_known_amounts_give_exact_sums():
    told = outlook_of(inputs((100, 100), (4, 4), (20, 20), (24, 24), (400, 400)), seed=9)
    year, end = told.nets
    assert (year.median, year.interval.low, year.interval.high) == (360, 360, 360)
    assert (end.median, year.loss, end.loss) == (100 * 22 - 20 * 24 - 400, 0, 0)
    assert told.break_even == (400 + 200) / 80
    assert (told.reached, set(told.hangs_on.values())) == (1, {0})


def test_a_loss_is_sure_where_nothing_is_earned():
    told = outlook_of(inputs((0, 0), (0, 0), (20, 20), (24, 24), (400, 400)), seed=9)
    assert [net.loss for net in told.nets] == [1, 1]
    assert (told.break_even, told.reached) == (inf, 0)
    assert told.break_even_interval.low == inf


def test_the_same_inputs_give_the_same_numbers_and_one_change_leaves_the_other_draws():
    one, again = outlook_of(inputs(), 3), outlook_of(inputs(), 3)
    assert (one.nets, one.hangs_on) == (again.nets, again.hangs_on)
    assert outlook_of(inputs(), 4).nets != one.nets
    dearer = outlook_of(inputs(build=(400, 500)), 3)
    assert one.draws[36] - dearer.draws[36] == pytest.approx(np.full(DRAWS, 100.0))


def test_the_chance_of_a_loss_is_that_of_the_distribution():
    """Value for one year against a known cost: nothing else varies."""
    told = outlook_of(inputs((80, 140), (0, 0), (0, 0), (40, 40), (1200, 1200)), 1)
    oracle = oracle_of(80, 140).cdf(100)
    assert told.nets[0].loss == pytest.approx(oracle, abs=0.015)
    assert told.nets[0].interval.low == pytest.approx(12 * 80 - 1200, abs=20)


@given(ENDS, ENDS, AMOUNTS, AMOUNTS)
@settings(max_examples=15, deadline=None)
def test_any_inputs_give_numbers(one, other, cost, months):
    told = outlook_of(inputs(sorted((one, other)), (0, months), (0, cost), (0, 36), (0, cost)), 1)
    for net in (*told.nets, *told.curve):
        assert np.isfinite([net.median, net.interval.low, net.interval.high]).all()
        assert 0 <= net.loss <= 1
    assert not np.isnan(told.break_even)
