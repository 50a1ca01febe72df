"""An attempt that fails with the machine, and not by the work, is given back."""

import errno

import pytest
import redis
from django.db import connection

from jobs.models import Job
from jobs.models import excused_attempts as excusable
from tests.jobs.conftest import make_due, register
from tests.outages import FAIL, database_away
from tests.present import present


def told_by_postgresql(state):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(FAIL % state)

    return run


def no_room():
    raise OSError(errno.ENOSPC, "No space left on device")


def no_redis():
    raise redis.ConnectionError("Connection refused")


OUTAGES = {
    "it shuts down": told_by_postgresql("57P01"),
    "it starts": told_by_postgresql("57P03"),
    "its disk is full": told_by_postgresql("53100"),
    "it only reads": told_by_postgresql("25006"),
    "our disk is full": no_room,
    "no Redis": no_redis,
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_an_outage_longer_than_all_attempts_uses_up_none(db, monkeypatch, outage):
    register(monkeypatch, "work", OUTAGES[outage], attempts=3)
    Job.ask("work", key="a")
    for _ in range(8):
        assert Job.run_waiting() == 1
        job = Job.objects.get()
        assert (job.state, job.attempts) == ("waiting", 0)
        assert job.run_at > job.created_at
        make_due(job)
    done = []
    register(monkeypatch, "work", lambda: done.append(1), attempts=3)
    Job.run_waiting()
    assert (Job.objects.get().state, done) == ("done", [1])


@pytest.mark.parametrize("state", ["57014", "40P01", "22003"])
def test_work_that_always_takes_too_long_or_breaks_is_given_up(db, monkeypatch, state):
    register(monkeypatch, "work", told_by_postgresql(state), attempts=3)
    Job.ask("work", key="a")
    for _ in range(3):
        Job.run_waiting()
        make_due(Job.objects.get())
    assert Job.objects.get().state == "failed"


@pytest.mark.django_db(transaction=True)
def test_an_attempt_that_ended_with_the_database_is_given_back_when_it_is_there_again(monkeypatch):
    monkeypatch.setattr(excusable, "INTERRUPTED", [])
    register(monkeypatch, "work", lambda: None, attempts=3)
    Job.ask("work", key="a")
    for _ in range(5):
        job = present(Job.lease_next())
        assert job.attempts == 1
        with database_away(), pytest.raises(Exception, match="onnect"):
            job.perform()
        assert Job.objects.get().attempts == 1
        make_due(job)
    Job.run_waiting()
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("done", 1)
