from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from django.db import DatabaseError

from history.publishing import CHANNEL
from live import history, permissions, wall_permissions
from live.channel import Channel
from live.redis_listener import RedisListener
from live.threads import in_database
from live.wall_hub import WallHub
from walls.ring import CHANNEL as WALL

if TYPE_CHECKING:
    from live.stream import Stream
    from live.wall_stream import WallChannel, WallStream

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
        self.wall_streams: set[WallStream] = set()
        self.walls = WallHub()
        self._rung: set[int] = set()
        self._work = asyncio.Event()
        self.listener = RedisListener({CHANNEL: self._ring, WALL: self.walls.ring})
        works = (self.listener.listen, self._fetch, self._look_at_walls, self._recheck)
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

    @contextmanager
    def at_wall(self, stream: WallStream, revision: int) -> Iterator[WallChannel]:
        """Let the stream hear its wall."""
        self.wall_streams.add(stream)
        try:
            with self.walls.joined(stream.seat.wall, revision) as channel:
                yield channel
        finally:
            self.wall_streams.discard(stream)

    @property
    def seats(self) -> list[int]:
        """Whose streams are open, once for each."""
        mine = [stream.seat.user for stream in self.streams]
        return mine + [stream.seat.user for stream in self.wall_streams]

    def _ring(self, row: int | None, said: bytes = b"") -> None:
        """Note that the project has news; None: any of them may."""
        self._rung |= self.channels.keys() if row is None else {row}
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
            self.walls.ring(None)

    async def _look_at_walls(self) -> None:
        while True:
            await self.walls.look(self._patience)

    @property
    def _patience(self) -> float:
        return LOOK_WHEN_HEARD if self.listener.is_heard else LOOK_WHEN_SILENT

    async def _fetch(self) -> None:
        while True:
            await self._rung_or_time_to_look()
            self._work.clear()
            rung, self._rung = self._rung & self.channels.keys(), set()
            if rung:
                await self._bring({project: self.channels[project].last for project in rung})

    async def _rung_or_time_to_look(self) -> None:
        try:
            async with asyncio.timeout(self._patience if self.channels else None):
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
            await self._end_lost(self.streams, permissions.still_admitted)
            await self._end_lost(self.wall_streams, wall_permissions.still_admitted)

    @staticmethod
    async def _end_lost(streams: set[Any], still_admitted: Callable[..., set[Any]]) -> None:
        """End the streams of those who would not be let in any more."""
        seats = {stream.seat for stream in streams}
        if not seats:
            return
        kept = await in_database(still_admitted, seats)
        for stream in list(streams):
            if stream.seat in seats - kept:
                stream.end()
