"""What is missing is told, and by whom people can't do without it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from base import redis
from config import probes
from jobs.models import Job
from tests.outages import database_away
from tests.present import present


@pytest.fixture
def ready():
    def ask():
        probes.READINESS = probes.Readiness()
        status, headers, body = present(probes.answer("/readyz"))
        return status, json.loads(body), headers

    return ask


@pytest.mark.django_db(transaction=True)
def test_all_is_there(ready):
    status, told, _ = ready()
    assert (status, set(told["checks"])) == (
        200,
        {"database", "migrations", "redis", "disk", "jobs"},
    )


@pytest.mark.django_db(transaction=True)
def test_without_the_database_nobody_can_work(ready):
    with database_away():
        status, told, headers = ready()
    assert (status, told["status"], headers["Retry-After"]) == (503, "not ready", "10")
    assert told["checks"]["database"] == "doesn't answer"


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_missing_is_named(ready, monkeypatch):
    known = probes.known_migrations() | {("jobs", "9999_later")}
    monkeypatch.setattr(probes, "known_migrations", lambda: known)
    status, told, _ = ready()
    assert status == 503
    assert told["checks"]["migrations"] == "1 not applied, the first of them jobs.9999_later"


@pytest.mark.django_db(transaction=True)
def test_without_redis_or_room_it_is_merely_worse(ready, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(probes, "LITTLE_ROOM", 2**70)
    status, told, _ = ready()
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["redis"] == "doesn't answer"
    assert told["checks"]["disk"].endswith(" MB left")


MINUTE = timedelta(minutes=1)


def asked_for(minutes_ago, **columns):
    with redis.muted():
        Job.ask("greet", key=f"{minutes_ago}")
    Job.objects.filter(key=f"{minutes_ago}").update(
        run_at=timezone.now() - minutes_ago * MINUTE, **columns
    )


@pytest.mark.django_db(transaction=True)
def test_work_that_nobody_takes_is_told_and_ends_nothing(ready):
    asked_for(4)
    assert ready()[1]["checks"]["jobs"] == "ok"
    asked_for(6)
    status, told, _ = ready()
    assert (status, told["status"]) == (200, "degraded")
    assert told["checks"]["jobs"] == "1 due for over five minutes, and none was done since"
    asked_for(20, state="done", finished_at=timezone.now() - MINUTE)
    assert ready()[1]["checks"]["jobs"] == "ok"  # workers are busy, and get on


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_hangs_in_its_work_is_told(ready):
    asked_for(9, state="running", leased_until=timezone.now() - 29 * MINUTE)
    assert ready()[1]["checks"]["jobs"] == "ok"
    asked_for(8, state="running", leased_until=timezone.now() - 31 * MINUTE)
    assert ready()[1]["checks"]["jobs"] == "1 at work for over half an hour"
