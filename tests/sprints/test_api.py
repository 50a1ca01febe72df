"""Sprints over the API: planned, kicked off, closed."""

import pytest


@pytest.fixture
def hers(api, alice, stories):
    return api(alice)


def test_a_sprint_is_planned_after_the_teams_length(hers):
    answer = hers.post("projects/AP/sprints/", {"starts_on": "2026-01-19"})

    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith("/projects/AP/sprints/2/")
    assert answer.json()["ends_on"] == "2026-02-01"


def test_kickoff_freezes_the_commitment(hers):
    assert hers.post("projects/AP/sprints/1/kickoff/").json()["state"] == "active"

    committed = hers.get("projects/AP/sprints/1/commitment/").json()["results"]
    assert [line["story"] for line in committed] == ["AP-1", "AP-2"]


def test_kickoff_names_the_stories_without_an_owner(hers, stories, sprint, alice):
    stories[2].plan_into(sprint, by=alice)

    answer = hers.post("projects/AP/sprints/1/kickoff/")

    assert answer.status_code == 409
    assert "AP-3" in answer.json()["detail"]


def test_closing_carries_over(hers, next_sprint):
    hers.post("projects/AP/sprints/1/kickoff/")

    assert hers.post("projects/AP/sprints/1/closing/", {"carry_into": 2}).status_code == 200
    assert len(hers.get("stories/", {"project": "AP", "sprint": 2}).json()["results"]) == 2


def test_a_plan_changes_what_is_given(hers):
    answer = hers.post("projects/AP/sprints/1/plans/", {"goal": "Land"})

    assert answer.json()["goal"] == "Land"
    assert answer.json()["starts_on"] == "2026-01-05"


def test_a_guest_kicks_nothing_off(api, gina, stories):
    assert api(gina).post("projects/AP/sprints/1/kickoff/").status_code == 403
