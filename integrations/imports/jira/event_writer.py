"""Gathers lines of history in any order, then writes them in the order of their time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

import orjson
from django.db import connection

from base.sql import statement
from history.models.event import shortened
from history.schema import EventDetails
from integrations.imports.copying import NOTHING, copy_in
from teams.models import Team

ROWS_AT_ONCE = 20_000
COLUMNS = (
    "at",
    "tie",
    "team_id",
    "project_id",
    "story_id",
    "sprint_id",
    "actor_id",
    "discipline",
    "role",
    "verb",
    "version",
    "details",
    "old_texts",
)
MAKE = statement("integrations/imports/jira/make_imported_events.sql")
WRITE = statement("integrations/imports/jira/write_imported_events.sql")


def _plain(value: Decimal) -> str:
    return str(value)


class Who(TypedDict):
    """Whose line it is, as they were then."""

    actor: int | None
    discipline: str
    role: str


@dataclass
class EventWriter:
    """Holds few lines in memory, all others in a temporary table of the open transaction.

    bulk_create would do the same in five times the time: half a million rows are too many to make
    an object of each. The sequence hands out ids in the order of the final SELECT.
    """

    team: int
    project: int
    count: int = 0
    _rows: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(MAKE)

    def add(
        self,
        at: datetime,
        details: EventDetails,
        *,
        actor: int | None,
        discipline: str,
        role: str,
        story: int | None = None,
        sprint: int | None = None,
        tie: int = 4,
        of_project: bool = True,
        old_texts: dict[str, str] | None = None,
    ) -> None:
        """Note one line; `tie` orders lines of the same moment, `old_texts` are of its story."""
        old = {}
        for name, text in (old_texts or {}).items():
            if text:
                old[name] = text
        self._rows.append(
            (
                at.isoformat(),
                tie,
                self.team,
                self.project if of_project else NOTHING,
                story or NOTHING,
                sprint or NOTHING,
                actor or NOTHING,
                discipline,
                role,
                details.verb,
                details.schema_version(),
                orjson.dumps(shortened(details.checked()), default=_plain).decode(),
                orjson.dumps(old).decode() if old else NOTHING,
            )
        )
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def write(self) -> None:
        """Hand out ids by time; the caller holds the project's lock, and the team's is taken.

        A report of the team meanwhile would else stand at a later event and miss these. One that is
        being made has the team's lock and may wait for the project's: nobody waits for it here. A
        verb of the team waits for no project, so its end is waited for: who follows what the team
        says of itself would else read its line first, and these lines never.
        """
        self._flush()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM teams_team WHERE id = %s FOR KEY SHARE", [self.team])
        list(Team.objects.filter(pk=self.team).select_for_update(no_key=True, skip_locked=True))
        with connection.cursor() as cursor:
            cursor.execute(WRITE)
            self.count = cursor.fetchone()[0]
            cursor.execute("DROP TABLE imported_event")

    def _flush(self) -> None:
        if not self._rows:
            return
        copy_in("imported_event", COLUMNS, self._rows)
        self._rows.clear()
