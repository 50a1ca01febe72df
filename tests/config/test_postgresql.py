import socket
import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from base.outages import AWAY, BUSY, outage_of
from config.postgresql import statement_limit as patience


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_no_longer_usable():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
    assert connection.is_usable()
    ended = connection.copy()
    with ended.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not ended.is_usable()
    ended.close()
    assert not ended.is_usable()


def test_a_connection_in_a_failed_transaction_is_not_usable(db):
    with pytest.raises(DatabaseError), transaction.atomic():
        _fail_and_go_on()
    assert connection.is_usable()


def _fail_and_go_on():
    with connection.cursor() as cursor, suppress(DatabaseError):
        cursor.execute("SELECT no_such_column")
    assert not connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class Freezing:
    """A line to the server that can be made to swallow all that is said on it."""

    def __init__(self, server):
        self.server, self.frozen = server, threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._carry, daemon=True).start()

    def _carry(self):
        with suppress(OSError):
            ours, _ = self.listening.accept()
            theirs = self.server
            for one, other in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one, other):
        with suppress(OSError):
            while piece := one.recv(65536):
                if not self.frozen.is_set():
                    other.sendall(piece)

    def end(self):
        """The server hears the end, too, or it would keep the connection for good."""
        self.listening.close()
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


def to_server():
    """A new line to where the tests' database listens, be it a socket in a folder or a port."""
    about = connection.connection.info
    if about.host.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{about.host}/.s.PGSQL.{about.port}")
        return line
    return socket.create_connection((about.host, about.port))


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(patience.PATIENCE, "seconds", 0.5)
    monkeypatch.setattr(patience, "GRACE", 0.2)


@pytest.fixture
def line(db, impatient):
    """A connection of one's own by a line that can freeze."""
    connection.ensure_connection()
    freezing = Freezing(to_server())
    mine = connection.copy()
    mine.settings_dict["OPTIONS"].pop("host", None)
    mine.settings_dict["OPTIONS"]["sslmode"] = "disable"
    mine.settings_dict.update(HOST="127.0.0.1", PORT=str(freezing.port))
    mine.inc_thread_sharing()
    yield mine, freezing
    mine.close()
    freezing.end()


def said(mine, sql):
    with mine.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def ends_with(work):
    """What it raised; the test doesn't hang where it would."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(60)
    return raised[0] if raised else None


def test_a_frozen_server_is_not_waited_for(line):
    mine, freezing = line
    assert said(mine, "SELECT 1") == [(1,)]
    freezing.frozen.set()

    error = ends_with(lambda: said(mine, "SELECT 1"))

    assert isinstance(error, OperationalError)
    assert outage_of(error) is AWAY


def test_a_server_that_freezes_while_a_change_is_committed_is_not_waited_for(line):
    mine, freezing = line
    assert said(mine, "SELECT 1") == [(1,)]

    def commit():
        mine.set_autocommit(False)
        said(mine, "SELECT 1")
        freezing.frozen.set()
        mine.commit()

    assert outage_of(ends_with(commit)) is AWAY


def test_a_statement_that_takes_too_long_is_ended_in_the_server(line):
    mine, _ = line

    error = ends_with(lambda: said(mine, "SELECT pg_sleep(600)"))

    assert outage_of(error) is BUSY
    assert said(mine, "SELECT 1") == [(1,)]
