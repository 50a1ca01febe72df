"""Redis tells others that something is there to be read. It may be away."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import redis
import structlog
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger(__name__)

QUIET_SECONDS = 5  # after a failure nobody pays for another connection attempt this long
_quiet_until = 0.0
_muted = ContextVar("muted", default=False)


@cache
def client() -> redis.Redis:
    """One pool a process; a connection that Redis has closed meanwhile is made again, once."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=0.5,
        socket_connect_timeout=0.3,
        retry=Retry(NoBackoff(), 1),
    )


def try_call(action: Callable[..., Any]) -> bool:
    """Call `action(client)`; answer False instead of failing when Redis is away.

    A write must never wait for, or fail with, Redis: the truth is already in PostgreSQL
    and whoever listens catches up from there.
    """
    global _quiet_until
    if _muted.get() or time.monotonic() < _quiet_until:
        return False
    try:
        action(client())
    except (redis.RedisError, OperationalError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("redis_away", error=str(error))
        return False
    return True


@contextmanager
def muted() -> Iterator[Any]:
    """Call nobody inside: months of old history are no news."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)
