"""Wait until a server of this process has let go of the database."""

import time
from collections.abc import Callable

from django.db import OperationalError, connection
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg2.errors import DeadlockDetected

TRIES = 5

OTHERS = """
SELECT (
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
) + (
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND locktype = 'relation'
)
"""


def nobody_reads() -> bool:
    """Whether no other connection works or holds a table, three times in a row."""
    with connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute(OTHERS)
            if cursor.fetchone()[0]:
                return False
            time.sleep(0.005)
    return True


def empty_at_last(
    execute: Callable[[DatabaseOperations, list[str]], None],
) -> Callable[[DatabaseOperations, list[str]], None]:
    """Empty the tables again where a request that came after the wait held one of them."""

    def execute_sql_flush(operations: DatabaseOperations, statements: list[str]) -> None:
        for _ in range(TRIES):
            try:
                return execute(operations, statements)
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected):
                    raise
        return execute(operations, statements)

    return execute_sql_flush
