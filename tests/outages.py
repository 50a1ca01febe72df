"""What PostgreSQL answers, and doesn't, when it or its disk fails: the real driver, real errors."""

import re
from contextlib import contextmanager

from django.db import connection, connections

WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|\s*WITH\b.*\b(INSERT|UPDATE|DELETE)\b", re.DOTALL)
FAIL = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s', MESSAGE = 'told by a test'; END $$"


@contextmanager
def other_connection():
    """A connection of its own for what is asked inside; the test's stays whole."""
    here = connections["default"]
    connections["default"] = other = here.copy()
    try:
        yield other
    finally:
        connections["default"] = here
        other.close()


@contextmanager
def database_away():
    """Nobody listens where the database was."""
    with other_connection() as away:
        away.settings_dict.update(HOST="127.0.0.1", PORT="1")
        away.settings_dict["OPTIONS"].pop("host", None)
        yield


@contextmanager
def writes_failing(state):
    """Each statement that writes fails in the server, with this SQLSTATE."""

    def answer(execute, sql, params, many, context):
        if WRITE.match(sql):
            return execute(FAIL % state, None, False, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(answer):
        yield


@contextmanager
def server_gone_after(statements):
    """The server ends the connection in the middle of a request."""
    left = [statements]

    def answer(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] < 0:
            sql, params = "SELECT pg_terminate_backend(pg_backend_pid())", None
        return execute(sql, params, many, context)

    with other_connection() as line, line.execute_wrapper(answer):
        yield
