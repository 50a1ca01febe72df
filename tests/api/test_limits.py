"""Too many requests are told so, with when to come back."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from base import redis
from web import limits


@pytest.fixture
def hers(api, alice, settings):
    client = api(alice)
    settings.API_LIMIT = "3/hour"
    return client


def test_what_is_left_is_told(hers):
    answer = hers.get("me/")

    assert answer["RateLimit-Policy"] == '"api";q=3;w=3600'
    assert answer["RateLimit"].startswith('"api";r=2;t=')


def test_too_many_are_refused(hers):
    statuses = [hers.get("me/").status_code for _ in range(4)]
    answer = hers.get("me/")

    assert statuses == [200, 200, 200, 429]
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert answer["RateLimit"].startswith('"api";r=0;')
    assert answer["Content-Type"] == "application/problem+json"


def test_guessing_tokens_is_limited_by_address(api, settings):
    nobody = api()
    settings.API_LIMIT = "3/hour"
    limits.forget_all()

    guesses = [nobody.get("me/", authorization="Bearer tp_x").status_code for _ in range(4)]

    assert guesses == [401, 401, 401, 429]


def test_counting_is_exact_when_many_come_at_once():
    name = f"test/{uuid4()}"
    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(lambda _: limits.count(name, 60), range(64)))

    assert sorted(counts) == list(range(1, 65))


def test_without_redis_it_goes_on_counting_and_doesnt_wait(hers, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits._shared.cache_clear()
    monkeypatch.setattr(redis, "_quiet_until", 0.0)
    try:
        statuses = [hers.get("me/").status_code for _ in range(4)]
        began = time.perf_counter()
        limits.count("test", 60)
        assert time.perf_counter() - began < 0.05
    finally:
        limits._shared.cache_clear()
        redis._quiet_until = 0.0

    assert statuses == [200, 200, 200, 429]
