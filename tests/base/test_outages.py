import errno

import psycopg2
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from base.outages import AWAY, BUSY, FULL, NO_WRITES, outage_of
from tests.outages import FAIL

STATES = {
    "53100": FULL,
    "53200": BUSY,
    "53300": BUSY,
    "53400": BUSY,
    "57P01": AWAY,
    "57P02": AWAY,
    "57P03": AWAY,
    "57014": BUSY,
    "58030": AWAY,
    "58P01": AWAY,
    "08006": AWAY,
    "25006": NO_WRITES,
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
    "42P01": None,
    "23505": None,
    "22003": None,
    "XX001": None,
    "P0001": None,
}


@pytest.mark.parametrize(("state", "outage"), STATES.items())
def test_what_postgresql_says_is_told_apart(db, state, outage):
    with (
        pytest.raises(DatabaseError) as raised,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(FAIL % state)
    assert outage_of(raised.value) is outage


def test_a_database_that_nobody_answers_for_is_away():
    with pytest.raises(psycopg2.OperationalError) as raised:
        psycopg2.connect("postgres://x@127.0.0.1:1/x")
    assert outage_of(raised.value) is AWAY


def test_a_connection_that_is_closed_is_away_and_a_closed_cursor_is_a_fault(db):
    line = connection.copy()
    with line.cursor() as cursor:
        cursor.execute("SELECT 1")
        inner = cursor.cursor
    with pytest.raises(psycopg2.InterfaceError) as closed:
        inner.execute("SELECT 1")
    assert outage_of(closed.value) is None
    line.connection.close()
    with pytest.raises(InterfaceError) as gone:
        line.cursor()
    assert outage_of(gone.value) is AWAY
    line.close()


@pytest.mark.parametrize(
    ("number", "outage"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EROFS, NO_WRITES),
        (errno.EMFILE, BUSY),
        (errno.ENOENT, None),
        (errno.EPIPE, None),
    ],
)
def test_what_the_disk_says_is_told_apart(number, outage):
    assert outage_of(OSError(number, "told by a test")) is outage


def test_an_error_that_followed_from_another_is_told_by_it():
    error = OperationalError("the commit failed")
    error.__cause__ = OSError(errno.ENOSPC, "full")
    assert outage_of(error) is FULL
    error.__cause__.__cause__ = error
    assert outage_of(error) is FULL
    assert outage_of(ValueError("ours")) is None
    assert outage_of(None) is None
