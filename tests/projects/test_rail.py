"""The rail: my teams with their projects, on every page."""

import pytest

from projects.context import teams_of
from projects.models import Project


@pytest.fixture
def projects(team, alice, charlie):
    return {
        key: Project.start(team, key=key, name=name, by=alice)
        for key, name in (("ZZ", "Beta"), ("AA", "Gamma"), ("MM", "Alpha"))
    }


def test_it_shows_my_teams_and_their_projects_by_name(projects, alice, charlie):
    mine, theirs = teams_of(alice), teams_of(charlie)
    assert [(one.name, [each.key for each in one.projects]) for one in mine] == [
        ("Orbit", ["MM", "ZZ", "AA"])
    ]
    assert [(one.slug, one.projects) for one in theirs] == [("others", [])]


@pytest.mark.parametrize(
    ("state", "is_there"), [("paused", True), ("finished", True), ("archived", False)]
)
def test_only_archived_projects_leave_it(projects, alice, state, is_there):
    Project.objects.filter(key="ZZ").update(state=state)
    assert ("ZZ" in [each.key for each in teams_of(alice)[0].projects]) == is_there


def test_who_left_a_team_has_it_no_more(projects, team, alice, bob):
    team.let_go(bob, by=alice)
    assert teams_of(bob) == []
