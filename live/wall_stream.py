"""One open wall: told that it has changed, until its page goes or has to go."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING

from live import stream

if TYPE_CHECKING:
    from live.wall_permissions import WallSeat


class WallChannel:
    """How often a wall has changed. Who listens keeps nothing but the number they know."""

    def __init__(self, revision: int) -> None:
        self.revision = revision
        self.listeners = 0
        self._news = asyncio.Event()

    def tell(self, revision: int) -> None:
        """Wake everybody who waits, if that is news; rings may come in any order."""
        if revision > self.revision:
            self.revision = revision
            news, self._news = self._news, asyncio.Event()
            news.set()

    async def wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()


class WallStream(stream.Talk):
    """Says the newest number; what lies between two of them is one change to a page."""

    def __init__(self, seat: WallSeat, seen: int) -> None:
        super().__init__()
        self.seat = seat
        self.seen = seen

    async def tell(self, channel: WallChannel) -> None:
        await self.say(b"retry: %d\n\n" % random.randint(1000, 4000))  # noqa: S311  spreads a rush
        while True:
            if channel.revision > self.seen:
                self.seen = channel.revision
                line = b'id: %d\ndata: {"revision": %d}\n\n' % (self.seen, self.seen)
                await self.say(line)
                continue
            await channel.wait(stream.HEARTBEAT)
            if channel.revision <= self.seen:
                await self.say(stream.BEAT)
