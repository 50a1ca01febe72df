"""Alice leads, bob is in the team, gina is the customer's guest, charlie a stranger."""

from datetime import date

import pytest

from base.roles import Discipline, Role
from projects.models import Project, Theme
from sprints.models import Sprint
from stories.models import Story
from teams.models import Team, User
from tests.whole_world import part

PASSWORD = "two pizzas for eight"


def person(name, **fields):
    return User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title(), **fields)


@pytest.fixture
def media(tmp_path, settings):
    """A folder for files that goes with the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@part
def root(db):
    return person("root", is_staff=True, is_superuser=True)


@part
def alice(db):
    return person("alice")


@part
def bob(db):
    return person("bob")


@part
def gina(db):
    return person("gina")


@part
def charlie(db):
    """A stranger, who leads a team of his own."""
    charlie = person("charlie")
    others = Team.objects.create(name="Others", slug="others")
    others.memberships.create(user=charlie, discipline=Discipline.SCIENCE, role=Role.LEAD)
    return charlie


@part
def team(root, alice, bob, gina):
    team = Team.found(name="Orbit", slug="orbit", by=root)
    team.take_in(alice, discipline=Discipline.SCIENCE, role=Role.LEAD, by=root)
    team.take_in(bob, discipline=Discipline.ENGINEERING, by=alice)
    team.take_in(gina, discipline=Discipline.CUSTOMER, role=Role.GUEST, by=alice)
    return team


@part
def apollo(team, alice):
    return Project.start(team, key="AP", name="Apollo", customer="Houston", by=alice)


@part
def theme(apollo, alice):
    return Theme.chart(apollo, title="Landing", by=alice)


@part
def sprint(apollo, alice):
    return Sprint.plan(apollo, starts_on=date(2026, 1, 5), goal="Reach orbit", by=alice)


@part
def next_sprint(sprint, alice):
    return Sprint.plan(sprint.project, starts_on=date(2026, 1, 19), by=alice)


@part
def stories(apollo, alice, bob, sprint):
    """Five stories: two of the sprint, one of them alice's; three in the backlog."""
    written = [Story.write(apollo, title=f"Story {n}", by=alice) for n in range(1, 6)]
    for story, owner in zip(written, (alice, bob), strict=False):
        story.hand_to(owner, by=alice)
        story.plan_into(sprint, by=alice)
    return written


@pytest.fixture
def story(stories):
    return stories[0]


@part
def running(sprint, stories, alice):
    """The sprint, kicked off with its two stories."""
    sprint.kick_off(by=alice)
    return sprint


@pytest.fixture
def alices(client, alice, stories):
    """A browser without JavaScript in which alice is signed in."""
    client.force_login(alice)
    return client


@pytest.fixture
def doing(apollo):
    return apollo.columns.first_of("doing")


@pytest.fixture
def done(apollo):
    return apollo.columns.first_of("done")
