"""One subscription to Redis for the whole process: which projects have news."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis.asyncio as aioredis
import structlog
from django.conf import settings
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from history.publishing import CHANNEL

log = structlog.get_logger(__name__)

PAUSE = 1.0  # seconds until the next attempt after Redis went away
PATIENCE = 15.0  # seconds of silence after which Redis is asked whether it is still there


class RedisListener:
    """Calls on_ring(project) for each event announced, on_ring(None) when some may be missed."""

    def __init__(self, on_ring: Callable[[int | None], None]) -> None:
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
            await subscription.psubscribe(f"{CHANNEL}*")
            while True:
                self._hear(await subscription.get_message(timeout=PATIENCE))

    def _hear(self, message: dict[str, Any] | None) -> None:
        if message is None:
            return
        if message["type"] == "psubscribe":
            self.is_heard = True
            log.info("live_bell_heard")
            self.on_ring(None)
        elif message["type"] == "pmessage":
            with suppress(ValueError):
                self.on_ring(int(message["channel"].removeprefix(CHANNEL.encode())))
