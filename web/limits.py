"""How often somebody may knock: counted atomically in Redis, here while Redis is away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from limits import parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from base import redis

if TYPE_CHECKING:
    from limits import RateLimitItem


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one more is allowed, of how many, how many are left, when all are again."""

    allowed: bool
    limit: int
    remaining: int
    reset_seconds: int


@cache
def _shared() -> FixedWindowRateLimiter:
    timeouts = {"socket_timeout": 0.5, "socket_connect_timeout": 0.3}
    return FixedWindowRateLimiter(storage_from_string(settings.REDIS_URL, **timeouts))


@cache
def _own() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(MemoryStorage())


def hit(rate: str, *who: str) -> Verdict:
    """Count one knock of `who` against a rate such as "10/minute"."""
    return _ask(lambda limiter, item: limiter.hit(item, *who), rate, who)


def look(rate: str, *who: str) -> Verdict:
    """Say whether `who` may knock, without counting it."""
    return _ask(lambda limiter, item: limiter.test(item, *who), rate, who)


def forgive(rate: str, *who: str) -> None:
    """Take back one knock that was allowed, where it was counted."""
    item = parse(rate)
    key, seconds = item.key_for(*who), item.get_expiry()
    if not redis.try_call(lambda _client: _shared().storage.incr(key, seconds, amount=-1)):
        _own().storage.incr(key, seconds, amount=-1)


def remember(name: str, seconds: int) -> None:
    """Keep a name for so long, from now."""
    if not redis.try_call(lambda client: client.set(f"known/{name}", 1, ex=seconds)):
        _own().storage.incr(f"known/{name}", seconds)


def is_remembered(name: str) -> bool:
    """Whether it is; nobody knows while Redis, which was told, is away."""
    answers: list[int] = []
    redis.try_call(lambda client: answers.append(client.exists(f"known/{name}")))
    return bool(answers[0] if answers else _own().storage.get(f"known/{name}"))


def count(name: str, seconds: int) -> int:
    """Add one to what is kept under the name for so many seconds and return it: one round trip."""
    counted: list[int] = []
    redis.try_call(lambda _client: counted.append(_shared().storage.incr(name, seconds)))
    if counted:
        return counted[0]
    return _own().storage.incr(name, seconds)


def _ask(question: Callable[..., Any], rate: str, who: tuple[str, ...]) -> Verdict:
    item = parse(rate)
    answers = []
    redis.try_call(lambda _client: answers.append(_verdict(question, _shared(), item, who)))
    if answers:
        return answers[0]
    return _verdict(question, _own(), item, who)


def _verdict(
    question: Callable[..., Any],
    limiter: FixedWindowRateLimiter,
    item: RateLimitItem,
    who: tuple[str, ...],
) -> Verdict:
    allowed = question(limiter, item)
    window = limiter.get_window_stats(item, *who)
    seconds = max(0, round(window.reset_time - time()))
    return Verdict(allowed, item.amount, window.remaining, seconds)


def forget_all() -> None:
    """Count anew; for tests, which play many people from one address."""
    _own().storage.reset()
    redis.try_call(lambda _client: _shared().storage.reset())
    redis.try_call(lambda client: [client.delete(key) for key in client.scan_iter("known/*")])
