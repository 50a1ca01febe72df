"""What is missing is told, and by whom people can't do without it."""

import json

import pytest

from config import probes
from tests.outages import database_away


@pytest.fixture
def ready():
    def ask():
        probes.READINESS = probes.Readiness()
        status, headers, body = probes.answer("/readyz")
        return status, json.loads(body), headers

    return ask


@pytest.mark.django_db(transaction=True)
def test_all_is_there(ready):
    status, told, _ = ready()
    assert (status, set(told["checks"])) == (200, {"database", "migrations", "redis", "disk"})


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
