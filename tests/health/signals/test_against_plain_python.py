"""Signals recomputed straight from events, one by one, by code that shares nothing with them."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from base import clock
from health.reports.building import build_report
from history.models import Event
from sprints.models import Action
from stories.models import Story
from tests.told import plain
from tests.told.chronicle import Chronicle, kept, working_days
from tests.told.odd_year import HEAP, tell_odd

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def comet(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, lambda: tell_odd(Chronicle()))


@pytest.fixture(scope="module")
def report(comet):
    with clock.at(comet.now):
        return build_report(comet.team)


@pytest.fixture(scope="module")
def stories(comet):
    return plain.told(comet.project)


@pytest.fixture(scope="module")
def heap(stories):
    return plain.in_bulk(stories)


@pytest.fixture(scope="module")
def flowing(stories, heap):
    """Those that weren't closed in bulk."""
    return {pk: one for pk, one in stories.items() if pk not in heap}


def test_the_heap_is_found(heap):
    assert len(heap) == HEAP


@pytest.fixture(scope="module")
def signal(report):
    return {one["key"]: one for one in report.content["signals"]}


def window(comet):
    """Since the sixth last kickoff; six closed sprints."""
    return comet.sprints[1:7]


def close(value):
    return pytest.approx(value, rel=1e-5)


def test_return_handoffs(comet, flowing, signal):
    since = comet.sprints[1].kicked_off_at
    finished = [one for one in flowing.values() if one.done and one.done > since]
    done = [one for one in finished if any(holder for _, holder in one.holders)]
    back = [one for one in done if len(one.path()) > len(set(one.path()))]
    assert signal["A2"]["value"] == close(len(back) / len(done))
    assert signal["A2"]["n"] == len(done)
    assert signal["A2"]["evidence"][0]["count"] == len(back) > 5


def test_commitment_reliability(comet, stories, signal):
    told = [plain.sprint_told(sprint, stories) for sprint in window(comet)]
    frozen, done = sum(len(one[0]) for one in told), sum(len(one[1]) for one in told)
    assert signal["C1"]["value"] == close(done / frozen)
    missed = {pk for one in told for pk in one[0] - one[1]}
    assert {row["id"] for row in signal["C1"]["evidence"][0]["rows"]} == missed


def test_scope_churn(comet, stories, signal):
    told = [plain.sprint_told(sprint, stories) for sprint in window(comet)]
    frozen = sum(len(one[0]) for one in told)
    added, removed = (sum(len(one[place]) for one in told) for place in (2, 3))
    assert signal["C2"]["value"] == close((added + removed) / frozen)
    assert signal["C2"]["figures"] == {"added": added, "removed": removed}


def test_cycle_time_and_its_expectation(report, flowing, signal):
    since = report.as_of - timedelta(weeks=13)
    known = [one for one in flowing.values() if one.started and not one.is_done_before_it_began]
    started = [one for one in known if one.started > since]
    items = [
        (
            working_days(one.started, one.ended or report.as_of),
            one.category if one.ended else "open",
        )
        for one in started
    ]
    assert signal["B1"]["value"] == close(plain.product_limit(items, 0.85))
    assert signal["B1"]["figures"]["p50"] == close(plain.product_limit(items, 0.5))
    cycles = sorted(one.cycle for one in known if one.done and one.done > since)
    place = int(np.ceil(0.85 * (len(cycles) + 1)))
    assert signal["B1"]["figures"]["sle"] == close(cycles[place - 1])
    assert signal["B1"]["n"] == len(cycles)


def test_aging_work(report, stories, signal):
    open_work = [
        one for one in stories.values() if one.started and one.category not in ("done", "dropped")
    ]
    ages = [working_days(one.started, report.as_of) for one in open_work]
    sle = signal["B1"]["figures"]["sle"]
    assert signal["B2"]["n"] == len(ages) >= 5
    assert signal["B2"]["value"] == close(sum(age > sle for age in ages) / len(ages))
    oldest = signal["B2"]["evidence"][0]["rows"][0]
    assert oldest["days"] == pytest.approx(max(ages), abs=0.05)


def test_flow_balance_and_its_blocked_time(report, flowing, signal):
    since = report.as_of - timedelta(weeks=8)
    starts = sum(one.started is not None and one.started > since for one in flowing.values())
    ends = sum(one.ended is not None and one.ended > since for one in flowing.values())
    assert signal["B3"]["figures"]["started"] == starts
    assert signal["B3"]["figures"]["ended"] == ends
    assert signal["B3"]["value"] == close(starts / ends)
    rest = {
        pk for pk, one in flowing.items() if one.started and one.started > since and not one.ended
    }
    gone = {pk for pk, one in flowing.items() if one.ended and one.ended > since}
    for told, ids in zip(signal["B3"]["evidence"][1:], (rest, gone), strict=True):
        assert told["count"] == len(ids)
        assert {row["id"] for row in told["rows"]} <= ids
    active = blocked = 0.0
    for pk, one in flowing.items():
        if one.started and (one.ended is None or one.ended >= since):
            active += working_days(one.started, one.ended or report.as_of)
            turns = Event.objects.filter(
                story=pk, verb__in=("story_blocked", "story_unblocked")
            ).order_by("pk")
            times = [event.at for event in turns]
            blocked += sum(map(working_days, times[::2], times[1::2]))
    assert signal["B3"]["figures"]["blocked_share"] == close(blocked / active)


