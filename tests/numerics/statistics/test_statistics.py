from datetime import UTC, datetime
from math import comb, inf, sqrt

import numpy as np
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from numerics.statistics import beta, limits, proportions, resampling, survival, trends
from numerics.statistics.calendar import WorkingCalendar
from numerics.statistics.interval import Z, of_draws
from numerics.statistics.rates import rate_ratio_change
from numerics.statistics.student import t_quantile, t_tail
from tests.present import present
from tests.told.chronicle import working_days

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_wilsons_ends_solve_the_score_equation(share):
    hits, n = share
    interval = proportions.wilson(hits, n)
    for end in (interval.low, interval.high):
        if 0 < end < 1:
            assert abs(hits / n - end) == pytest.approx(Z * sqrt(end * (1 - end) / n), abs=1e-6)


@given(counts)
def test_the_share_of_the_others_is_one_minus_it(share):
    hits, n = share
    this, other = proportions.wilson(hits, n), proportions.wilson(n - hits, n)
    assert (this.low, this.high) == pytest.approx((1 - other.high, 1 - other.low))


@given(st.integers(1, 30), st.integers(1, 30), st.floats(0.01, 0.99))
def test_the_beta_distribution_is_the_binomial_seen_from_the_other_side(a, b, x):
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta.cdf(x, a, b) == pytest.approx(tail, abs=1e-9)
    assert beta.cdf(beta.quantile(0.3, a, b), a, b) == pytest.approx(0.3, abs=1e-9)


def test_clopper_pearson_gives_the_rule_of_three():
    assert proportions.clopper_pearson(0, 10, 0.95).high == pytest.approx(1 - 0.025 ** (1 / 10))
    assert proportions.clopper_pearson(10, 10, 0.95).low == pytest.approx(0.025 ** (1 / 10))
    with pytest.raises(ValueError):
        proportions.clopper_pearson(0, 0)


@given(counts)
def test_more_of_the_same_never_widens_an_interval(share):
    hits, n = share
    for interval in (proportions.wilson, proportions.clopper_pearson):
        assert interval(4 * hits, 4 * n).width <= interval(hits, n).width + 1e-9


def test_clusters_that_differ_have_a_design_effect():
    even, sizes = np.full(8, 5.0), np.full(8, 10.0)
    assert proportions.design_effect(even, sizes) == 1
    assert proportions.design_effect(np.array([0.0, 10] * 4), sizes) > 5


def test_natural_limits_are_two_point_six_six_moving_ranges_wide_and_need_ten():
    values = np.array([10, 12, 11, 13, 12, 11, 10, 12, 11, 12.0])
    found = present(limits.natural_limits(values))
    reach = 2.66 * np.abs(np.diff(values)).mean()
    assert (found.low, found.high) == pytest.approx((11.4 - reach, 11.4 + reach))
    assert limits.natural_limits(values[:9]) is None


def test_natural_limits_of_windows_that_overlap_are_as_wide_as_these_vary():
    """Means of six sprints each, of which neighbours share five: next year's lie within."""
    rng, outside = np.random.default_rng(3), []
    for _ in range(300):
        sprints = rng.normal(size=60)
        means = np.convolve(sprints, np.full(6, 1 / 6), "valid")
        found = present(limits.natural_limits(means[:15], 6))
        outside.append(not found.holds(means[40]))
    assert 0 < np.mean(outside) < 0.06
    assert limits.natural_limits(np.arange(5.0), 6)
    assert limits.natural_limits(np.arange(4.0), 6) is None


def test_kaplan_meier_counts_the_unfinished():
    # Freireich's 6-MP group, as in Kalbfleisch and Prentice: S(10) = 0.7529, S(22) = 0.5378.
    days = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = survival.fit(np.array(days, float), np.array(ended))
    assert curve.open_after(10.0) == pytest.approx(0.7529, abs=1e-4)
    assert curve.open_after(22.0) == pytest.approx(0.5378, abs=1e-4)
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.85) == inf


def test_without_censoring_the_curve_is_the_plain_quantile():
    days = np.arange(1.0, 21.0)
    curve = survival.fit(days, np.ones(20, int))
    assert (curve.quantile(0.5), curve.quantile(0.85)) == (10, 17)


