import pytest

from pulse.models import Wave
from tests.budgets import assert_budget

PULSE = "/teams/orbit/pulse/"


@pytest.fixture
def bobs(client, bob, team):
    client.force_login(bob)
    return client


def test_nothing_is_asked_until_the_calendar_does(bobs):
    assert b"Nothing to answer" in bobs.get(PULSE).content


def test_a_sheet_is_put_among_the_others_once(bobs, team):
    Wave.open_due(team)
    assert b"hard problem" in bobs.get(PULSE).content
    assert b"told to nobody" in bobs.get(PULSE).content  # two are asked
    team.pulse_waves.update(invited=5)
    assert b"told to nobody" not in bobs.get(PULSE).content
    bobs.post(PULSE, {"risk": "6", "help": ""})
    assert team.pulse_waves.get().answered == 1
    assert b"You have answered" in bobs.get(PULSE).content
    assert bobs.post(PULSE, {"risk": "1"}).status_code == 409


@pytest.mark.parametrize("sheet", [{}, {"risk": "9"}, {"risk": "x"}])
def test_nonsense_is_refused_beside_the_form(bobs, team, sheet):
    Wave.open_due(team)
    assert bobs.post(PULSE, sheet).status_code == 400
    assert team.pulse_waves.get().answered == 0


def test_guests_are_not_asked_and_strangers_find_nothing(client, team, gina, charlie):
    Wave.open_due(team)
    client.force_login(gina)
    assert b"Nothing to answer" in client.get(PULSE).content
    client.force_login(charlie)
    assert client.get(PULSE).status_code == 404


def test_its_budget(bobs, team):
    Wave.open_due(team)
    assert_budget("page pulse", lambda: bobs.get(PULSE), lambda: None)
