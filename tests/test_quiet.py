"""Tables are emptied after a test although somebody still reads them."""

import threading

import pytest
from django.db import OperationalError, connection

from tests.live.conftest import wait_until

WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = %s"
FAILS = "DO $$ BEGIN RAISE EXCEPTION 'taken' USING ERRCODE = 'lock_not_available'; END $$"


def own_process():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def waits(cursor, process):
    cursor.execute(WAITS, [process])
    return bool(cursor.fetchone()[0])


def test_a_reader_who_takes_the_same_tables_the_other_way_is_waited_for(transactional_db):
    """Who waited first looks for a deadlock first, and is ended: here who empties."""
    emptier, taken = own_process(), threading.Event()

    def read():
        try:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("LOCK TABLE teams_team")
                taken.set()
                wait_until(lambda: waits(cursor, emptier))
                cursor.execute("LOCK TABLE teams_user")
                cursor.execute("COMMIT")
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    assert taken.wait(30)
    connection.ops.execute_sql_flush(["LOCK TABLE teams_user", "LOCK TABLE teams_team"])
    reader.join(30)


def test_what_fails_for_another_reason_is_told_at_once(transactional_db):
    with pytest.raises(OperationalError, match="taken"):
        connection.ops.execute_sql_flush([FAILS])
