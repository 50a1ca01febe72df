import select
from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from config.postgresql.statement_limit import PATIENCE

SAYS_SOMETHING = select.POLLIN | select.POLLHUP | select.POLLERR


# Else a statement of ours whose process was killed goes on, and holds its locks to the end.
NOTICE_OUR_END = "SET client_connection_check_interval = 2000"


def impatiently(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    return PATIENCE.wait(context["connection"].connection, execute, sql, params, many, context)


class DatabaseWrapper(base.DatabaseWrapper):
    def init_connection_state(self) -> None:
        """Nothing goes on without us; where people wait, nothing is waited for for long."""
        super().init_connection_state()
        with self.cursor() as cursor:
            cursor.execute(NOTICE_OUR_END)
        if PATIENCE.seconds:
            PATIENCE.watch()
            if impatiently not in self.execute_wrappers:
                self.execute_wrappers.append(impatiently)
            with self.cursor() as cursor:
                cursor.execute("SET statement_timeout = %s", [PATIENCE.milliseconds])

    # The stubs leave out what begins with an underscore.
    def _commit(self) -> None:
        if PATIENCE.seconds and self.connection is not None:
            PATIENCE.wait(self.connection, super()._commit)  # type: ignore[misc]
        else:
            super()._commit()  # type: ignore[misc]

    def is_usable(self) -> bool:
        """Look at the socket instead of asking: an idle server says nothing but good-bye.

        Django asks SELECT 1 before each request that uses a kept connection, a round trip that
        costs the API's lists more than a tenth of their time.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.info.transaction_status == TRANSACTION_STATUS_INERROR:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), SAYS_SOMETHING)
        return not socket.poll(0)
