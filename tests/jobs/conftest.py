import threading
from datetime import timedelta

import pytest
from django.db import connection

from base import redis
from jobs.kinds import KINDS, Kind
from jobs.models import Job


@pytest.fixture(autouse=True)
def no_bell():
    """Nobody drains the queue but the test."""
    with redis.muted():
        yield


@pytest.fixture
def done(monkeypatch):
    """What the kind “greet” did, in order."""
    seen = []
    register(monkeypatch, "greet", lambda name="world": seen.append(name))
    return seen


def register(monkeypatch, name, run, *, attempts=3, every=None):
    monkeypatch.setitem(KINDS, name, Kind(name, run, attempts, every, timedelta(0)))


def at_once(work, times):
    """Do it in so many threads that all begin together."""
    start, errors = threading.Barrier(times), []

    def one(number):
        try:
            start.wait()
            work(number)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def make_due(job):
    """Let the pause before the next attempt, or the lease of a dead worker, be over."""
    Job.objects.filter(pk=job.pk).update(run_at=job.created_at, leased_until=job.created_at)
