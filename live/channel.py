from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

KEPT = 500  # lines: enough for a reconnect; who missed more reads the table


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it goes over the wire; encoded once for all who hear it."""

    id: int
    frame: bytes
    is_internal: bool


class Channel:
    """The latest history of one project in memory: everything after `floor` up to `last`.

    Who listens keeps nothing but the id they have come to, so a slow reader costs no memory.
    """

    def __init__(self, project: int, head: int) -> None:
        self.project = project
        self.floor = self.last = head
        self.listeners = 0
        self._lines: deque[Line] = deque()
        self._news = asyncio.Event()

    def tell(self, lines: Iterable[Line]) -> None:
        """Add what came after `last`, oldest first, and wake everybody who waits."""
        for line in lines:
            if line.id > self.last:
                self._lines.append(line)
                self.last = line.id
        while len(self._lines) > KEPT:
            self.floor = self._lines.popleft().id
        self._wake()

    def skip_to(self, head: int) -> None:
        """Too much happened at once: remember nothing of it, the table has it."""
        self._lines.clear()
        self.floor = self.last = head
        self._wake()

    def after(self, seen: int) -> list[Line]:
        """Return the lines after the id `seen`, which isn't below the floor."""
        fresh = []
        for line in reversed(self._lines):
            if line.id <= seen:
                break
            fresh.append(line)
        return fresh[::-1]

    async def wait(self, seconds: float) -> bool:
        """Wait for news; answer False if there were none for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
