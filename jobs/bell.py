"""Redis is the bell: it tells others that something is there to be read. It may be away."""

import time
from functools import cache

import redis
import structlog
from django.conf import settings
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

QUIET_SECONDS = 5  # after a failure nobody pays for another connection attempt this long
_quiet_until = 0.0


@cache
def client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.3, health_check_interval=30
    )


def ring(action) -> bool:
    """Call `action(client)`; answer False instead of failing when Redis is away.

    A write must never wait for, or fail with, the bell: the truth is already in PostgreSQL
    and whoever listens catches up from there.
    """
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        action(client())
    except (redis.RedisError, OperationalError, OSError) as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("bell_silent", error=str(error))
        return False
    return True
