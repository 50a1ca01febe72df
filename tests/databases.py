"""Databases that a test makes beside its own, and who waits in them."""

import time
from typing import Any

from django.db import connection

BLOCKED = """
SELECT count(*) > 0 FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def until_blocked(work: Any) -> None:
    """Wait until somebody waits for another's lock; fail if the work ends without."""
    deadline = time.monotonic() + 30
    while True:
        with connection.cursor() as cursor:
            cursor.execute(BLOCKED)
            [is_blocked] = cursor.fetchone()
        if is_blocked:
            return
        assert not work.done(), work.result()
        assert time.monotonic() < deadline, "nobody waits"


def drop(name):
    """Drop the database with all who are in it.

    WITH (FORCE) is refused to whoever is no superuser while an autovacuum works in it; a plain
    DROP DATABASE sends that away by itself, and only ours are left to be ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        cursor.execute(f'DROP DATABASE "{name}"')
