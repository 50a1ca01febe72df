"""Brings the news of walls to whoever looks at them: that they changed, and nothing of what."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from live import wall_permissions
from live.threads import in_database
from live.wall_stream import WallChannel


class WallHub:
    """The channels of the walls that are looked at.

    A ring carries the number of the last change, so that it needs no look at the table: hundreds
    of notes a minute cost no statement here. Now and then the table is asked all the same, and
    more often while Redis is away.
    """

    def __init__(self) -> None:
        self.channels: dict[int, WallChannel] = {}
        self._work = asyncio.Event()

    @contextmanager
    def joined(self, wall: int, revision: int) -> Iterator[WallChannel]:
        """Let a stream hear its wall."""
        channel = self.channels.setdefault(wall, WallChannel(revision))
        channel.tell(revision)
        channel.listeners += 1
        self._work.set()  # nobody has listened since the revision was read
        try:
            yield channel
        finally:
            channel.listeners -= 1
            if not channel.listeners:
                del self.channels[wall]

    def ring(self, row: int | None, said: bytes = b"") -> None:
        """Note that a wall has changed; None: any of them may have."""
        if row is None:
            self._work.set()
        elif row in self.channels:
            with suppress(ValueError):
                self.channels[row].tell(int(said))

    async def look(self, patience: float) -> None:
        """Ask the table, as soon as there is a reason to or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience if self.channels else None):
                await self._work.wait()
        self._work.clear()
        if self.channels:
            found = await in_database(wall_permissions.revisions, list(self.channels))
            for wall, revision in found.items():
                if wall in self.channels:
                    self.channels[wall].tell(revision)
