from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie

from live import permissions, wall_permissions
from live.authorizer import Authorizer, TurnedAway
from live.hub import Hub
from live.permissions import STRANGER
from live.stream import Stream
from live.wall_stream import WallStream

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from base.asgi import Receive, Scope, Send

PROJECT = re.compile(r"/live/projects/([A-Z][A-Z0-9]{1,9})/")
WALL = re.compile(r"/live/walls/([1-9][0-9]{0,17})/")
LARGEST_ID = 2**63 - 1
EACH = 40  # streams of one person: more than anybody has windows, too few to crowd out the others
SENTENCES = {
    400: "“after” is the id of an event, or a wall’s revision.",
    STRANGER: "Sign in first.",
    404: "Nothing here.",
    405: "A stream is read with GET.",
    503: "Too many streams are open here; try again soon.",
}
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Endpoint:
    """GET /live/projects/TV/?after=17: what has happened in the project since, and what happens.

    GET /live/walls/3/?after=17 says that a wall has changed since, and whenever it changes.
    """

    def __init__(self) -> None:
        self.projects = Authorizer(permissions.admit)
        self.walls = Authorizer(wall_permissions.admit)

    @cached_property
    def hub(self) -> Hub:
        """Made when the first stream comes, inside the server's event loop."""
        return Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            stream, joined = await self._let_in(scope)
        except TurnedAway as refusal:
            await _refuse(send, refusal.status, refusal.sentence or SENTENCES[refusal.status])
            return
        with joined as channel:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await stream.run(channel, receive, send)

    async def _let_in(
        self, scope: Scope
    ) -> tuple[Stream | WallStream, AbstractContextManager[Any]]:
        project, wall = PROJECT.fullmatch(scope["path"]), WALL.fullmatch(scope["path"])
        address = project or wall
        if not address:
            raise TurnedAway(404)
        if scope["method"] != "GET":
            raise TurnedAway(405)
        headers = {}
        for name, value in scope["headers"]:
            headers[name] = value.decode("latin-1")
        after = _after(scope, headers)
        session = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME)
        if not session:
            raise TurnedAway(STRANGER)
        authorizer = self.projects if project else self.walls
        seat, head = await authorizer.admit(session, address[1])
        self._count(seat.user)
        seen = head if after is None else min(after, head)
        if wall:
            at_wall = WallStream(seat, seen)
            return at_wall, self.hub.at_wall(at_wall, head)
        stream = Stream(seat, seen)
        return stream, self.hub.joined(stream, head)

    def _count(self, user: int) -> None:
        seats = self.hub.seats
        if len(seats) >= settings.LIVE_STREAMS or seats.count(user) >= EACH:
            raise TurnedAway(503)


def _after(scope: Scope, headers: dict[bytes, str]) -> int | None:
    """The last event the page has seen: a reconnect tells it by header, the page by its address."""
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    told = headers.get(b"last-event-id") or query.get("after", [None])[-1]
    if told is None:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 20 and int(told) <= LARGEST_ID):
        raise TurnedAway(400)
    return int(told)


async def _refuse(send: Send, status: int, sentence: str) -> None:
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *({405: [(b"allow", b"GET")], 503: [(b"retry-after", b"10")]}.get(status, [])),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
