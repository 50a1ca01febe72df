"""What will come of an open sprint: its own page, and the part the sprint's page shows."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from base import clock
from facts.models import ProjectFacts
from forecasts.inputs import ForecastInputs
from forecasts.project_forecast import AIM, ProjectForecast
from sprints.models import Sprint
from tests.budgets import assert_budget
from tests.forecasts.conftest import plan_sprint
from tests.present import present
from tests.world import person

URL = "/projects/FL/sprints/1/forecast/"
SPRINT = "/projects/FL/sprints/1/"


@pytest.fixture
def reader(client, flow):
    client.force_login(flow.lead)
    return client


def says(page):
    return present(re.search(r'id="sprint-says".*?says">(.*?)</p>', page, re.DOTALL))[1]


def read(reader, address=URL):
    return reader.get(address).content.decode()


def test_a_running_sprint_hears_how_many_of_how_many(reader, flow):
    stories = list(flow.project.stories.open())
    plan_sprint(flow, stories[:5], kick_off=True)
    flow.move(stories[0], flow.now + 0.2, "done")
    with flow.at(flow.now + 1):
        page = read(reader)

    found = present(re.match(r"(\d+) to (\d+) of (\d+) stories by", says(page)))
    low, high, of = map(int, found.groups())
    assert 1 <= low <= high <= of == 5
    assert re.search(r"by \d+ \w+, 85 %", says(page))
    assert "chance that all 5 that stand in it now are done by then" in page
    assert all(story.key in page for story in stories[1:5])
    assert stories[0].key not in page


def test_what_came_after_the_kickoff_counts_and_is_told_apart(reader, flow):
    stories = list(flow.project.stories.open())
    sprint = plan_sprint(flow, stories[:3], kick_off=True)
    with flow.at(flow.now + 0.5):
        stories[3].plan_into(sprint, by=flow.lead)

    assert "all 4 that stand in it now (3 were frozen at its kickoff) are done" in read(reader)


@pytest.mark.parametrize("early", [0, 1, 3, 6])
@pytest.mark.parametrize("started", [0, 1, 2])
@pytest.mark.parametrize("away", [0, 1])
def test_the_kickoff_alone_changes_no_chance(flow, early, started, away):
    """As long as the facts are the same: also days before it begins, and with work begun."""
    stories = [flow.write(flow.now - 1) for _ in range(5)]
    first = flow.moment(flow.now + early).date()
    with flow.at(flow.now - 0.1):
        sprint = Sprint.plan(flow.project, starts_on=first, by=flow.lead)
        for story in stories:
            story.plan_into(sprint, by=flow.lead)
    for story in stories[:started]:
        flow.move(story, flow.now - 0.3, "doing")
    if away:
        flow.team.note_absence(
            flow.people["sven"], first_day=first, last_day=first + timedelta(days=4), by=flow.lead
        )
    ProjectFacts.refresh(flow.project.pk)
    before = told_of(flow, "commitment")
    for story in stories:
        story.hand_to(flow.lead, by=flow.lead)
    sprint.kick_off(by=flow.lead)

    assert told_of(flow, "in_sprint") == before


def told_of(flow, which):
    today = flow.moment(flow.now).date()
    plan = getattr(
        ProjectForecast(ForecastInputs.of(ForecastInputs.projects().get(key="FL"), today)), which
    )
    return plan.stories, plan.chance, plan.away, plan.answer.forecast.median


def test_a_blocked_story_is_named_and_its_chance_is_said_to_assume_that_it_goes_on(reader, flow):
    stories = list(flow.project.stories.open())[:3]
    plan_sprint(flow, stories, kick_off=True)
    assert "blocked" not in read(reader).lower()
    stories[0].block("Waits for data", by=flow.lead)
    assert f"{stories[0].key} is blocked: this assumes that it goes on today." in read(reader)
    stories[1].block("Waits for data", by=flow.lead)
    page = read(reader)

    assert "are blocked: this assumes that they go on today." in page
    assert page.count(">Blocked<") == 2
    assert "are blocked" in reader.get("/projects/FL/forecast/").content.decode()


def test_within_its_last_week_the_day_is_named(reader, flow):
    plan_sprint(flow, list(flow.project.stories.open())[:4], kick_off=True)
    with flow.at(flow.now + 8):
        assert "by Sunday" in says(read(reader))
    with flow.at(flow.now + 13):
        assert "by tonight" in says(read(reader))


def test_a_plan_is_told_its_chance_who_is_away_and_what_cutting_makes_of_it(reader, flow):
    plan_sprint(flow, [flow.write(flow.now - 1) for _ in range(9)])
    today = flow.moment(flow.now).date()
    for name in ("sven", "emma"):
        flow.team.note_absence(
            flow.people[name], first_day=today, last_day=today + timedelta(days=4), by=flow.lead
        )
    said = says(read(reader))

    found = re.match(
        r"With 2 people away, this plan has a chance of (.*)\. Cutting (\d+) stor.* it (\d+) %",
        said,
    )
    assert found, said
    inputs = ForecastInputs.of(ForecastInputs.projects().get(key="FL"), today)
    plan = present(ProjectForecast(inputs).commitment)
    cut, chance = present(plan.cut_to_aim)
    assert (int(found[2]), int(found[3])) == (cut, round(100 * chance))
    forecast = present(plan.answer.forecast)
    assert forecast.chance_of_at_least(9 - cut) >= AIM > forecast.chance_of_at_least(10 - cut)


def test_a_plan_that_will_hold_is_not_cut(reader, flow):
    plan_sprint(flow, [flow.write(flow.now - 1)])

    assert "Cutting" not in says(read(reader))
    assert "Is there room for more" in says(read(reader))


def test_an_empty_plan_and_a_sprint_that_is_over(reader, flow):
    plan_sprint(flow, [])
    assert "Nothing is planned into it yet" in read(reader)
    assert reader.get("/projects/FL/sprints/7/forecast/").status_code == 404


def test_what_should_have_ended_says_so(reader, flow):
    plan_sprint(flow, list(flow.project.stories.open())[:2], kick_off=True)
    with flow.at(flow.now + 20):
        assert "Its last day is over" in read(reader)
        assert "hx-get" not in read(reader, SPRINT)


def test_a_closed_sprint_has_none(reader, flow):
    sprint = plan_sprint(flow, list(flow.project.stories.open())[:2], kick_off=True)
    with flow.at(flow.now + 3):
        sprint.close(by=flow.lead)
        assert reader.get(URL).status_code == 404


@pytest.mark.parametrize("kick_off", [True, False])
def test_the_sprints_page_asks_for_it_and_links_to_it_without_scripts(reader, flow, kick_off):
    plan_sprint(flow, list(flow.project.stories.open())[:3], kick_off=kick_off)
    with time_machine.travel(flow.moment(flow.now), tick=False):
        reader.force_login(flow.lead)
        page = read(reader, SPRINT)

    assert f'hx-get="{URL}"' in page
    assert 'hx-select="#sprint-says"' in page
    assert f'<a href="{URL}">' in page


def test_a_young_project_hears_what_is_missing(client, alice, apollo, running):
    client.force_login(alice)
    first_day = datetime.combine(running.starts_on, time(9), tzinfo=UTC)
    with clock.at(first_day):
        page = client.get("/projects/AP/sprints/1/forecast/").content.decode()

    assert "Not enough data: 0 whole weeks of history" in says(page)
    assert "chance that" not in page


def test_guests_read_it_and_strangers_find_nothing(client, flow, charlie):
    plan_sprint(flow, list(flow.project.stories.open())[:2], kick_off=True)
    guest = person("visitor")
    flow.team.take_in(guest, discipline="customer", role="guest", by=flow.lead)
    for who, status in ((guest, 200), (charlie, 404)):
        client.force_login(who)
        assert client.get(URL).status_code == status
    client.logout()
    assert client.get(URL).status_code == 302
    assert client.post(URL).status_code == 405


def test_it_keeps_to_its_budget(reader, flow):
    sprint = plan_sprint(flow, list(flow.project.stories.open())[:2], kick_off=True)

    def more():
        for _ in range(3):
            with flow.at(flow.now - 0.05):
                flow.write(flow.now - 0.06).plan_into(sprint, by=flow.lead)

    assert_budget("page sprint forecast", lambda: reader.get(URL), more)
