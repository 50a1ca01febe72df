"""The pulse over the API: what the page asks and takes, and nothing more is kept of it."""

import pytest

from history.models import Event
from pulse.models import Wave
from tests.api.described import fits_its_description
from tests.budgets import assert_budget
from tests.world import person
from web.models import IdempotencyRecord

PULSE = "teams/orbit/pulse/"
SHEETS = f"{PULSE}sheets/"


@pytest.fixture
def wave(team):
    return Wave.open_due(team)


def test_while_no_round_is_open_nothing_is_asked(api, team, alice):
    answer = api(alice).get(PULSE)
    told = answer.json()

    assert fits_its_description("pulse-open", answer) == []
    assert (told["team"], told["kind"], told["statements"]) == ("orbit", None, [])
    assert api(alice).post(SHEETS, {"risk": 5}).status_code == 409


def test_a_round_is_read_and_answered_once(api, wave, alice):
    hers = api(alice)
    answer = hers.get(PULSE)
    told = answer.json()

    assert fits_its_description("pulse-open", answer) == []
    assert (told["kind"], told["invited"], told["answered"]) == ("safety", 2, 0)
    assert (told["is_answered"], told["is_too_small"]) == (False, True)
    assert [one["key"] for one in told["statements"]] == [item.key for item in wave.items]

    given = hers.post(SHEETS, {"risk": 5, "help": None})
    assert (given.status_code, given.content) == (204, b"")
    told = hers.get(PULSE).json()
    assert (told["is_answered"], told["answered"]) == (True, 1)
    assert hers.post(SHEETS, {"risk": 1}).status_code == 409


def test_what_was_sent_is_kept_nowhere_else(api, wave, alice):
    before = Event.objects.count()
    assert api(alice).post(SHEETS, {"risk": 5}, idempotency_key="a").status_code == 204

    assert not IdempotencyRecord.objects.exists()
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 409),
        ({"risk": None}, 409),
        ({"risk": 0}, 400),
        ({"risk": 8}, 400),
        ({"risk": "5"}, 400),
        ({"colour": 5}, 400),
    ],
)
def test_a_sheet_that_cant_be_is_refused(api, wave, alice, body, status):
    assert api(alice).post(SHEETS, body).status_code == status


def test_what_isnt_asked_this_time_is_refused_by_its_name(api, wave, alice):
    Wave.objects.update(kind="pulse")
    answer = api(alice).post(SHEETS, {"risk": 5, "mistakes": 2})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "#/mistakes")
    assert api(alice).get(PULSE).json()["answered"] == 0


def test_only_what_is_asked_for_and_only_if_it_is_new(api, wave, alice):
    hers = api(alice)
    assert hers.get(PULSE, {"fields": "team,kind"}).json() == {"team": "orbit", "kind": "safety"}
    tag = hers.get(PULSE)["ETag"]
    assert hers.get(PULSE, if_none_match=tag).status_code == 304
    hers.post(SHEETS, {"risk": 5})
    assert hers.get(PULSE, if_none_match=tag).status_code == 200


def test_statements_are_constant(api, wave, team, alice):
    hers = api(alice)

    def grow():
        for number in range(4):
            user = person(f"more{number}")
            team.take_in(user, discipline="science", by=alice)
            wave.answer({"risk": 5}, by=user)

    assert_budget("api pulse", lambda: hers.get(PULSE), grow)


def test_a_guest_is_neither_asked_nor_told_that_others_are(
    api, wave, team, alice, bob, gina, charlie
):
    assert api(gina).get(PULSE).json()["kind"] is None
    assert api(gina).post(SHEETS, {"risk": 5}).status_code == 409
    team.let_go(bob, by=alice)
    for who in (bob, charlie):
        assert api(who).get(PULSE).status_code == 404
        assert api(who).post(SHEETS, {"risk": 5}).status_code == 404
    assert api().get(PULSE).status_code == 401
    assert api(alice, scope="read").post(SHEETS, {"risk": 5}).status_code == 403
