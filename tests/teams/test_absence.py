from datetime import UTC, date, datetime

import pytest

from base import clock
from base.refusals import Invalid, NotAllowed, Refused

MONDAY, FRIDAY = date(2030, 1, 7), date(2030, 1, 11)


def test_capacity_counts_working_days_of_working_members(team, alice, charlie):
    assert team.capacity(MONDAY, date(2030, 1, 13)) == 10
    team.take_in(charlie, discipline="science", capacity=0.5, by=alice)
    assert team.capacity(MONDAY, FRIDAY) == 12.5


def test_who_is_away_does_not_count(team, alice, bob):
    team.note_absence(bob, first_day=date(2030, 1, 9), last_day=date(2030, 1, 20), by=bob)
    assert team.capacity(MONDAY, FRIDAY) == 7
    half = team.note_absence(alice, first_day=MONDAY, last_day=MONDAY, share=0.5, by=alice)
    assert team.capacity(MONDAY, FRIDAY) == 6.5
    team.forget_absence(half, by=alice)
    team.forget_absence(half, by=alice)
    assert team.capacity(MONDAY, FRIDAY) == 7


def test_who_left_counts_until_then(team, alice, bob):
    with clock.at(datetime(2030, 1, 9, 12, tzinfo=UTC)):
        team.let_go(bob, by=alice)
    assert team.capacity(MONDAY, FRIDAY) == 5 + 2


def test_absences_of_one_person_do_not_overlap(team, bob):
    team.note_absence(bob, first_day=MONDAY, last_day=FRIDAY, by=bob)
    with pytest.raises(Refused, match="already"):
        team.note_absence(bob, first_day=FRIDAY, last_day=FRIDAY, by=bob)


def test_one_speaks_for_oneself_and_a_lead_for_all(team, alice, bob, gina, charlie):
    team.note_absence(bob, first_day=MONDAY, last_day=MONDAY, by=alice)
    with pytest.raises(NotAllowed, match="yourself"):
        team.note_absence(alice, first_day=MONDAY, last_day=MONDAY, by=bob)
    with pytest.raises(NotAllowed):
        team.note_absence(gina, first_day=MONDAY, last_day=MONDAY, by=gina)
    with pytest.raises(Invalid):
        team.note_absence(charlie, first_day=MONDAY, last_day=MONDAY, by=alice)
    with pytest.raises(Invalid):
        team.note_absence(bob, first_day=FRIDAY, last_day=MONDAY, by=bob)


def test_the_history_tells_days_and_no_reason(team, bob):
    team.note_absence(bob, first_day=MONDAY, last_day=FRIDAY, by=bob)
    event = team.events.latest("pk")
    assert event.details == {"first_day": "2030-01-07", "last_day": "2030-01-11"}


def test_guests_do_not_learn_who_is_away(client, api, team, bob, gina, alice):
    """By no door: page, list, one row, history."""
    day = date(2030, 1, 7)
    absence = team.note_absence(bob, first_day=day, last_day=day, by=bob)
    for who, hears in ((alice, True), (gina, False)):
        client.force_login(who)
        speaks = api(who)
        page = client.get("/teams/orbit/").content.decode()
        listed = speaks.get("teams/orbit/absences/").json()["results"]
        one = speaks.get(f"teams/orbit/absences/{absence.pk}/").status_code
        verbs = {line["verb"] for line in speaks.get("events/?team=orbit").json()["results"]}
        assert ("7 Jan" in page) is hears
        assert (bool(listed), one == 200, "team_absence_noted" in verbs) == (hears, hears, hears)