def test_what_the_running_sprint_took_on_is_listed(comet, signal):
    frozen = set(comet.sprints[7].commitment.lines.values_list("story", flat=True))
    told = signal["D1"]["evidence"][0]
    assert {row["id"] for row in told["rows"]} == frozen
    assert told["count"] == signal["D1"]["figures"]["frozen"] == len(frozen)


def rounds(comet):
    """When each closed sprint began and ended, by the label of its points."""
    edges = [comet.sprints[0].kicked_off_at, *(one.closed_at for one in comet.sprints[:7])]
    return {end.date().isoformat(): (start, end) for start, end in pairwise(edges)}


def points(signal, key):
    return {one["label"]: (one["value"], one["n"]) for one in signal[key]["series"]}


def test_the_points_of_flow_balance_and_of_aging_work(comet, stories, flowing, signal):
    told = [one for one in stories.values() if one.started]
    for label, (start, end) in rounds(comet).items():
        begun = sum(start < one.started <= end for one in flowing.values() if one.started)
        ended = sum(start < one.ended <= end for one in flowing.values() if one.ended)
        assert points(signal, "B3")[label] == (close(begun / ended), ended)
        open_then = [
            one for one in told if one.started <= end and not (one.ended and one.ended <= end)
        ]
        since = end - timedelta(weeks=13)
        cycles = sorted(
            one.cycle
            for one in flowing.values()
            if one.cycle is not None and one.done and since < one.done <= end
        )
        place = int(np.ceil(0.85 * (len(cycles) + 1)))
        value, n = points(signal, "B2")[label]
        assert n == len(open_then)
        if n < 5 or place > len(cycles):
            assert value is None
        else:
            old = sum(working_days(one.started, end) > cycles[place - 1] for one in open_then)
            assert value == close(old / n)


def test_each_sprint_has_a_point_wherever_one_can_be_told(comet, signal):
    for key in ("A2", "A3", "B1", "B2", "B3", "E1"):
        assert list(points(signal, key)) == list(rounds(comet)), key
    assert len(signal["C1"]["series"]) == len(signal["C2"]["series"]) == 7


def test_follow_through(comet, report, signal):
    actions, items = list(Action.objects.filter(project=comet.project)), []
    for one in actions:
        how = "open" if one.closed_at is None else one.outcome
        items.append((working_days(one.created_at, one.closed_at or report.as_of), how))
    alive, done = 1.0, 0.0
    for time in sorted({days for days, how in items if how != "open" and days <= 20}):
        at_risk = sum(days >= time for days, _ in items)
        ends = [how for days, how in items if days == time]
        done += alive * ends.count("done") / at_risk
        alive *= 1 - (len(ends) - ends.count("open")) / at_risk
    assert signal["E1"]["value"] == close(done)
    assert signal["E1"]["n"] == len(actions) == 13
    assert {how for _, how in items} == {"open", "done", "dropped"}


def spells(comet, as_of):
    """Who worked on which story when, event by event: (story, person, from, to)."""
    for pk in comet.project.stories.values_list("pk", flat=True):
        owner, others, active, last = None, set(), False, None
        since: dict[int, Any] = {}
        for event in Event.objects.filter(story=pk).order_by("pk"):
            details, last = event.details, max(event.at, last or event.at)
            if event.verb in ("story_created", "story_moved"):
                active = (details.get("now_category") or details["category"]) in plain.ACTIVE
            if event.verb in ("story_created", "story_handed"):
                owner = details.get("owner") or details.get("now")
            if event.verb == "story_paired":
                others.add(details["coworker"])
            if event.verb == "story_parted":
                others.remove(details["coworker"])
            at_it = {owner, *others} - {None} if active else set()
            for person in set(since) - at_it:
                yield pk, person, since.pop(person), last
            since |= dict.fromkeys(at_it - set(since), last)
        for person, start in since.items():
            yield pk, person, start, as_of


def test_knowledge_concentration(comet, report, flowing, signal):
    discipline = {m.user_id: m.discipline for m in comet.team.memberships.all()}
    theme = dict(Story.objects.values_list("pk", "theme"))
    recent = {
        pk for pk, one in flowing.items() if one.done and one.done > comet.sprints[1].kicked_off_at
    }
    done = {pk for pk, one in flowing.items() if one.done}
    effort: dict[tuple, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    worked: dict[tuple, set] = defaultdict(set)
    for pk, person, start, end in spells(comet, report.as_of):
        if pk in done and theme[pk] in {theme[one] for one in recent}:
            age = (report.as_of - end).total_seconds() / 86_400
            cell = theme[pk], discipline[person]
            effort[cell][person] += working_days(start, end) * 2 ** (-age / 90)
            worked[cell].add(pk)
    cells = {cell: people for cell, people in effort.items() if len(worked[cell]) >= 5}
    two = {one for one in discipline.values() if list(discipline.values()).count(one) == 2}
    alone = {
        cell
        for cell, people in cells.items()
        if max(people.values()) >= sum(people.values()) * (2 / 3 if cell[1] in two else 1 / 2)
    }
    assert signal["A4"]["n"] == len(cells) == 4
    assert signal["A4"]["value"] == close(len(alone) / len(cells))
    rows = signal["A4"]["evidence"][0]["rows"] if alone else []
    assert {(row["id"], row["discipline"]) for row in rows} == alone
