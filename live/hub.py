from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError

from live import history, permissions
from live.channel import Channel
from live.redis_listener import RedisListener
from live.threads import in_database

if TYPE_CHECKING:
    from live.stream import Stream

log = structlog.get_logger(__name__)

LOOK_WHEN_HEARD = (
    10.0  # seconds between looks at the table although Redis rings: it may lose a ring
)
LOOK_WHEN_SILENT = 2.0  # and while Redis is away
RECHECK = 60.0  # seconds until who has left the team hears nothing more


class Hub:
    """Brings the news of each project that somebody listens to from the table to its channel.

    Redis only rings. What is sent is always read from the table, where the order of a project's
    ids is the order of its commits: nothing is missed, doubled or out of order, whatever gets lost
    between, and rings that come while a statement runs share the next one.
    """

    def __init__(self) -> None:
        self.channels: dict[int, Channel] = {}
        self.streams: set[Stream] = set()
        self._rung: set[int] = set()
        self._work = asyncio.Event()
        self.listener = RedisListener(self._ring)
        works = (self.listener.listen, self._fetch, self._recheck)
        self._tasks = [asyncio.create_task(self._forever(work)) for work in works]

    @contextmanager
    def joined(self, stream: Stream, head: int) -> Iterator[Channel]:
        """Let the stream hear its project's channel, which begins at `head` if it is new."""
        project = stream.seat.project
        if project not in self.channels:
            self.channels[project] = Channel(project, head)
            self._ring(project)  # nobody has listened since `head` was read
        channel = self.channels[project]
        channel.listeners += 1
        self.streams.add(stream)
        try:
            yield channel
        finally:
            self.streams.discard(stream)
            channel.listeners -= 1
            if not channel.listeners:
                del self.channels[project]

    def _ring(self, project: int | None) -> None:
        """Note that the project has news; None: any of them may."""
        self._rung |= self.channels.keys() if project is None else {project}
        self._work.set()

    async def _forever(self, work: Callable[[], Awaitable[None]]) -> None:
        """A fault ends neither the streams nor what feeds them."""
        while True:
            try:
                await work()
            except DatabaseError as error:
                log.warning("live_database_away", error=str(error))
            except Exception:
                log.exception("live_fault", work=work.__name__)
            await asyncio.sleep(1)
            self._ring(None)

    async def _fetch(self) -> None:
        while True:
            await self._rung_or_time_to_look()
            self._work.clear()
            rung, self._rung = self._rung & self.channels.keys(), set()
            if rung:
                await self._bring({project: self.channels[project].last for project in rung})

    async def _rung_or_time_to_look(self) -> None:
        if self.listener.is_heard:
            patience = LOOK_WHEN_HEARD
        else:
            patience = LOOK_WHEN_SILENT
        try:
            async with asyncio.timeout(patience if self.channels else None):
                await self._work.wait()
        except TimeoutError:
            self._ring(None)

    async def _bring(self, seen: dict[int, int]) -> None:
        for project, lines in (await in_database(history.lines_after, seen)).items():
            channel = self.channels.get(project)
            if channel is None:
                continue
            if len(lines) > history.MANY:
                channel.skip_to(await in_database(history.head, project))
            else:
                channel.tell(lines)

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK)
            seats = {stream.seat for stream in self.streams}
            if seats:
                kept = await in_database(permissions.still_admitted, seats)
            else:
                kept = seats
            for stream in list(self.streams):
                if stream.seat in seats - kept:
                    stream.end()
