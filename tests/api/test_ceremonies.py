"""Hypotheses, stand-ups, retrospectives, actions, absences and dependencies over the API."""

from datetime import date, timedelta

import pytest

from base import clock
from projects.models import Hypothesis
from sprints.models import Retrospective, Sprint, Standup
from tests.budgets import assert_budget


@pytest.fixture
def running(story, sprint, alice):
    sprint.kick_off(by=alice)
    return sprint


@pytest.fixture
def alices(api, alice):
    return api(alice)


def post(client, path, status=201, **body):
    answer = client.post(path, body, if_match="*")
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def test_a_hypothesis_is_drafted_locked_and_decided(alices, theme):
    path = "projects/AP/hypotheses/"
    new = post(alices, path, theme=theme.pk, prediction="It lands", threshold="2 m")
    one = f"{path}{new['id']}/"
    post(alices, f"{one}rewordings/", 200, threshold="1 m")
    assert post(alices, f"{one}start/", 200)["state"] == "running"
    post(alices, f"{one}rewordings/", 409, threshold="9 m")
    told = post(alices, f"{one}decisions/", 200, verdict="refuted", decision="Add a parachute")
    assert (told["state"], told["verdict"], told["threshold"]) == ("decided", "refuted", "1 m")


def test_a_standup_is_started_ended_and_noted(alices, running):
    path = "projects/AP/standups/"
    new = post(alices, path)
    assert post(alices, path)["id"] == new["id"]
    assert post(alices, f"{path}{new['id']}/end/", 200, present=2)["ended_at"]
    yesterday = clock.today() - timedelta(days=1)
    noted = post(alices, path, day=yesterday.isoformat(), present=2)
    assert (noted["started_at"], noted["present"]) == (None, 2)
    post(alices, path, 409, day="2199-01-01")


def test_a_retrospective_agrees_on_actions_that_become_stories(alices, running, bob):
    retro = post(alices, "projects/AP/retrospectives/", sprint=1, shown="A map")
    action = post(
        alices,
        f"projects/AP/retrospectives/{retro['id']}/actions/",
        title="Review sooner",
        owner=bob.pk,
        due="2030-01-01",
    )
    one = f"projects/AP/actions/{action['id']}/"
    assert post(alices, f"{one}carryings/", 200, due="2030-02-01")["carried"] == 1
    post(alices, f"{one}stories/", 200, sprint=None)
    assert running.project.stories.get(title="Review sooner").owner == bob
    assert post(alices, f"{one}closing/", 200, evidence="")["outcome"] == "dropped"
    assert alices.get("projects/AP/actions/", {"open": "true"}).json()["results"] == []


def test_days_away_are_noted_and_forgotten(api, alices, team, alice, bob):
    path = "teams/orbit/absences/"
    days = {"first_day": "2030-01-07", "last_day": "2030-01-09"}
    new = post(alices, path, user=bob.pk, **days)
    post(alices, path, 409, user=bob.pk, **days)
    post(api(bob), path, 403, user=alice.pk, **days)
    assert api(bob).delete(f"{path}{new['id']}/").status_code == 204


def test_dependencies_and_tests_of_stories(alices, stories, theme, alice):
    hypothesis = Hypothesis.draft(theme, prediction="It lands", by=alice)
    post(alices, "stories/AP-1/dependencies/", 200, needs="AP-2")
    post(alices, "stories/AP-2/dependencies/", 409, needs="AP-1")
    assert alices.delete("stories/AP-1/dependencies/AP-2/").status_code == 200
    assert alices.delete("stories/AP-1/dependencies/AP-999/").status_code == 404
    post(alices, "stories/AP-1/tests/", 200, hypothesis=hypothesis.pk)
    assert hypothesis.stories.get() == stories[0]


@pytest.mark.parametrize(
    "path",
    [
        "projects/AP/hypotheses/",
        "projects/AP/standups/",
        "projects/AP/retrospectives/",
        "projects/AP/actions/",
        "teams/orbit/absences/",
    ],
)
def test_strangers_find_nothing_there(api, charlie, gina, running, path):
    assert api(charlie).get(path).status_code == 404
    assert api(gina).get(path).status_code == 200


def closed_sprints(world):
    sprint = world["running"]
    sprint.close(by=world["alice"])
    for number in range(3):
        start = date(2031, 1, 6) + timedelta(days=14 * number)
        later = Sprint.plan(sprint.project, starts_on=start, by=world["alice"])
        world["stories"][1].plan_into(later, by=world["alice"])
        later.kick_off(by=world["alice"])
        Retrospective.hold(later, by=world["alice"])
        later.close(by=world["alice"])


def agree(world):
    retro = Retrospective.hold(world["running"], by=world["alice"])
    for number in range(3):
        retro.agree(f"A{number}", owner=world["alice"], due=date(2030, 1, 1), by=world["alice"])


def first_rows(world):
    """An empty list asks once more, whether the project is there at all; so none is empty."""
    Hypothesis.draft(world["theme"], prediction="P", by=world["alice"])
    Standup.start(world["apollo"], by=world["alice"])
    retro = Retrospective.hold(world["running"], by=world["alice"])
    retro.agree("A", owner=world["alice"], due=date(2030, 1, 1), by=world["alice"])
    world["team"].note_absence(
        world["bob"], first_day=date(2029, 1, 1), last_day=date(2029, 1, 5), by=world["alice"]
    )


GROWING = {
    "hypotheses": (
        "projects/AP/hypotheses/",
        lambda w: [
            Hypothesis.draft(w["theme"], prediction=f"P{n}", by=w["alice"]) for n in range(3)
        ],
    ),
    "standups": (
        "projects/AP/standups/",
        lambda w: [
            Standup.note(w["apollo"], day=date(2026, 1, n), by=w["alice"]) for n in range(1, 4)
        ],
    ),
    "retrospectives": ("projects/AP/retrospectives/", closed_sprints),
    "actions": ("projects/AP/actions/", agree),
    "absences": (
        "teams/orbit/absences/",
        lambda w: [
            w["team"].note_absence(
                w["bob"], first_day=date(2030, n, 1), last_day=date(2030, n, 5), by=w["alice"]
            )
            for n in range(1, 4)
        ],
    ),
}


@pytest.mark.parametrize("name", GROWING)
def test_budgets(name, alices, alice, bob, apollo, team, theme, stories, running):
    world = {
        "alice": alice,
        "bob": bob,
        "apollo": apollo,
        "team": team,
        "theme": theme,
        "stories": stories,
        "running": running,
    }
    path, grow = GROWING[name]
    first_rows(world)
    assert_budget(f"api {name}", lambda: alices.get(path), lambda: grow(world))
