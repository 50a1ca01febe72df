"""Gathers lines of history in any order, then writes them in the order of their time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import orjson
from django.db import connection

from history.models import Event, OldText
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
    "details",
    "old_texts",
)
OF_EVENT = tuple(name for name in COLUMNS if name not in ("tie", "old_texts"))
MAKE = """
CREATE TEMPORARY TABLE imported_line (
    at timestamptz, tie smallint, team_id bigint, project_id bigint, story_id bigint,
    sprint_id bigint, actor_id bigint, discipline text, role text, verb text, details jsonb,
    old_texts jsonb, place bigserial
) ON COMMIT DROP
"""


# Each line gets its id first, so that the texts it overwrote can point at it.
WRITE = """
WITH line AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('{event}', 'id')) AS id, ordered.*
    FROM (SELECT * FROM imported_line ORDER BY at, tie, place) ordered
), written AS (
    INSERT INTO {event} (id, {columns}) OVERRIDING SYSTEM VALUE SELECT id, {columns} FROM line
), kept AS (
    INSERT INTO {old_text} (event_id, noun, "row", field, text, struck_reason)
    SELECT id, 'stories.story', story_id, old.key, old.value, ''
    FROM line CROSS JOIN LATERAL jsonb_each_text(line.old_texts) old
    WHERE line.old_texts IS NOT NULL
)
SELECT count(*) FROM line
"""


def _plain(value: Decimal) -> str:
    return str(value)


@dataclass
class EventWriter:
    """Holds few lines in memory, all others in a temporary table of the open transaction.

    bulk_create would do the same in five times the time: half a million rows are too many to make
    an object of each. The sequence hands out ids in the order of the final SELECT.
    """

    team: int
    project: int
    count: int = 0
    _rows: list = field(default_factory=list)

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(MAKE)

    def add(
        self,
        at: datetime,
        verb: str,
        details: dict,
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
        old = {name: text for name, text in (old_texts or {}).items() if text}
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
                verb,
                orjson.dumps(details, default=_plain).decode(),
                orjson.dumps(old).decode() if old else NOTHING,
            )
        )
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def write(self) -> None:
        """Hand out ids by time; the caller holds the project's lock, and the team's is taken.

        A report of the team meanwhile would else stand at a later event and miss these. One that is
        being made has the team's lock and may wait for the project's: nobody waits for it here.
        """
        self._flush()
        list(Team.objects.filter(pk=self.team).select_for_update(no_key=True, skip_locked=True))
        names = {"event": Event._meta.db_table, "old_text": OldText._meta.db_table}
        with connection.cursor() as cursor:
            cursor.execute(WRITE.format(columns=", ".join(OF_EVENT), **names))
            self.count = cursor.fetchone()[0]
            cursor.execute("DROP TABLE imported_line")

    def _flush(self) -> None:
        if not self._rows:
            return
        copy_in("imported_line", COLUMNS, self._rows)
        self._rows.clear()
