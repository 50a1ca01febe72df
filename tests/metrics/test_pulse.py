from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from jobs import clock
from metrics.models import Wave
from metrics.models.pulse import QUARTER
from projects.models import Event
from teams.refusals import Invalid, NotAllowed, Refused

START = datetime(2030, 1, 7, 8, tzinfo=UTC)
FINE = {"problems": 6, "risk": 5, "skills": 7}


@pytest.fixture
def wave(team):
    Wave.open_due(team)
    return team.pulse_waves.get()


def test_the_first_wave_of_a_quarter_is_the_long_one(team):
    opened = []
    for week in range(0, 30, 2):
        with clock.told_at(START + timedelta(weeks=week)):
            opened.append(Wave.open_due(team).kind)
    assert opened[:8] == ["safety"] + ["pulse"] * 6 + ["safety"]
    assert len(Wave.objects.first().items) in (3, 7)


def test_nobody_is_asked_twice_a_sprint(team, wave):
    assert Wave.open_due(team) is None
    assert wave.invited == 2


def test_answers_cannot_be_told_apart(wave, alice, bob):
    wave.answer(FINE, by=bob)
    wave.answer({"risk": 2}, by=alice)
    wave.refresh_from_db()
    assert wave.sheets == sorted(wave.sheets, key=lambda sheet: [score or 0 for score in sheet])
    assert wave.answered == 2
    assert wave.spent == sorted(wave.spent)
    row = str(Wave.objects.filter(pk=wave.pk).values().get())
    for person in (alice, bob):
        assert person.email not in row
    assert not Event.objects.filter(actor=bob).exists()


def test_the_order_of_answers_leaves_no_trace(team, alice, bob):
    scores = {alice: {"risk": 1}, bob: {"risk": 7}}
    rows = []
    for order in ((alice, bob), (bob, alice)):
        with transaction.atomic():
            wave = Wave.open_due(team)
            Wave.objects.update(salt="the same", opened_at=START, closes_at=START + QUARTER)
            wave.refresh_from_db()
            with clock.told_at(START):
                for person in order:
                    wave.answer(scores[person], by=person)
            rows.append(Wave.objects.values("sheets", "spent", "salt").get())
            transaction.set_rollback(True)
    assert rows[0] == rows[1]


def test_one_answers_once(wave, bob):
    wave.answer(FINE, by=bob)
    with pytest.raises(Refused, match="can't be changed"):
        wave.answer(FINE, by=bob)
    assert wave.is_answered_by(bob)


def test_guests_and_strangers_are_not_asked(wave, gina, charlie):
    for person in (gina, charlie):
        with pytest.raises(NotAllowed):
            wave.answer(FINE, by=person)
        assert wave not in Wave.objects.visible_to(person)


def test_members_see_it(wave, alice, bob):
    for person in (alice, bob):
        assert wave in Wave.objects.visible_to(person)


@pytest.mark.parametrize("scores", [{}, {"risk": 0}, {"risk": 8}, {"risk": "7"}, {"risk": True}])
def test_scores_are_one_to_seven(wave, bob, scores):
    with pytest.raises(Invalid):
        wave.answer(scores, by=bob)
    assert not wave.is_answered_by(bob)


def test_after_it_closed_nothing_is_added(wave, bob):
    with clock.told_at(wave.closes_at), pytest.raises(Refused, match="closed"):
        wave.answer(FINE, by=bob)


def test_a_skipped_statement_is_missing(wave, bob):
    wave.answer({"risk": 4}, by=bob)
    assert wave.sheets[0].count(None) == len(wave.items) - 1
