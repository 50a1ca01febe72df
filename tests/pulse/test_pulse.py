from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from base import clock
from base.refusals import NotAllowed, Refused
from base.roles import Discipline
from history.models import Event
from pulse.disclosure import Telling, tellings
from pulse.models import Wave
from tests import world
from tests.present import present

START = datetime(2030, 1, 7, 8, tzinfo=UTC)
FINE = {"problems": 6, "risk": 5, "skills": 7}


@pytest.fixture
def wave(team):
    Wave.open_due(team)
    return team.pulse_waves.get()


def test_the_first_wave_of_a_quarter_is_the_long_one(team):
    opened = []
    for week in range(0, 30, 2):
        with clock.at(START + timedelta(weeks=week)):
            opened.append(present(Wave.open_due(team)).kind)
    assert opened[:8] == ["safety"] + ["pulse"] * 6 + ["safety"]
    assert len(present(Wave.objects.first()).items) in (3, 7)


def test_nobody_is_asked_twice_a_sprint(team, wave):
    assert Wave.open_due(team) is None
    assert wave.invited == 2


@pytest.fixture
def five(team, alice, bob):
    team.set_rhythm(size_limit=8, working_days=[1], sprint_days=14, by=alice)
    crew = [world.person(name) for name in ("cleo", "dora", "emil")]
    for one in crew:
        team.take_in(one, discipline=Discipline.SCIENCE, by=alice)
    return [alice, bob, *crew]


def telling_of(wave):
    return next(telling for _, telling in tellings(wave.team, [wave]))


def told_of(wave):
    """The row as text, as somebody with the database reads it."""
    return str(Wave.objects.filter(pk=wave.pk).values().get())


def test_answers_cannot_be_told_apart(wave, alice, bob):
    wave.answer(FINE, by=bob)
    wave.answer({"risk": 2}, by=alice)
    wave.refresh_from_db()
    assert wave.answered == 2
    assert wave.spent == sorted(wave.spent)
    for person in (alice, bob):
        assert person.email not in told_of(wave)
    assert not Event.objects.filter(actor=bob).exists()


def test_what_an_answer_adds_to_the_row_says_nothing_of_it_while_it_is_open(wave, bob):
    """Who compares two copies of the database sees that a sheet was added."""
    added = set()
    for _ in range(2):
        with transaction.atomic():
            wave.refresh_from_db()
            wave.answer(FINE, by=bob)
            added.update(Wave.objects.get().sheets)
            transaction.set_rollback(True)
    assert {(type(one), len(one)) for one in added} == {(str, 96)}
    assert len(added) == 2, "the same answer twice looks different"


def test_the_order_of_answers_leaves_no_trace(team, five):
    rows = []
    for order in (five, five[::-1]):
        with transaction.atomic(), clock.at(START):
            wave = present(Wave.open_due(team))
            Wave.objects.update(salt="the same")
            wave.refresh_from_db()
            for person in order:
                wave.answer({"risk": 1 + five.index(person)}, by=person)
            with clock.at(wave.closes_at):
                Wave.open_due(team)
            rows.append(present(Wave.objects.values("sheets", "spent", "salt", "told").last()))
            transaction.set_rollback(True)
    assert rows[0] == rows[1]
    risk = [item.key for item in wave.items].index("risk")
    assert [sheet[risk] for sheet in rows[0]["sheets"]] == [1, 2, 3, 4, 5]


def test_answers_that_are_never_told_are_not_kept(team, five):
    with clock.at(START):
        wave = present(Wave.open_due(team))
        for person in five[:4]:
            wave.answer({"risk": 7}, by=person)
    with clock.at(wave.closes_at):
        sealed = telling_of(wave)
        Wave.open_due(team)
        wave.refresh_from_db()
    assert wave.sheets == [[None] * len(wave.items)] * 4
    assert telling_of(wave) == sealed, "a report made before is the same"


def test_a_sheet_under_another_secret_is_lost_and_no_noise(team, five, settings):
    with clock.at(START):
        wave = present(Wave.open_due(team))
        for person in five:
            wave.answer({"risk": 5, "skills": 3}, by=person)
    assert telling_of(wave).how == "whole"
    settings.SECRET_KEY = "another one"
    assert telling_of(wave) == Telling("untold", ((None,) * len(wave.items),) * 5)


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
    with pytest.raises(Refused):
        wave.answer(scores, by=bob)
    assert not wave.is_answered_by(bob)


def test_after_it_closed_nothing_is_added(wave, bob):
    with clock.at(wave.closes_at), pytest.raises(Refused, match="closed"):
        wave.answer(FINE, by=bob)


def test_a_skipped_statement_is_missing(wave, bob):
    wave.answer({"risk": 4}, by=bob)
    assert wave._opened(wave.sheets[0]).count(None) == len(wave.items) - 1
