from datetime import date

import pytest
from django.urls import reverse

from tests.budgets import assert_budget
from tests.world import person


@pytest.fixture
def alices(client, alice, team):
    client.force_login(alice)
    return client


def page(name, *args):
    return reverse(name, args=["orbit", *args])


def test_it_shows_who_is_what(alices):
    told = alices.get(page("people")).content.decode()
    for word in ("Alice", "Engineering", "Guest", "person-days"):
        assert word in told


def test_a_lead_adds_changes_and_lets_go(alices, team, bob, charlie):
    alices.post(
        page("memberships"),
        {
            "user": charlie.email,
            "discipline": "product",
            "role": "member",
            "capacity": "0.5",
        },
    )
    member = team.memberships.current().get(user=charlie)
    alices.post(
        page("membership", member.pk),
        {
            "discipline": "science",
            "role": "member",
            "capacity": "1",
        },
    )
    member = team.memberships.current().get(user=charlie)
    assert member.discipline == "science"
    alices.post(page("departures", member.pk), {"sure": 1})
    assert not team.memberships.current().filter(user=charlie).exists()


def test_an_unknown_address_comes_back_with_the_input(alices):
    answer = alices.post(
        page("memberships"),
        {
            "user": "nobody@example.org",
            "discipline": "product",
            "role": "member",
            "capacity": "1",
        },
    )
    assert answer.status_code == 400
    assert b"Nobody with this e-mail" in answer.content
    assert b"nobody@example.org" in answer.content


def test_members_note_their_own_days_away(client, team, alice, bob):
    client.force_login(bob)
    days = {"first_day": "2030-01-07", "last_day": "2030-01-08", "share": "1"}
    assert client.post(page("absences"), {"user": alice.pk, **days}).status_code == 403
    assert client.post(page("absences"), {"user": bob.pk, **days}).status_code == 302
    absence = team.absences.get()
    assert b"7 Jan" in client.get(page("people")).content
    client.post(page("absence_removals", absence.pk))
    assert not team.absences.exists()


def test_guests_look_on_and_strangers_find_nothing(client, team, gina, charlie):
    client.force_login(gina)
    told = client.get(page("people"))
    assert b"Add somebody" not in told.content
    assert client.get(page("absences")).status_code == 403
    assert client.get(page("memberships")).status_code == 403
    client.force_login(charlie)
    for name in ("people", "memberships", "absences"):
        assert client.get(page(name)).status_code == 404


def test_its_budget(alices, team, alice, bob):
    def grow():
        for number in range(4):
            team.take_in(person(f"p{number}"), discipline="science", by=alice)
            team.note_absence(
                bob, first_day=date(2030, 1 + number, 1), last_day=date(2030, 1 + number, 2), by=bob
            )

    assert_budget("page people", lambda: alices.get(page("people")), grow)
