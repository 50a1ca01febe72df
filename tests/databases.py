"""Databases that a test makes beside its own, and who waits in them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event as Signal
from typing import Any

from django.db import connection, transaction

WAIT = 30  # seconds, after which a test fails that would hang

BLOCKED = """
SELECT count(*) > 0 FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@contextmanager
def uncommitted(work: Callable[[], Any]) -> Iterator[None]:
    """Let another connection do the work and commit only when the block has ended."""
    written, commit = Signal(), Signal()

    def write() -> None:
        try:
            with transaction.atomic():
                work()
                written.set()
                assert commit.wait(WAIT)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            assert written.wait(WAIT)
            yield
        finally:
            commit.set()
            writing.result(WAIT)


def until_blocked(work: Any) -> None:
    """Wait until somebody waits for another's lock; fail if the work ends without."""
    deadline = time.monotonic() + WAIT
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
