"""How PostgreSQL is to plan and run the statements that tell facts."""

from contextlib import contextmanager

from django.db import connection

BY_HASH = "SET LOCAL enable_nestloop = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"
OTHERWISE = (
    "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT; SET LOCAL work_mem TO DEFAULT"
)


@contextmanager
def planned_for_facts():
    """Let statements join by hash and sort in memory; story_sql says why."""
    with connection.cursor() as cursor:
        cursor.execute(BY_HASH)
        yield
        cursor.execute(OTHERWISE)


def run(sql, told, *, fetch=False):
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        return cursor.fetchall() if fetch else None


def rows_of(sql, told):
    """Return the rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
