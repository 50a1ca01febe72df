"""What the page of a sprint computes is in the API too: statistics, burn-up, facts."""

import pytest

from facts.models import ProjectFacts
from stories.models import Story
from tests.api.described import fits_its_description
from tests.budgets import assert_budget

SPRINT = "projects/AP/sprints/1/"
PARTS = ("statistics", "burn-up")
OF_SPRINT = [f"{SPRINT}{part}/" for part in PARTS]
FACTS = ["projects/AP/sprint-facts/", "projects/AP/sprint-facts/1/"]


@pytest.fixture
def changed(running, stories, done, alice):
    """One came in, one went out, one is done; the next one is planned."""
    stories[2].plan_into(running, by=alice)
    stories[0].plan_into(None, by=alice)
    stories[1].estimate(points=3, by=alice)
    stories[1].move_to(done, by=alice)
    return running


def test_statistics_say_what_the_page_says(api, alices, changed, alice):
    answer = api(alice).get(f"{SPRINT}statistics/")
    of = alices.get(f"/{SPRINT}").context["of"]
    told = answer.json()

    assert fits_its_description("sprint-statistics", answer) == []
    assert told["committed"] == of.replay.committed == {"stories": 2, "points": 0.0}
    assert told["scope"] == of.replay.scope == {"stories": 2, "points": 3.0}
    assert told["done"] == of.replay.done == {"stories": 1, "points": 3.0}
    assert told["committed_done"] == of.replay.committed_done == 1
    assert (told["added"], told["removed"], told["left"]) == (["AP-3"], ["AP-1"], ["AP-3"])
    assert told["working_days_left"] == of.working_days_left


def test_a_planned_sprint_has_nothing_committed_yet(api, stories, sprint, alice):
    hers = api(alice)
    told, burn_up = (hers.get(path) for path in OF_SPRINT)

    assert fits_its_description("sprint-statistics", told) == []
    assert fits_its_description("sprint-burn-up", burn_up) == []
    assert [told.json()[name] for name in ("committed", "scope", "done", "committed_done")] == (
        [None] * 4
    )
    assert told.json()["left"] == ["AP-1", "AP-2"]
    assert told.json()["loads"] == [
        {"discipline": "engineering", "stories": 1, "points": 0.0},
        {"discipline": "science", "stories": 1, "points": 0.0},
    ]
    assert burn_up.json() == {"project": "AP", "sprint": 1, "committed": None, "days": []}


def test_what_was_left_stays_told_after_it_was_carried_over(api, changed, stories, alice):
    changed.close(by=alice)
    stories[2].rename("Elsewhere", by=alice)
    answer = api(alice).get(f"{SPRINT}statistics/")

    assert fits_its_description("sprint-statistics", answer) == []
    assert answer.json()["left"] == ["AP-3"]
    assert (answer.json()["working_days_left"], answer.json()["committed_done"]) == (0, 1)


def test_the_burn_up_says_each_day_that_the_page_draws(api, alices, changed, alice):
    answer = api(alice).get(f"{SPRINT}burn-up/")
    days = alices.get(f"/{SPRINT}").context["of"].burnup.days

    assert fits_its_description("sprint-burn-up", answer) == []
    assert [
        (day["date"], day["works"], day["scope"], day["done"]) for day in answer.json()["days"]
    ] == [(day.date.isoformat(), day.works, day.scope, day.done) for day in days]


def test_facts_are_what_the_list_of_closed_sprints_shows(api, alices, changed, alice):
    changed.close(by=alice)
    ProjectFacts.refresh(changed.project_id)
    [closed] = alices.get("/projects/AP/sprints/").context["of"].closed
    answer, one = api(alice).get(FACTS[0]), api(alice).get(FACTS[1])
    [row] = answer.json()["results"]

    assert fits_its_description("sprint-fact-list", answer) == []
    assert (row["sprint"], row["committed"], row["done"], row["added"], row["removed"]) == (
        1,
        closed.fact.committed,
        closed.fact.done,
        closed.fact.added,
        closed.fact.removed,
    )
    assert row["carried"] == closed.carried
    assert one.json() == row


@pytest.mark.parametrize("path", [*OF_SPRINT, *FACTS])
def test_who_may_read_it(api, running, team, alice, bob, gina, charlie, path):
    ProjectFacts.refresh(running.project_id)
    for who in (alice, bob, gina):
        assert api(who).get(path).status_code == 200
    team.let_go(bob, by=alice)
    for who in (bob, charlie):
        assert api(who).get(path).status_code == 404
    assert api().get(path).status_code == 401


@pytest.mark.parametrize("path", [*OF_SPRINT, *FACTS])
def test_it_is_slim_tagged_and_strict(api, running, alice, path):
    ProjectFacts.refresh(running.project_id)
    hers = api(alice)
    first = hers.get(path)
    assert hers.get(path, if_none_match=first["ETag"]).status_code == 304
    slim = hers.get(path, {"fields": "sprint"}).json()
    assert slim.get("results", [slim]) == [{"sprint": 1}]
    for wrong in ({"fields": "colour"}, {"colour": "red"}, {"fields": ""}):
        assert hers.get(path, wrong).status_code == 400


@pytest.mark.parametrize("path", ["sprints/7/statistics/", "sprints/7/burn-up/", "sprint-facts/7/"])
def test_a_sprint_that_isnt_there(api, running, alice, path):
    assert api(alice).get(f"projects/AP/{path}").status_code == 404
    assert api(alice).get(f"projects/ZZ/{path}").status_code == 404


@pytest.mark.parametrize("part", [*PARTS, "facts"])
def test_statements_are_constant(api, running, apollo, alice, bob, done, part):
    ProjectFacts.refresh(apollo.pk)
    hers = api(alice)
    path = FACTS[0] if part == "facts" else f"{SPRINT}{part}/"

    def grow():
        for number in range(5):
            story = Story.write(apollo, title=f"S{number}", owner=bob, sprint=running, by=alice)
            story.move_to(done, by=alice)

    assert_budget(f"api sprint {part}", lambda: hers.get(path), grow)
