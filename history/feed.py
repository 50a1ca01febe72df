"""What is new in several projects and teams, read so that no line is missed.

An id is drawn before its transaction commits, so over several projects a smaller id may appear
after a larger one was read. But who writes to a project holds its lock, and who writes to a team
the team's: within such a stream the ids follow the commits. A place in the feed is therefore the
last id read of each stream, and a stream that comes into sight is read from its beginning.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

import msgspec
from django.db import connection

from base.sql import statement

NEWS = statement("history/sql/news_of_streams.sql")
HEADS = statement("history/sql/heads_of_streams.sql")
MISSING = statement("history/sql/lines_missing.sql")

Id = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
LastIds = dict[Id, Id]
PLACE = msgspec.msgpack.Decoder(tuple[LastIds, LastIds])


class NoPlaceError(ValueError):
    """A text that no place was ever written as."""


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """The last id read of each project, and of what each team says of itself, where one was."""

    projects: LastIds = field(default_factory=dict)
    teams: LastIds = field(default_factory=dict)

    @classmethod
    def of_now(cls, projects: list[int], teams: list[int]) -> Self:
        """Return the place behind all that is committed."""
        place = cls()
        for head in _rows(HEADS, projects=projects, teams=teams):
            place._go_on_to(*head)
        return place

    def news(self, projects: list[int], teams: list[int], *, limit: int) -> News:
        """Return what comes next in these streams, at most `limit` lines."""
        after = type(self)(dict(self.projects), dict(self.teams))
        rows = _rows(NEWS, most=limit + 1, **self._read(projects, teams))
        ids = []
        for row in rows[:limit]:
            after._go_on_to(*row)
            ids.append(row[-1])
        return News(ids, after, has_more=len(rows) > limit)

    def is_lost(self, projects: list[int], teams: list[int]) -> bool:
        """Whether a line that was read isn't there: the history is that of an older backup."""
        with connection.cursor() as cursor:
            cursor.execute(MISSING, self._read(projects, teams))
            [is_lost] = cursor.fetchone()
        return bool(is_lost)

    def __str__(self) -> str:
        packed = msgspec.msgpack.encode((self.projects, self.teams))
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the place that str() wrote; NoPlaceError for any other text."""
        try:
            packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            return cls(*PLACE.decode(packed))
        except (ValueError, binascii.Error, msgspec.MsgspecError):
            raise NoPlaceError from None

    def _go_on_to(self, project: int | None, team: int | None, event: int) -> None:
        if project is not None:
            self.projects[project] = event
        elif team is not None:
            self.teams[team] = event

    def _read(self, projects: list[int], teams: list[int]) -> dict[str, list[int]]:
        return {
            "projects": projects,
            "read_of_projects": [self.projects.get(project, 0) for project in projects],
            "teams": teams,
            "read_of_teams": [self.teams.get(team, 0) for team in teams],
        }


@dataclass(frozen=True, slots=True)
class News:
    """The ids of lines, the place behind them, and whether there are more already."""

    ids: list[int]
    place: FeedPlace
    has_more: bool


def _rows(sql: str, **params: Any) -> list[tuple[int | None, int | None, int]]:
    """Return [(project, team, id of a line)]; one of the two says whose stream it is."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[int | None, int | None, int]] = cursor.fetchall()
    return rows
