import pytest
from django.db import connection

from base import redis
from tests.durability.marks import COUNT_MARKS, DROP_MARKS, MAKE_MARKS
from tests.durability.programs import House


def pytest_collection_modifyitems(items):
    """All of these on one worker of xdist: each of them wants the machine for itself."""
    for item in items:
        if "durability" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("durability"))
            item.add_marker(pytest.mark.celery_worker)


@pytest.fixture
def house(transactional_db, tmp_path, settings, monkeypatch):
    house = House(tmp_path)
    settings.REDIS_URL = house.redis.url
    settings.CELERY_BROKER_URL = house.redis.url
    monkeypatch.setattr(redis, "_quiet_until", 0.0)
    redis.client.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute(DROP_MARKS)
        cursor.execute(MAKE_MARKS)
    with redis.muted():  # the test itself rings nothing; the programs do
        yield house
    house.end()
    redis.client.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute(DROP_MARKS)


@pytest.fixture
def marks():
    def counted():
        with connection.cursor() as cursor:
            cursor.execute(COUNT_MARKS)
            return {(number, part): count for number, part, count in cursor.fetchall()}

    return counted