def test_dropping_is_an_end_of_its_own():
    days, ends = np.arange(1.0, 11.0), np.array([1, 2] * 5)
    curve = survival.fit(days, ends)
    assert curve.done[-1] + curve.dropped[-1] == pytest.approx(1)
    assert curve.quantile(0.5) == 5  # three of the five that were finished


@given(st.lists(st.tuples(st.floats(0.1, 50), st.sampled_from([0, 1, 2])), min_size=1, max_size=40))
def test_open_done_and_dropped_share_everything(items):
    days, ends = (np.array(column) for column in zip(*items, strict=True))
    curve = survival.fit(days, ends)
    assert np.allclose(curve.still_open + curve.done + curve.dropped, 1)
    weights = np.ones((2, days.size))
    assert list(survival.quantile_draws(days, ends, 0.5, weights)) == [curve.quantile(0.5)] * 2


@given(st.lists(st.tuples(st.floats(0.1, 50), st.sampled_from([1, 2])), min_size=1, max_size=40))
def test_no_chance_passes_one_even_in_the_last_bits(items):
    days, ends = (np.array(column) for column in zip(*items, strict=True))
    assert survival.fit(days, ends).done_within(np.zeros(1), np.array([60.0]))[0] <= 1


def test_counting_a_story_twice_is_the_same_as_having_it_twice():
    days, ends = np.array([1.0, 2, 3, 4, 9]), np.array([1, 0, 1, 2, 1])
    twice = survival.fit(np.repeat(days, [1, 3, 2, 0, 1]), np.repeat(ends, [1, 3, 2, 0, 1]))
    weights = np.array([[1.0, 3, 2, 0, 1]])
    assert survival.quantile_draws(days, ends, 0.5, weights)[0] == twice.quantile(0.5)
    age, more = np.array([0.5, 2.5]), np.array([2.0, 8.0])
    assert survival.done_within_draws(days, ends, weights, age, more)[0] == pytest.approx(
        twice.done_within(age, more)
    )


@pytest.mark.parametrize(("n", "place"), [(5, None), (6, 6), (12, 12), (13, 12), (19, 17)])
def test_the_bound_of_the_next_one_is_an_order_statistic(n, place):
    assert survival.prediction_bound(np.arange(1.0, n + 1), 0.85) == place


def test_the_bound_holds_as_often_as_it_says():
    rng = np.random.default_rng(7)
    held = [
        one[-1] <= survival.prediction_bound(one[:-1], 0.85)
        for one in rng.lognormal(1, 1, (4000, 14))
    ]
    assert np.mean(held) == pytest.approx(12 / 14, abs=0.02)


def test_blocks_stay_together():
    rng = np.random.default_rng(1)
    draws = resampling.ratio_draws(np.array([0.0, 10]), np.array([10.0, 10]), rng, 500)
    assert set(np.round(draws, 6)) == {0.0, 0.5, 1.0}
    assert of_draws(draws).holds(0.5)


def test_benjamini_and_hochberg_hold_their_own_example():
    p_values = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert sum(trends.discoveries(p_values, 0.05)) == 4
    assert trends.discoveries([]) == []


def test_a_change_of_shares_needs_thirteen_sprints_and_shows_its_direction():
    hits, sizes = np.array([5.0] * 10 + [9.0] * 3), np.full(13, 10.0)
    change = present(trends.share_change(hits, sizes))
    assert change.direction == 1
    assert change.p_value < 0.05
    assert change.interval.holds(0.4)
    assert trends.share_change(hits[1:], sizes[1:]) is None


def test_a_slowdown_is_a_factor_and_time_has_no_unit():
    rng = np.random.default_rng(3)
    samples = [rng.lognormal(1, 0.4, 12) * (2 if place >= 10 else 1) for place in range(13)]
    change = present(trends.duration_change(samples))
    assert change.amount == pytest.approx(2, rel=0.2)
    assert change.p_value == pytest.approx(1 / 286, abs=0.004)
    again = present(trends.duration_change([one * 24 for one in samples]))
    assert (again.amount, again.p_value) == pytest.approx((change.amount, change.p_value))


