"""A wall of a use case with three prompts, in a team of three."""

import pytest

from projects.models import UseCase
from tests.world import person
from walls.models import Wall


@pytest.fixture
def carol(team, alice):
    """The third who works here."""
    carol = person("carol")
    team.take_in(carol, discipline="science", by=alice)
    return carol


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def wall(use_case, alice):
    """A signed one."""
    return Wall.open_for(use_case, title="How to land", by=alice)


@pytest.fixture
def anonymous(use_case, alice):
    return Wall.open_for(use_case, title="What holds us up", is_anonymous=True, by=alice)


@pytest.fixture
def know(wall):
    """Its first prompt."""
    return wall.prompts.first()


@pytest.fixture
def need(wall):
    """Its second one."""
    return wall.prompts.all()[1]


@pytest.fixture
def revealed(wall, know, need, alice, bob):
    """Three notes: two of alice's under the first prompt, one of bob's under the second."""
    wall.write("Wind", prompt=know, by=alice)
    wall.write("Fuel", prompt=know, by=alice)
    wall.write("A map", prompt=need, by=bob)
    wall.reveal(by=alice)
    return wall
