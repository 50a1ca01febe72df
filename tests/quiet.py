"""Wait until a server of this process has let go of the database."""

import time

from django.db import connection

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
