"""One subscription to Redis for the whole process: which projects and walls have news."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import redis.asyncio as aioredis
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

PAUSE = 1.0  # seconds until the next attempt after Redis went away
PATIENCE = 15.0  # seconds of silence after which Redis is asked whether it is still there


class OnRing(Protocol):
    """What is called for a ring: of which row, and what was said; None when some may be missed."""

    def __call__(self, row: int | None, said: bytes = b"") -> None: ...


class RedisListener:
    """Calls what belongs to a prefix for each ring of a channel that begins with it."""

    def __init__(self, on_ring: Mapping[str, OnRing]) -> None:
        self.on_ring = on_ring
        self.is_heard = False

    async def listen(self) -> None:
        """Listen forever, through any number of absences of Redis."""
        while True:
            try:
                await self._listen_once()
            except (RedisError, OSError, TimeoutError) as error:
                if self.is_heard:
                    log.warning("live_bell_lost", error=str(error))
                self.is_heard = False
            await asyncio.sleep(PAUSE)

    async def _listen_once(self) -> None:
        client = aioredis.Redis.from_url(
            settings.REDIS_URL,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=settings.REDIS_TIMEOUT,
            socket_timeout=settings.REDIS_TIMEOUT,
            health_check_interval=PATIENCE,
        )
        async with client, client.pubsub() as subscription:
            await subscription.psubscribe(*(f"{prefix}*" for prefix in self.on_ring))
            while True:
                self._hear(await subscription.get_message(timeout=PATIENCE))

    def _hear(self, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        if message["type"] == "psubscribe":
            self._begin(message["channel"].decode().removesuffix("*"))
        elif message["type"] == "pmessage":
            prefix, _, row = message["channel"].decode().rpartition(":")
            with suppress(ValueError):
                self.on_ring[f"{prefix}:"](int(row), message["data"])

    def _begin(self, prefix: str) -> None:
        if not self.is_heard:
            log.info("live_bell_heard")
        self.is_heard = True
        self.on_ring[prefix](None)
