"""Where scipy computes the same, it is the oracle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import linalg, special, stats

from numerics.forecasting.scores import crps, pit
from numerics.statistics import beta, proportions
from numerics.statistics.differences import difference
from numerics.statistics.groups import split_p_value, welch
from numerics.statistics.interval import Interval, Z
from numerics.statistics.orders import median_interval
from numerics.statistics.pace import chance_of_more
from numerics.statistics.rates import RateRatio
from numerics.statistics.reidentification import explained
from numerics.statistics.student import t_quantile, t_tail
from numerics.statistics.survival import DONE, OPEN, fit
from numerics.statistics.trends import discoveries, mean_change

few = settings(max_examples=25)  # they are slow, and sure
chances = st.floats(0.001, 0.999)
parameters = st.floats(0.5, 500)
counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@few
@given(chances, parameters, parameters)
def test_the_beta_distribution(x: float, a: float, b: float):
    assert beta.cdf(x, a, b) == pytest.approx(special.betainc(a, b, x), abs=1e-10)
    assert beta.quantile(x, a, b) == pytest.approx(special.betaincinv(a, b, x), abs=1e-10)


@few
@given(st.floats(0.5, 0.9999), st.floats(1, 1000), st.floats(-50, 50))
def test_students_t(p: float, freedom: float, t: float):
    assert t_quantile(p, freedom) == pytest.approx(stats.t.ppf(p, freedom), rel=1e-6, abs=1e-7)
    assert t_tail(t, freedom) == pytest.approx(stats.t.sf(t, freedom), abs=1e-7)


@few
@given(counts, levels)
def test_the_intervals_of_a_share(share: tuple[int, int], level: float):
    hits, n = share
    test = stats.binomtest(hits, n)
    for ours, theirs in (
        (proportions.wilson(hits, n, z=stats.norm.ppf((1 + level) / 2)), "wilson"),
        (proportions.clopper_pearson(hits, n, level), "exact"),
    ):
        found = test.proportion_ci(level, theirs)
        assert (ours.low, ours.high) == pytest.approx((found.low, found.high), abs=1e-9)


@few
@given(counts, levels, chances)
def test_what_jeffreys_prior_leaves(share: tuple[int, int], level: float, limit: float):
    hits, n = share
    after = stats.beta(hits + 0.5, n - hits + 0.5)
    ours = proportions.posterior(hits, n, level)
    assert (ours.low, ours.high) == pytest.approx(after.interval(level), abs=1e-9)
    assert proportions.chance_above(limit, hits, n) == pytest.approx(after.sf(limit), abs=1e-9)


@few
@given(st.integers(1, 100), st.integers(1, 100), st.integers(0, 99), st.integers(0, 99))
def test_the_test_of_two_shares(n: int, m: int, x: int, y: int):
    x, y = x % (n + 1), y % (m + 1)
    if not 0 < x + y < n + m:
        return
    p_rise = proportions.chance_of_rise((x, y), (n, m))
    table = [[x, n - x], [y, m - y]]
    both = stats.chi2_contingency(table, correction=False).pvalue
    assert 2 * min(p_rise, 1 - p_rise) == pytest.approx(both, abs=1e-9)


@few
@given(st.lists(st.integers(0, 10), min_size=2, max_size=20))
def test_overdispersion_is_pearsons_chi_square(hits: list[int]):
    x = np.array(hits, float)
    if not 0 < x.sum() < 10 * x.size:
        return
    chi2 = stats.chi2_contingency([x, 10 - x], correction=False).statistic
    ours = proportions.design_effect(x, np.full(x.size, 10.0))
    assert ours == pytest.approx(max(1, chi2 / (x.size - 1)))


@few
@given(st.lists(st.tuples(st.floats(0.1, 50), st.booleans()), min_size=1, max_size=40))
def test_kaplan_and_meiers_curve(items: list[tuple[float, bool]]):
    days, over = (np.array(column) for column in zip(*items, strict=True))
    theirs = stats.ecdf(stats.CensoredData.right_censored(days, ~over)).sf
    ours = fit(days, np.where(over, DONE, OPEN))
    assert ours.open_after(days) == pytest.approx(theirs.evaluate(days), abs=1e-9)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("n", [*range(1, 70), 100, 500])
def test_the_interval_of_a_median_cuts_off_what_the_binomial_allows(n: int, level: float):
    missed = stats.binom.cdf(np.arange(n // 2), n, 0.5)
    cut = int(np.sum(missed <= (1 - level) / 2 + 1e-15))
    found = median_interval(np.arange(1.0, n + 1), level)
    assert found == (Interval(cut, n + 1 - cut, level) if cut else None)


@few
@given(st.lists(st.floats(0, 1), max_size=20), st.floats(0.01, 0.5))
def test_benjamini_and_hochbergs_procedure(p_values: list[float], q: float):
    theirs = stats.false_discovery_control(p_values) if p_values else np.empty(0)
    if (np.abs(theirs - q) < 1e-9).any():
        return
    assert discoveries(p_values, q) == (theirs <= q).tolist()


@few
@given(st.lists(chances, min_size=1, max_size=12))
def test_hits_of_different_chances(each: list[float]):
    spread = stats.poisson_binom(each)
    for seen in range(len(each) + 1):
        mid_p = spread.sf(seen) + spread.pmf(seen) / 2
        assert chance_of_more(seen, np.array(each)) == pytest.approx(mid_p, abs=1e-9)


@few
@given(st.floats(-3, 3), st.floats(0.1, 2))
def test_the_p_value_of_a_difference_and_the_chance_of_a_ratio(change: float, spread: float):
    half = Z * spread / np.sqrt(2)
    _, p_value = difference(
        change, Interval(change - half, change + half), 0.0, Interval(-half, half)
    )
    assert p_value == pytest.approx(2 * stats.norm.sf(abs(change) / spread), abs=1e-9)
    ratio = RateRatio(np.exp(change), Interval(0.0, 1.0), spread)
    wanted = stats.lognorm.cdf(2.0, spread, scale=np.exp(change))
    assert ratio.chance_at_most(2.0) == pytest.approx(wanted, abs=1e-9)


def test_permuted_rounds():
    values = np.random.default_rng(4).normal(size=13)

    def gap(recent: np.ndarray, before: np.ndarray, axis: int) -> np.ndarray:
        return recent.mean(axis) - before.mean(axis)

    theirs = stats.permutation_test(
        (values[10:], values[:10]), gap, vectorized=True, alternative="greater"
    )
    change = mean_change(values)
    assert change is not None
    assert change.amount == pytest.approx(theirs.statistic)
    assert change.p_rise == pytest.approx(theirs.pvalue - 0.5 / 286)  # it is half of its own tie


@few
@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=5))
def test_what_sums_explain_is_the_diagonal_of_a_projection(members: list[list[bool]]):
    groups = np.array(members, float)
    span = linalg.orth(groups.T)
    assert explained(groups) == pytest.approx((span**2).sum(axis=1), abs=1e-9)


@few
@given(st.lists(st.floats(-100, 100), min_size=1, max_size=40), st.floats(-100, 100))
def test_scores_of_a_forecast(futures: list[float], outcome: float):
    draws = np.sort(futures)
    apart = stats.energy_distance(draws, [outcome])
    assert crps(draws, outcome) == pytest.approx(apart**2 / 2, abs=1e-6)
    place = stats.percentileofscore(draws, outcome, kind="mean") / 100
    assert pit(draws, outcome) == pytest.approx(place)


groups = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e4), st.integers(2, 5000))


@few
@given(groups, groups)
def test_the_difference_of_two_means(one, two):
    (mean, sd, n), (other, other_sd, other_n) = one, two
    ours = welch((mean, other), (sd / n**0.5, other_sd / other_n**0.5), (n, other_n))
    a, b = sd**2 / n, other_sd**2 / other_n
    freedom = (a + b) ** 2 / (a**2 / (n - 1) + b**2 / (other_n - 1))
    theirs = stats.t.interval(0.9, freedom, mean - other, (a + b) ** 0.5)
    assert (ours.low, ours.high) == pytest.approx(theirs, rel=1e-6, abs=1e-6)
    # The test and the interval say the same of there being no difference.
    p_value = stats.ttest_ind_from_stats(mean, sd, n, other, other_sd, other_n, False).pvalue
    if abs(p_value - 0.1) > 1e-4:
        assert ours.holds(0.0) == (p_value > 0.1)


@few
@given(st.floats(-1e6, 1e6), st.floats(0, 1e4), st.floats(1e-3, 1e4))
def test_errors_of_groups_without_sizes_are_taken_for_exact(change, error, other):
    ours = welch((change, 0.0), (error, other))
    theirs = stats.norm.interval(0.9, change, (error**2 + other**2) ** 0.5)
    assert (ours.low, ours.high) == pytest.approx(theirs, rel=1e-6, abs=1e-6)


@few
@given(st.integers(0, 100_000), st.integers(1, 100_000), st.floats(0.01, 0.99))
def test_a_split_that_was_not_planned(one, two, share):
    total = one + two
    theirs = stats.chisquare([one, two], [total * share, total * (1 - share)]).pvalue
    assert split_p_value((one, two), share) == pytest.approx(theirs, rel=1e-6, abs=1e-300)
