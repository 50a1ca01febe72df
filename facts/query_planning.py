"""How PostgreSQL is to plan and run the statements that tell facts."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

SETTINGS = {
    "enable_nestloop": "off",
    "jit": "off",
    "work_mem": "'64MB'",
    "plan_cache_mode": "force_generic_plan",
}
BY_HASH = "; ".join(f"SET LOCAL {name} = {value}" for name, value in SETTINGS.items())
OTHERWISE = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in SETTINGS)


@contextmanager
def planned_for_facts() -> Iterator[None]:
    """Let statements join by hash and sort in memory; facts/sql/events_of_stories.sql says why."""
    with connection.cursor() as cursor:
        cursor.execute(BY_HASH)
        yield
        cursor.execute(OTHERWISE)


def run(sql: str, told: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, told)


def ids_of(sql: str, told: dict[str, Any]) -> list[int]:
    """Return the first column."""
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return [row[0] for row in cursor.fetchall()]


def rows_of(sql: str, told: Any) -> list[dict[str, Any]]:
    """Return the rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def rows_by_hash(sql: str, told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows as dictionaries, planned by hash and asked in one message.

    Outside a transaction the message is one, and the plan's settings end with it. Inside one they
    would go on, so there it is planned as usual.
    """
    if connection.in_atomic_block:
        return rows_of(sql, told)
    return rows_of(f"{BY_HASH}; {sql}", told)


class Prepared:
    """A statement that a kept connection plans once: to plan it takes as long as to run it.

    The server is asked whether it knows it; behind a pooler it may be another one each time.
    """

    KNOWN = "SELECT 1 FROM pg_prepared_statements WHERE name = %s"

    def __init__(self, sql: str, **types: str) -> None:
        """`types` are those of its parameters, by their names."""
        self.name = f"facts_{hashlib.sha256(sql.encode()).hexdigest()[:12]}"
        places = {}
        for place, name in enumerate(types, start=1):
            places[name] = f"${place}"
        self.prepare = f"PREPARE {self.name}({', '.join(types.values())}) AS {sql % places}"
        given = ", ".join(f"%({name})s::{kind}" for name, kind in types.items())
        self.execute = f"EXECUTE {self.name}({given})"

    def run(self, told: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            self._execute(cursor, told)

    def ids(self, told: dict[str, Any]) -> list[int]:
        """Return the first column."""
        with connection.cursor() as cursor:
            self._execute(cursor, told)
            return [row[0] for row in cursor.fetchall()]

    def _execute(self, cursor: CursorWrapper, told: dict[str, Any]) -> None:
        cursor.execute(self.KNOWN, [self.name])
        if not cursor.fetchone():
            cursor.execute(self.prepare)
        cursor.execute(self.execute, told)
