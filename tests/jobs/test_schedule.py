"""The schedule: any number of clocks ring, each turn happens once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from jobs.kinds import KINDS, Kind
from jobs.models import Job, Slot
from tests.jobs.conftest import at_once, register

NIGHT = timedelta(days=1)


@pytest.fixture(autouse=True)
def only_nightly(monkeypatch, done):
    for name in list(KINDS):
        monkeypatch.delitem(KINDS, name)
    register(monkeypatch, "nightly", lambda: done.append("ran"), every=NIGHT)


@pytest.mark.django_db(transaction=True)
def test_a_turn_rung_by_five_clocks_at_once_happens_once(done):
    at_once(lambda clock: Slot.ring_all(), times=5)
    job = Job.objects.get()
    assert job.asked == 1
    assert Slot.objects.count() == 1
    Slot.ring_all()
    assert Job.run_waiting() == 1
    assert done == ["ran"]


def test_each_period_has_its_turn(db):
    with time_machine.travel(datetime(2026, 3, 1, 23, 59, tzinfo=UTC), tick=False) as clock:
        Slot.ring_all()
        clock.shift(timedelta(minutes=2))
        Slot.ring_all()
        Slot.ring_all()
    assert [f"{slot.at:%d}" for slot in Slot.objects.order_by("at")] == ["01", "02"]


def test_turns_that_nobody_rang_are_not_made_up_for(db):
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False) as clock:
        Slot.ring_all()
        clock.shift(timedelta(days=5))
        Slot.ring_all()
    assert Slot.objects.count() == 2


def test_summer_time_moves_nothing():
    nightly = Kind("x", lambda: None, 1, NIGHT, timedelta(hours=2))
    for day in (28, 29, 30):  # clocks change on the 29th of March 2026 in Europe
        assert nightly.slot(datetime(2026, 3, day, 12, tzinfo=UTC)).hour == 2
    assert nightly.slot(datetime(2026, 3, 29, 1, 59, tzinfo=UTC)).day == 28
