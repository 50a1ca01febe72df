"""Signals recomputed straight from events, one by one, by code that shares nothing with them."""

from collections import defaultdict
from datetime import timedelta

import numpy as np
import pytest

from jobs import clock
from metrics.models import HealthReport
from projects.models import Event
from stories.models import Story
from tests.metrics import plain
from tests.metrics.chronicle import working_days


@pytest.fixture(scope="module")
def report(comet):
    with clock.told_at(comet.now):
        return HealthReport.compute(comet.team)


@pytest.fixture(scope="module")
def stories(comet):
    return plain.told(comet.project)


@pytest.fixture(scope="module")
def signal(report):
    return {one["key"]: one for one in report.content["signals"]}


def window(comet):
    """Since the sixth last kickoff; six closed sprints."""
    return comet.sprints[1:7]


def close(value):
    return pytest.approx(value, rel=1e-5)


def test_return_handoffs(comet, stories, signal):
    since = comet.sprints[1].kicked_off_at
    done = [one for one in stories.values() if one.done and one.done > since]
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


def test_cycle_time_and_its_expectation(comet, report, stories, signal):
    since = report.as_of - timedelta(weeks=13)
    started = [one for one in stories.values() if one.started and one.started > since]
    assert not [one for one in started if one.category == "dropped"]
    pairs = [
        (working_days(one.started, one.done or report.as_of), one.done is not None)
        for one in started
    ]
    assert signal["B1"]["value"] == close(plain.product_limit(pairs, 0.85))
    assert signal["B1"]["figures"]["p50"] == close(plain.product_limit(pairs, 0.5))
    cycles = sorted(
        one.cycle for one in stories.values() if one.done and one.done > since and one.started
    )
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


def spells(comet, as_of):
    """Who worked on which story when, event by event: (story, person, from, to)."""
    for pk in comet.project.stories.values_list("pk", flat=True):
        owner, active, since, found = None, False, None, []
        for event in Event.objects.filter(story=pk).order_by("pk"):
            was = owner, active
            details = event.details
            if event.verb in ("story_created", "story_moved"):
                active = (details.get("now_category") or details["category"]) in plain.ACTIVE
            if event.verb == "story_created":
                owner = details["owner"]
            if event.verb == "story_handed":
                owner = details["now"]
            if (owner, active) != was:
                if was[0] and was[1]:
                    found.append((pk, was[0], since, event.at))
                since = event.at
        if owner and active:
            found.append((pk, owner, since, as_of))
        yield from found


def test_knowledge_concentration(comet, report, stories, signal):
    discipline = {m.user_id: m.discipline for m in comet.team.memberships.all()}
    theme = dict(Story.objects.values_list("pk", "theme"))
    recent = {pk for pk, one in stories.items()
              if one.done and one.done > comet.sprints[1].kicked_off_at}  # fmt: skip
    done = {pk for pk, one in stories.items() if one.done}
    effort, worked = defaultdict(lambda: defaultdict(float)), defaultdict(set)
    for pk, person, start, end in spells(comet, report.as_of):
        if pk in done and theme[pk] in {theme[one] for one in recent}:
            age = (report.as_of - end).total_seconds() / 86_400
            cell = theme[pk], discipline[person]
            effort[cell][person] += working_days(start, end) * 2 ** (-age / 90)
            worked[cell].add(pk)
    cells = {cell: people for cell, people in effort.items() if len(worked[cell]) >= 5}
    alone = {
        cell for cell, people in cells.items() if max(people.values()) >= sum(people.values()) / 2
    }
    assert signal["A4"]["n"] == len(cells) == 4
    assert signal["A4"]["value"] == close(len(alone) / len(cells))
    rows = signal["A4"]["evidence"][0]["rows"] if alone else []
    assert {(row["id"], row["discipline"]) for row in rows} == alone
