"""A share of what isn't so is one minus the share of what is so, in every figure and interval."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, CHANGES, SIZES, changed
from health.reports.building import SEED
from health.reports.composer import guarded
from health.signals import pooled_share as pooled
from health.signals.catalogue import BY_KEY
from numerics.statistics.proportions import chance_above, posterior
from numerics.statistics.trends import share_change
from tests.present import present

RESAMPLED = 2e-2  # ends of a bootstrap lie on one of its draws, which are fractions of few stories

sprints = st.lists(
    st.integers(1, 15).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=13,
    max_size=16,
)


def columns(rows):
    hits, sizes = (np.array(column, float) for column in zip(*rows, strict=True))
    return hits, sizes


@settings(max_examples=25)
@given(sprints)
def test_pooled_shares_and_their_intervals_are_turned_round(rows):
    hits, sizes = columns(rows)
    for pool in (pooled.share, pooled.overdispersed_share):
        this = pool(hits, sizes, np.random.default_rng(3))
        other = pool(sizes - hits, sizes, np.random.default_rng(3))
        assert other.value == pytest.approx(1 - this.value)
        exact = 1e-6 if this.draws is None else RESAMPLED
        assert other.interval.low == pytest.approx(1 - this.interval.high, abs=exact)
        assert other.interval.high == pytest.approx(1 - this.interval.low, abs=exact)


@given(sprints)
def test_a_change_for_the_better_is_one_for_the_worse_of_the_others(rows):
    hits, sizes = columns(rows)
    this, other = present(share_change(hits, sizes)), present(share_change(sizes - hits, sizes))
    assert other.amount == pytest.approx(-this.amount, abs=1e-9)
    assert other.p_value == pytest.approx(this.p_value, abs=1e-9)
    assert other.interval.low == pytest.approx(-this.interval.high, abs=1e-9)


@given(st.floats(0.01, 0.99), st.integers(1, 60), st.floats(0, 1))
def test_chances_of_both_sides_are_one_together(limit, n, part):
    hits = part * n
    both = chance_above(limit, hits, n) + chance_above(1 - limit, n - hits, n)
    assert both == pytest.approx(1, abs=1e-9)
    this, other = posterior(hits, n), posterior(n - hits, n)
    assert other.low == pytest.approx(1 - this.high, abs=1e-9)


@pytest.fixture(scope="module")
def history():
    team = changed(12, 1, CHANGES[0], SIZES["35–45"])[0]
    return Reader(team.told()).history(CHANGE)


@pytest.fixture(scope="module")
def found(history):
    return {
        key: guarded(BY_KEY[key], history, SEED) for key in ("A1", "A2", "A4", "B2", "C1", "E1")
    }


def test_rows_that_stayed_away_are_the_rest_of_those_that_returned(history, found):
    done = history.recent(history.done)
    stayed = sum(len(set(path.split())) == len(path.split()) for path in done.path)
    assert stayed / found["A2"].n == pytest.approx(1 - found["A2"].value)


def test_missed_promises_are_the_rest_of_those_kept(history, found):
    missed = sum(len(sprint.missed_stories) for sprint in history.window)
    frozen = sum(sprint.committed for sprint in history.window)
    assert missed / frozen == pytest.approx(1 - found["C1"].value)
    assert found["C1"].evidence[0].count == missed


def test_links_without_contact_and_pairs_in_contact_leave_nothing_out(found):
    figures = found["A1"].figures
    assert 0 <= figures["links_without_contact"] <= figures["links"]
    assert (figures["links_without_contact"] == 0) == (found["A1"].value == 1)


def test_work_that_is_young_enough_is_the_rest_of_what_is_old(found):
    aging = found["B2"]
    young = sum(row["days"] <= aging.figures["sle"] for row in aging.evidence[0].rows)
    assert young / aging.n == pytest.approx(1 - aging.value)


def test_themes_that_rest_on_several_are_the_rest(found):
    spread = found["A4"].n - found["A4"].evidence[0].count
    assert spread / found["A4"].n == pytest.approx(1 - found["A4"].value)
