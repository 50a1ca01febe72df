"""A state is of what it says: no change hides in its own limits, no cell judges what can't be."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.reports.composer import reconciled
from health.signals import forecast_calibration, return_handoffs
from health.signals import pooled_share as pooled
from health.signals.forecast_record import Record, Resolved
from health.signals.knowledge_concentration import Cell
from health.signals.measurement import Measurement, State
from health.signals.words import between, percents
from tests.present import present


@pytest.fixture(scope="module")
def told():
    return Reader(quiet(11, 1)[0].told()).history(CHANGE)


def returning(history, share_of):
    """The history in which such a share of each sprint's finished stories came back."""
    place, returned = history.round_of(history.stories.done), np.full(len(history.stories), np.nan)
    for sprint in range(history.closed_rounds):
        own = np.flatnonzero(place == sprint)
        returned[own] = np.arange(own.size) < round(share_of(sprint) * own.size)
    return replace(history, stories=replace(history.stories, returned=returned))


def test_returns_that_went_from_8_to_32_per_cent_are_not_called_healthy(told):
    last = told.closed_rounds - 3
    found = [
        return_handoffs.measure(
            returning(told, lambda sprint, since=changed: 0.32 if sprint >= since else 0.08),
            np.random.default_rng(1),
        )
        for changed in (last, last - 3, 99)
    ]
    assert found[0].state is not State.HEALTHY or not present(found[0].changes[0]).p_rise < 0.05
    assert found[1].state is State.ATTENTION
    # The six that changed tell nothing of them.
    assert present(found[1].range).high == present(found[2].range).high


@pytest.mark.parametrize("judged", [1, 3, 6])
@pytest.mark.parametrize("seed", range(10))
def test_what_is_judged_never_moves_its_own_limits(judged, seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 20, 24).astype(float)
    hits = np.floor(sizes * rng.random(24))
    other = hits.copy()
    other[-judged:] = sizes[-judged:]
    limits = pooled.own_limits(hits, sizes, judged)
    assert limits == pooled.own_limits(other, sizes, judged)
    assert pooled.own_limits(hits[: 9 + judged], sizes[: 9 + judged], judged) is None


def test_nothing_is_healthy_beside_its_own_alert():
    well = Measurement(State.HEALTHY, 20)
    assert reconciled(well, {"alert": True}).state is State.UNCLEAR
    assert "surely got worse" in reconciled(well, {"alert": True}).notes[-1]
    for trend in (None, {"alert": False}):
        assert reconciled(well, trend) is well
    bad = Measurement(State.ATTENTION, 20)
    assert reconciled(bad, {"alert": True}) is bad


@pytest.mark.parametrize(
    ("members", "shares", "rests"),
    [
        (2, (0.5, 0.5), False),
        (2, (0.6, 0.4), False),
        (2, (0.66, 0.34), False),
        (2, (0.67, 0.33), True),
        (2, (1.0,), True),
        (3, (0.5, 0.5), True),
        (3, (0.4, 0.3, 0.3), False),
    ],
)
def test_of_two_people_it_takes_two_thirds_to_rest_on_one(members, shares, rests):
    assert Cell(1, "science", np.array([shares]), members).rests_on_one == rests


AUTUMN = date(2026, 9, 1)


def scored(n, held_50, held_85):
    rows = [
        Resolved(place, "", AUTUMN, 0, 9, 5, (place < held_50, place < held_85, True), 1.0, 1.0)
        for place in range(n)
    ]
    return type("Scored", (Record,), {"effective": float(n)})(tuple(rows))


@pytest.mark.parametrize(
    ("n", "held_50", "held_85", "wide"),
    [
        (18, 9, 18, [0.85]),
        (18, 13, 15, [0.5]),
        (18, 9, 15, []),
        (13, 7, 12, []),
        (18, 13, 18, [0.5, 0.85]),
    ],
)
def test_ranges_that_hold_clearly_too_often_are_too_wide(n, held_50, held_85, wide):
    record = scored(n, held_50, held_85)
    assert forecast_calibration._too_wide(record) == wide
    told = forecast_calibration._action(held_85, record, True, wide, [])
    assert ("wider than they need" in told) == bool(wide)


def test_no_range_is_said_with_the_same_two_ends():
    assert between(4.48, 4.52) == "4.48–4.52"
    assert between(4.4, 4.6) == "4.4–4.6"
    assert between(4.5, 4.5) == "4.5"
    assert percents(0.971, 0.974) == "97.1–97.4 %"
    for low in np.linspace(0, 7, 40):
        for wide in (0.0, 0.0004, 0.01, 0.2):
            ends = between(low, low + wide).split("–")
            assert len(set(ends)) == len(ends)
