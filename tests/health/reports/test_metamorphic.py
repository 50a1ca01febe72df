"""What may be done to a history without its readings changing, or changing for the better."""

from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.history.arrays import Stories, Work
from health.history.ceremonies import Rhythm
from health.reports.building import SEED
from health.reports.composer import guarded, trends_of
from health.signals.catalogue import BY_KEY, SIGNALS
from numerics.statistics.calendar import WEEK
from tests.present import present

TIMES = ("since", "started", "done", "dropped", "blocked")
SHARES = (
    "A2",
    "B1",
    "B2",
    "B3",
    "C1",
    "C2",
    "E1",
)  # those that more of the same leaves as they are


@pytest.fixture(scope="module")
def history():
    return Reader(quiet(11, 1)[0].told()).history(CHANGE)


@pytest.fixture(scope="module")
def readings(history):
    return essence(history)


def essence(history, signals=SIGNALS):
    """All that is said, but for the days and the rows it is said of."""
    measured = [(signal, guarded(signal, history, SEED)) for signal in signals]
    return {
        signal.key: (
            one.state,
            one.n,
            one.value,
            one.interval,
            one.range,
            one.chance_attention,
            one.says,
            one.action,
            one.notes,
            one.figures,
            trend,
            [point.value for point in one.series],
        )
        for (signal, one), trend in zip(measured, trends_of(measured), strict=True)
    }


def alike(one, other):
    """Whether two tellings are the same up to the last bits of their numbers."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-6, abs=1e-9, nan_ok=True)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if hasattr(one, "__dataclass_fields__"):
        return all(alike(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return one == other


def shifted(history, weeks):
    by, days = weeks * WEEK, timedelta(weeks=weeks)
    stories, work = history.stories, history.work
    return replace(
        history,
        as_of=history.as_of + by,
        stories=replace(stories, **{name: getattr(stories, name) + by for name in TIMES}),
        work=replace(work, start=work.start + by, end=work.end + by),
        sprints=tuple(
            replace(
                one,
                kicked_off=one.kicked_off + by,
                closed=one.closed + by,
                starts_on=one.starts_on + days,
                ends_on=one.ends_on + days,
            )
            for one in history.sprints
        ),
        rhythm=Rhythm(
            actions=tuple(
                replace(
                    one,
                    created=one.created + by,
                    due=one.due + days,
                    closed=None if one.closed is None else one.closed + by,
                )
                for one in history.rhythm.actions
            )
        ),
    )


@settings(max_examples=5)
@given(st.integers(-200, 200))
def test_whole_weeks_change_nothing(history, readings, weeks):
    moved = essence(shifted(history, weeks))
    assert [key for key in readings if not alike(moved[key], readings[key])] == []


@settings(max_examples=5)
@given(st.randoms(use_true_random=False))
def test_who_they_are_changes_nothing(history, readings, random):
    places = list(range(history.contributors + 3))
    random.shuffle(places)
    work = replace(history.work, person=np.array(places)[history.work.person])
    renamed = essence(replace(history, work=work), (BY_KEY["A1"], BY_KEY["A4"]))
    assert alike(renamed["A1"], readings["A1"])
    assert renamed["A4"][:3] == readings["A4"][:3]


def test_stories_may_stand_in_any_order(history, readings):
    order = np.random.default_rng(1).permutation(len(history.stories))
    mixed = essence(replace(history, stories=history.stories.where(order)))
    assert [key for key in readings if not alike(mixed[key][1:3], readings[key][1:3])] == []


def doubled(history):
    """Everything twice: each story, each promise and each action has a twin of the same times."""
    twice = {
        field.name: np.tile(getattr(history.stories, field.name), 2) for field in fields(Stories)
    }
    twice["id"] = np.concatenate((history.stories.id, history.stories.id + 10**6))
    work = {field.name: np.tile(getattr(history.work, field.name), 2) for field in fields(Work)}
    numbers = ("committed", "committed_points", "done", "done_points", "added", "removed")
    actions = history.rhythm.actions
    return replace(
        history,
        stories=Stories(**twice),
        work=Work(**work),
        sprints=tuple(
            replace(one, **{name: 2 * getattr(one, name) for name in numbers})
            for one in history.sprints
        ),
        rhythm=Rhythm(actions=tuple(sorted((*actions, *actions), key=lambda one: one.created))),
    )


def test_more_of_the_same_says_the_same_and_no_less_surely(history):
    for key in SHARES:
        one, two = (guarded(BY_KEY[key], told, SEED) for told in (history, doubled(history)))
        assert two.value == pytest.approx(one.value), key
        assert present(two.interval).width <= present(one.interval).width * 1.02 + 1e-9, key
        assert two.n >= one.n, key
        for was, now in zip(one.changes, two.changes, strict=True):
            if was is not None:
                assert present(now).amount == pytest.approx(was.amount, abs=0.02), key
                assert present(now).p_value <= was.p_value + 0.02, key
