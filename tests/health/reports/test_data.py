"""Odd histories: the figures are right all the same, and the report says what is odd."""

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import connection

from base import clock
from facts.models import StoryFact
from health.reports.building import build_report, recompute
from integrations.imports.jira import JiraImport
from teams.models import Team
from tests.integrations.imports.issues import (
    DOING,
    DONE,
    SPRINT,
    TODO,
    change,
    issue,
    item,
    moved,
    status,
    write,
)
from tests.told.chronicle import MONDAY, Chronicle, working_days
from tests.told.crowd import closed_at_once, through_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def comet():
    return Chronicle()


def computed(chronicle, day):
    with clock.at(chronicle.moment(day)):
        return build_report(chronicle.team)


def remark(report, kind):
    found = [one for one in report.content["data"] if one["kind"] == kind]
    return found[0] if found else None


def signal(report, key):
    return next(one for one in report.content["signals"] if one["key"] == key)


def busy(chronicle, days=24, took=1.5):
    """A story finished each day, by all in turn."""
    people = list(chronicle.people)
    for place in range(days):
        chronicle.finish(place, took, people[place % len(people)])


def same_again(report):
    assert recompute(report) == report.sha256


@pytest.fixture
def crowded(db):
    """Let the planner know of the many rows before the constraints are checked at the end."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stories_story")


def test_ten_thousand_closes_in_a_minute_are_listed_and_left_out(comet, client, crowded):
    busy(comet)
    closed_at_once(comet, 10_000, day=26)
    report = computed(comet, 28)
    said = remark(report, "bulk_closes")
    assert said["count"] == 10_000
    assert said["says"].startswith("10,000 stories were closed in bulk in one minute of 2026-01-31")
    assert "left out of flow and of forecasts" in said["says"]
    (rows,) = said["evidence"]
    assert (len(rows["rows"]), rows["count"]) == (50, 10_000)
    cycle = signal(report, "B1")
    assert (cycle["n"], cycle["figures"]["p50"]) == (24, pytest.approx(1.5, abs=0.1))
    assert signal(report, "B3")["figures"]["started"] == 24
    client.force_login(comet.lead)
    assert len(report.body) < 60_000
    assert len(client.get("/teams/comet/health/").content) < 300_000
    same_again(report)


def test_a_clock_that_ran_backwards_is_said_and_gives_no_negative_time(comet):
    busy(comet)
    back = comet.write(20)
    for day, category in ((22, "doing"), (21, "review"), (24, "doing"), (23.5, "done")):
        comet.move(back, day, category)
    report = computed(comet, 26)
    said = remark(report, "clock_backwards")
    assert "The clock ran backwards twice in the history of 1 story." in said["says"]
    assert said["evidence"][0]["rows"] == [{"id": back.pk, "key": "CO-25", "times": 2}]
    assert StoryFact.objects.get(pk=back.pk).done_at == comet.moment(24)
    assert signal(report, "B1")["n"] == 25
    same_again(report)


def test_a_story_done_before_it_was_started_has_no_duration(comet):
    busy(comet)
    before = computed(comet, 26)
    odd = comet.write(20)
    comet.move(odd, 24, "doing")
    comet.move(odd, 22, "done")
    report = computed(comet, 26.1)
    said = remark(report, "done_before_started")
    assert said["says"] == ("1 story was done before it was started: its cycle time isn't known.")
    assert said["evidence"][0]["rows"][0]["key"] == odd.key
    was, now = signal(before, "B1"), signal(report, "B1")
    assert (now["n"], now["figures"]["started"]) == (was["n"], was["figures"]["started"])
    assert now["value"] == was["value"]
    same_again(report)


def test_a_story_reopened_ten_times_keeps_its_clock_and_is_said(comet):
    busy(comet)
    story = comet.finish(10, 1)
    for turn in range(10):
        comet.move(story, 11.1 + turn, "doing")
        comet.move(story, 11.6 + turn, "done")
    report = computed(comet, 26)
    said = remark(report, "reopened")
    assert said["says"].startswith("1 story was reopened 10 times.")
    assert said["evidence"][0]["rows"] == [{"id": story.pk, "key": story.key, "times": 10}]
    assert StoryFact.objects.get(pk=story.pk).cycle_days == pytest.approx(
        working_days(comet.moment(10), comet.moment(20.6))
    )
    assert signal(report, "B1")["n"] == 25


def sprint_of(number):
    begins = MONDAY + timedelta(days=14 * number)
    days = {"startDate": 0, "endDate": 13, "completeDate": 11}
    told = {name: (begins + timedelta(days=day)).isoformat() for name, day in days.items()}
    return SPRINT | told | {"id": number + 1, "name": f"Sprint {number + 1}"}


def imported(number, sprint, *, planned_on, is_done):
    """An issue planned into the sprint so many days after its start."""
    begins = datetime.fromisoformat(sprint["startDate"])
    day = lambda n: (begins + timedelta(days=n)).isoformat()  # noqa: E731
    pk = str(sprint["id"])
    changes = [change(1, day(planned_on), item("Sprint", "", pk, "", sprint["name"]))]
    if is_done:
        changes += [change(2, day(5), moved(TODO, DOING)), change(3, day(6), moved(DOING, DONE))]
    return issue(
        number,
        *changes,
        at=day(-2),
        status=status(DONE if is_done else TODO),
        customfield_9=[sprint],
    )


def test_sprints_without_stories_are_left_out_of_commitments(tmp_path):
    issues = [
        imported(6 * n + k, sprint_of(n), planned_on=3 if n == 2 else -1, is_done=k < 4)
        for n in range(5)
        for k in range(6)
    ]
    JiraImport([write(tmp_path, *issues)], "TV").run()
    with clock.at(MONDAY + timedelta(days=14 * 5)):
        report = build_report(Team.objects.get())
    assert remark(report, "empty_sprints")["says"] == (
        "TV sprint 3 had nothing frozen at the kickoff and is left out of commitments."
    )
    assert signal(report, "C1")["n"] == 4


def test_who_changed_discipline_counts_by_the_discipline_of_the_time(comet):
    for place in range(14):
        comet.finish(place, 1.5, "sara", path=["sven"])
    with comet.at(20):
        for who in ("sara", "sven"):
            member = comet.team.memberships.current().get(user=comet.people[who])
            comet.team.take_in(
                member.user, discipline="engineering", role=member.role, by=comet.lead
            )
    for place in range(14):
        comet.finish(21 + place, 1.5, "sara", path=["sven"])
    comet.finish(22, 1.5, "emma")
    report = computed(comet, 38)
    assert remark(report, "changed_discipline")["says"].startswith(
        "2 people changed discipline within the last year."
    )
    paths = {tuple(one.owner_path) for one in StoryFact.objects.all()}
    assert paths == {("science",), ("engineering",)}
    assert signal(report, "A2")["value"] == 0
    same_again(report)


def test_a_team_of_one_is_told_why_so_little_is_shown():
    solo = Chronicle("Solo", "SO", {"sara": "science"})
    busy(solo, 40, took=1.2)
    report = computed(solo, 45)
    assert remark(report, "team_of_one")["says"].startswith("The team is one person.")
    for one in report.content["signals"]:
        assert one["value"] is None or one["key"] in ("C3", "D1", "H1"), one["key"]
    same_again(report)


def test_fifteen_years_are_read_by_their_last_stretch(crowded):
    years = 15
    start = MONDAY - timedelta(days=365.25 * years)
    old = Chronicle("Old", "OL", start=start)
    through_years(old, 10_000, years)
    with clock.at(MONDAY):
        report = build_report(old.team)
    said = remark(report, "long_history")
    assert said["says"].startswith("The history goes back 15 years, to December 2010.")
    assert "last 60 weeks" in said["says"]
    cycle = signal(report, "B1")
    assert 90 < cycle["n"] < 180  # 13 weeks of 667 stories a year
    assert cycle["state"] in ("healthy", "attention", "unclear")
    assert len(report.body) < 60_000
    same_again(report)


def test_an_archived_project_keeps_counting_and_is_said(comet):
    busy(comet)
    with comet.at(27):
        comet.project.enter("archived", by=comet.lead)
    report = computed(comet, 28)
    assert remark(report, "archived_projects")["says"].startswith("CO is archived.")
    assert signal(report, "B1")["n"] == 24
    with comet.at(29):
        comet.project.enter("active", by=comet.lead)
    same_again(report)
    assert remark(computed(comet, 30), "archived_projects") is None


def test_an_ordinary_year_has_nothing_odd_in_it(comet):
    busy(comet, 60)
    assert computed(comet, 62).content["data"] == []


def test_what_is_said_of_the_data_stands_on_the_page_in_the_table_and_in_the_api(
    comet, client, api
):
    heap = [comet.write(0) for _ in range(6)]
    for place, story in enumerate(heap):
        comet.move(story, 3 + place / 86_400, "done", by="sara")
    busy(comet, 5)
    report = computed(comet, 6)
    says = remark(report, "bulk_closes")["says"]
    client.force_login(comet.lead)
    page = client.get("/teams/comet/health/").content.decode()
    assert says in page
    assert f'href="/stories/{heap[0].key}/"' in page.split('id="data"')[1]
    table = client.get(f"/teams/comet/health/{report.pk}.csv").content.decode()
    lines = {line["signal"]: line for line in csv.DictReader(StringIO(table))}
    assert (lines["bulk_closes"]["value"], lines["bulk_closes"]["says"]) == ("6", says)
    assert lines["bulk_closes"]["evidence"].split() == [one.key for one in heap]
    told = api(comet.lead).get(f"reports/{report.pk}/").json()["content"]["data"]
    assert says in [one["says"] for one in told]