def test_quiet_sprints_rarely_look_changed():
    rng = np.random.default_rng(5)
    changes = (
        trends.duration_change([rng.lognormal(1, 0.8, 6) for _ in range(13)]) for _ in range(300)
    )
    p_values = [present(change).p_value for change in changes]
    assert np.mean(np.array(p_values) <= 0.10) <= 0.14


def test_sprints_long_ago_tell_what_is_usual_and_not_how_much_it_changed():
    hits, sizes = np.array([3.0] * 10 + [5.0] * 10 + [9.0] * 3), np.full(23, 10.0)
    long = present(trends.share_change(hits, sizes))
    short = present(trends.share_change(hits[10:], sizes[10:]))
    assert long.amount == short.amount == pytest.approx(0.4)
    assert long.p_rise < short.p_rise
    older = trends.share_change(np.concatenate(([10.0] * 7, hits)), np.full(30, 10.0))
    assert older == long


def test_every_three_sprints_are_as_likely_and_ties_count_half():
    assert len(trends.choices(13)) == comb(13, 3)
    assert trends.choices(23)[-1].tolist() == [0.0] * 20 + [1.0] * 3
    assert trends.permuted_p(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(1 / 8)
    assert trends.permuted_p(np.zeros(4)) == 0.5


def balanced(seed, sprints=23, open_for=0.5, more=0.0):
    """Starts and ends of a team in which a part of what is open ends in each sprint."""
    rng, is_open, starts, ends = np.random.default_rng(seed), 10, [], []
    for sprint in range(sprints):
        starts.append(rng.poisson(10))
        lately = sprint >= sprints - 3
        ends.append(rng.binomial(is_open + starts[-1], 1 - open_for - more * lately))
        is_open += starts[-1] - ends[-1]
    return np.array(starts, float), np.array(ends, float)


def test_a_balance_of_starts_and_ends_keeps_its_level():
    for sprints in (13, 23):
        changes = (rate_ratio_change(*balanced(seed, sprints)) for seed in range(600))
        p_rise = np.array([present(change).p_rise for change in changes])
        for tail in (p_rise, 1 - p_rise):
            assert 0.05 < np.mean(tail <= 0.10) < 0.13


def test_what_is_left_lying_is_seen_in_the_balance():
    found = [present(rate_ratio_change(*balanced(seed, more=0.25))) for seed in range(100)]
    assert np.mean([one.p_rise <= 0.05 for one in found]) > 0.6
    assert np.median([one.amount for one in found]) > 1.2
    turned = [present(rate_ratio_change(*balanced(seed, more=0.25)[::-1])) for seed in range(100)]
    assert np.mean([one.p_rise >= 0.95 for one in turned]) > 0.6


def test_the_tail_of_student_is_the_other_side_of_its_quantile():
    for freedom in (1, 4, 9.5):
        assert t_tail(t_quantile(0.95, freedom), freedom) == pytest.approx(0.05)
        assert t_tail(-1.0, freedom) + t_tail(1.0, freedom) == pytest.approx(1)


moments = st.integers(1_577_836_800, 1_893_456_000).map(lambda s: datetime.fromtimestamp(s, UTC))
weeks = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))


@given(moments, st.floats(0, 60), weeks)
def test_the_calendar_counts_what_counting_day_by_day_gives(start, length, days):
    end = datetime.fromtimestamp(start.timestamp() + length * 86_400, UTC)
    found = WorkingCalendar(days).between(start.timestamp(), end.timestamp())
    assert found == pytest.approx(working_days(start, end, days), abs=1e-6)


@pytest.mark.django_db
def test_the_database_counts_working_days_as_we_do():
    moments = [datetime(2026, 1, day, 7 * day % 24, 13, tzinfo=UTC) for day in range(1, 29)]
    for days in ((1, 2, 3, 4, 5), (7,), (1, 3, 6, 7), (1, 2, 3, 4, 5, 6, 7)):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT working_days_until(m, %s::smallint[]) FROM unnest(%s) m",
                [list(days), moments],
            )
            told = [row[0] for row in cursor.fetchall()]
        ours = WorkingCalendar(days).until(np.array([one.timestamp() for one in moments]))
        assert told == pytest.approx(list(ours))
