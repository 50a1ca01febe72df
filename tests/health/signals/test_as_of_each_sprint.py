"""Signals that speak of now, as of the end of each of the last sprints."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.history.arrays import Observed, Told
from health.history.ceremonies import Prediction, Rhythm
from health.reports.building import SEED
from health.reports.composer import guarded
from health.reports.presenter.signal_shown import SignalPresenter
from health.signals import (
    commitment_capacity,
    hypothesis_throughput,
    knowledge_concentration,
    outcome_attainment,
)
from health.signals.catalogue import BY_KEY
from health.signals.throughput import completions, day_of
from numerics.forecasting import forecast_count

DAY, BACK = 86_400, 4  # sprints


@pytest.fixture(scope="module")
def reader():
    return Reader(quiet(11, 1)[0].told())


@pytest.fixture(scope="module")
def earlier(reader):
    """What was known four sprints before; read first, as it is read in time's order."""
    return reader.history(CHANGE - BACK)


@pytest.fixture(scope="module")
def told(reader, earlier):
    """The history with the next sprint kicked off."""
    history = reader.history(CHANGE)
    last = history.closed[-1]
    running = replace(last, id=0, number=last.number + 1, kicked_off=last.closed + 1, closed=None)
    return replace(history, sprints=(*history.sprints, running))


def measured(signal, history):
    return signal.measure(history, np.random.default_rng(1))


def test_concentration_is_told_as_it_was_when_the_sprint_ended(told, earlier):
    series = measured(knowledge_concentration, told).series
    then = measured(knowledge_concentration, replace(earlier, as_of=earlier.closed[-1].closed))
    assert (series[-1 - BACK].value, series[-1 - BACK].n) == (pytest.approx(then.value), then.n)
    assert series[-1 - BACK].label == earlier.round_labels()[-1]
    since = told.as_of - knowledge_concentration.REACH
    assert all(point.label >= told.day(since) for point in series)
    assert len(series) == min(13, sum(end >= since for end in told.rounds[1:]))


def test_what_was_done_since_makes_no_difference_to_a_point(told, earlier):
    """All of them until four sprints ago, one person alone since."""
    work, since = told.work, earlier.closed[-1].closed
    alone = replace(work, person=np.where(work.start < since, work.person, work.person.min()))
    shared = measured(knowledge_concentration, told).series
    series = measured(knowledge_concentration, replace(told, work=alone)).series
    assert series[:-BACK] == shared[:-BACK]
    assert series[-1].value > shared[-1].value


def test_a_sprint_is_set_against_the_forecast_of_its_kickoff(told):
    sprint, point = told.closed[-1 - BACK], measured(commitment_capacity, told).series[-1 - BACK]
    known = completions(told, day_of(sprint.kicked_off))
    assert len(known.days) < len(completions(told).days)
    days = (sprint.ends_on - sprint.starts_on).days + 1
    futures = forecast_count(known, days, seed=20, draws=500)
    assert point.value == pytest.approx(sprint.committed / futures.median)
    assert point.n == sprint.committed
    away = measured(commitment_capacity, replace(told, capacity=0.5)).series[-1 - BACK]
    assert away == point


def test_sprints_before_there_was_a_forecast_have_no_point(told):
    young = replace(told, stories=told.stories.where(~(told.stories.done < told.rounds[-8])))
    series = measured(commitment_capacity, young).series
    assert series[-8].value is None
    assert series[-8].n > 0
    assert series[-1].value is not None


@pytest.mark.parametrize("key", ["A4", "D1"])
def test_a_sprint_of_two_people_has_no_point(told, key):
    work, since = told.work, told.closed[-2].kicked_off
    person = np.where(work.end > since, work.person.min(), work.person)
    found = guarded(BY_KEY[key], replace(told, work=replace(work, person=person)), SEED)
    assert [one.value for one in found.series[-2:]] == [None, None]
    assert "The line leaves out" in found.withheld


def test_a_long_line_without_a_trend_says_that_none_is_tested(told):
    points = measured(commitment_capacity, told).series
    series = [{"label": one.label, "value": one.value, "n": one.n} for one in points]

    def trend(some):
        return SignalPresenter(BY_KEY["D1"], {"series": some, "trend": None}, None, None, {}).trend

    assert trend(series).startswith("No trend of this signal is tested")
    assert trend(series[1:]) == "A trend needs thirteen sprints."


def predictions(history):
    """Three tests a sprint; every third was decided within the week, the others take longer."""
    for number in range(39):
        stated = float(history.rounds[number // 3 - 14]) + DAY * (1 + number % 3)
        decided = stated + DAY * (20 + number if number % 3 else 4)
        yield Prediction(
            number, stated, date(2040, 1, 1), decided if decided < history.as_of else None, "", True
        )


def test_hypotheses_are_told_as_they_were_known_when_the_sprint_ended(told):
    tested = tuple(predictions(told))
    found = measured(hypothesis_throughput, replace(told, rhythm=Rhythm(hypotheses=tested)))
    for point, end in zip(found.series[::-1], told.rounds[:0:-1].tolist(), strict=False):
        known = tuple(
            one if one.decided and one.decided <= end else replace(one, decided=None, verdict="")
            for one in tested
            if one.stated <= end
        )
        then = measured(
            hypothesis_throughput, replace(told, as_of=end, rhythm=Rhythm(hypotheses=known))
        )
        assert (point.value, point.n) == (then.value, len(known))
    assert {point.value is None for point in found.series} == {True, False}


def metrics(history):
    """Three metrics; one was seen to reach its target late, of one the target was lowered."""
    ends = history.rounds
    for number, target in enumerate((10.0, 10.0, 10.0)):
        details = {
            "successmetric": number,
            "kind": "cost_avoidance",
            "baseline": 0.0,
            "target": target,
            "due": "2040-01-01",
        }
        yield Told(number, "AP", "successmetric_defined", float(ends[1]), details)
    lowered = {"successmetric": 2, "now": {"target": 5.0}}
    yield Told(9, "AP", "successmetric_retargeted", float(ends[-3]), lowered)


def test_outcomes_are_told_by_what_had_been_seen_and_the_target_in_force(told):
    days = [date.fromisoformat(told.day(end)) for end in told.rounds]
    seen = (
        Observed(0, 12.0, None, days[-6], 2),
        Observed(1, 3.0, None, days[-6], 2),
        Observed(1, 11.0, None, days[-2], 2),
        Observed(2, 6.0, None, days[-5], 2),
    )
    history = replace(told, told=tuple(metrics(told)), observed=seen)
    found = measured(outcome_attainment, history)
    shares = [(point.value and round(3 * point.value, 6), point.n) for point in found.series]
    assert shares[-7:] == [
        (None, 0),
        (pytest.approx(1.5), 2),
        (pytest.approx(1), 3),
        (pytest.approx(1), 3),
        (pytest.approx(2), 3),
        (pytest.approx(3), 3),
        (pytest.approx(3), 3),
    ]
