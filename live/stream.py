from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from live import history
from live.threads import in_database

if TYPE_CHECKING:
    from asyncio import Task

    from base.asgi import Receive, Send
    from live.channel import Channel, Line
    from live.permissions import Seat

HEARTBEAT = 15.0  # seconds; proxies close what is silent for a minute
STUCK = 20.0  # seconds that a client may leave what we send unread
BEAT = b": still here\n\n"
TOO_MUCH = b"id: %d\nevent: reset\ndata: {}\n\n"


class Talk:
    """What is said to one open page, until it goes or has to go."""

    def __init__(self) -> None:
        self._talk: Task[None] | None = None

    def end(self) -> None:
        if self._talk:
            self._talk.cancel()

    async def run(self, channel: Any, receive: Receive, send: Send) -> None:
        self._send = send
        self._talk = asyncio.create_task(self.tell(channel))
        gone = asyncio.create_task(_gone(receive))
        with suppress(asyncio.CancelledError):  # the server stops, and has waited for us already
            await asyncio.wait({self._talk, gone}, return_when=asyncio.FIRST_COMPLETED)
        has_left = gone.done()
        self._talk.cancel()
        gone.cancel()
        await asyncio.gather(self._talk, gone, return_exceptions=True)
        if not has_left:
            await _goodbye(send)

    async def tell(self, channel: Any) -> None:
        """Say what the channel brings, for ever."""
        raise NotImplementedError

    async def say(self, words: bytes) -> None:
        async with asyncio.timeout(STUCK):
            await self._send({"type": "http.response.body", "body": words, "more_body": True})


class Stream(Talk):
    """A page that follows a project: tells it what comes after the id it has seen."""

    def __init__(self, seat: Seat, seen: int) -> None:
        super().__init__()
        self.seat = seat
        self.seen = seen

    async def tell(self, channel: Channel) -> None:
        await self.say(b"retry: %d\n\n" % random.randint(1000, 4000))  # noqa: S311  spreads a rush
        while True:
            if self.seen < channel.floor:
                await self._catch_up(channel)
            elif lines := channel.after(self.seen):
                await self._say_lines(lines)
            elif not await channel.wait(HEARTBEAT):
                await self.say(BEAT)

    async def _catch_up(self, channel: Channel) -> None:
        """Read from the table what the channel doesn't remember; it holds all up to the floor."""
        floor, project = channel.floor, self.seat.project
        lines = (await in_database(history.lines_after, {project: self.seen}))[project]
        if len(lines) > history.MANY:
            self.seen = floor
            await self.say(TOO_MUCH % floor)
            return
        await self._say_lines(lines)
        self.seen = max(self.seen, floor)

    async def _say_lines(self, lines: list[Line]) -> None:
        self.seen = lines[-1].id if lines else self.seen
        told = []
        for line in lines:
            if not (self.seat.is_guest and line.is_internal):
                told.append(line.frame)
        if told:
            await self.say(b"".join(told))


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _goodbye(send: Send) -> None:
    """End the answer properly; a client that reads nothing isn't waited for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.5):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
