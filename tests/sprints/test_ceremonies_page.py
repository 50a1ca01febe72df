from datetime import date

import pytest
from django.urls import reverse

from base import clock
from sprints.models import Action, Retrospective, Standup
from tests.budgets import assert_budget
from tests.present import present


@pytest.fixture
def retro(running, alice):
    return Retrospective.hold(running, by=alice)


@pytest.fixture
def alices(client, alice, running):
    client.force_login(alice)
    return client


RHYTHM = "/projects/AP/ceremonies/"
RETRO = "/projects/AP/sprints/1/retrospective/"


def test_a_standup_is_started_and_ended(alices, apollo):
    assert b"Start today" in alices.get(RHYTHM).content
    alices.post(reverse("standups", args=["AP"]))
    standup = apollo.standups.get()
    assert b"data-timer" in alices.get(RHYTHM).content
    alices.post(reverse("standup_ends", args=[standup.pk]), {"present": "2"})
    standup.refresh_from_db()
    assert (standup.present, standup.minutes is not None) == (2, True)


def test_a_standup_without_a_timer_is_noted(alices, apollo):
    day = clock.today().isoformat()
    alices.post(reverse("standups", args=["AP"]), {"day": day, "present": ""})
    assert b"not timed" in alices.get(RHYTHM).content
    answer = alices.post(reverse("standups", args=["AP"]), {"day": "2150-01-01"})
    assert answer.status_code == 400
    assert b"when it has been held" in answer.content


def test_a_retrospective_is_held_and_agrees_on_an_action(alices, apollo, bob):
    assert b"Hold the retrospective" in alices.get(RETRO).content
    alices.post(RETRO, {"shown": "A map", "lessons": "Draw earlier"})
    alices.post(
        reverse("actions", args=["AP", 1]),
        {
            "title": "Draw earlier",
            "owner": bob.pk,
            "due": "2030-01-01",
        },
    )
    action = Action.objects.get()
    assert b"Draw earlier" in alices.get(RHYTHM).content
    alices.post(reverse("action_carryings", args=[action.pk]), {"due": "2030-02-01"})
    alices.post(reverse("action_stories", args=[action.pk]))
    alices.post(reverse("action_closings", args=[action.pk]), {"evidence": "https://example.org"})
    action.refresh_from_db()
    assert (action.carried, action.outcome, present(action.story).owner) == (1, "done", bob)
    assert b"done" in alices.get(RETRO).content


def test_an_action_closed_twice_shows_both_notes(alices, retro, alice, bob):
    action = retro.agree("Draw earlier", owner=bob, due=date(2030, 1, 1), by=alice)
    action.close(by=bob, evidence="The map of June")
    answer = alices.post(reverse("action_closings", args=[action.pk]), {"evidence": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The map of June" in page
    assert 'value="Mine"' in page


def test_notes_that_are_saved_are_read_and_edited_on_demand(alices, sprint):
    alices.post(RETRO, {"shown": "A **map**", "lessons": "Draw earlier"})
    page = alices.get(RETRO).content.decode()
    assert "<strong>map</strong>" in page
    assert '<details class="editor" id="noting"> <summary' in page
    refused = alices.post(RETRO, {"shown": "x" * 10_001}).content.decode()
    assert '<details class="editor" id="noting" open>' in refused


def test_what_was_typed_stays_when_it_is_refused(alices, retro, gina):
    answer = alices.post(
        reverse("actions", args=["AP", 1]),
        {
            "title": "Keep me",
            "owner": gina.pk,
            "due": "2030-01-01",
        },
    )
    assert answer.status_code == 400
    assert b"Keep me" in answer.content


def test_guests_look_on_and_strangers_find_nothing(client, retro, gina, charlie):
    client.force_login(gina)
    assert b"Start today" not in client.get(RHYTHM).content
    assert client.post(reverse("standups", args=["AP"])).status_code in (302, 403)
    assert not Standup.objects.exists()
    client.force_login(charlie)
    for path in (RHYTHM, RETRO):
        assert client.get(path).status_code == 404
    assert client.post(reverse("actions", args=["AP", 1])).status_code == 404


def test_budgets(alices, retro, apollo, alice, bob):
    def grow():
        for number in range(1, 5):
            retro.agree(f"A{number}", owner=bob, due=date(2030, 1, 1), by=alice).take_up(by=alice)

    assert_budget("page rhythm", lambda: alices.get(RHYTHM), grow)
    assert_budget("page retrospective", lambda: alices.get(RETRO), grow)
