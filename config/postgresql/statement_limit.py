"""Ends statements that nobody answers: a server that was frozen, or a line that swallows words.

The server's own limit (statement_timeout) can't help where the server itself stands still, nor can
TCP's, as the kernel of a stopped server goes on confirming what it receives. So whoever waits is
watched from beside: the line is cut, the driver says that it is broken, and a page can tell so.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg2.extensions import connection

GRACE = 3.0  # seconds the server has to end a statement by its own limit before the line is cut
EVERY = 0.5  # seconds between two looks


class Patience:
    """Without a limit nothing is watched, as where jobs, imports and migrations take their time."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._waiting: dict[Any, float] = {}  # since when, by line
        self._lock = threading.Lock()
        self._watcher: int | None = None

    def limit_to(self, seconds: float) -> None:
        self.seconds = seconds

    @property
    def milliseconds(self) -> int:
        return int(self.seconds * 1000)

    def watch(self) -> None:
        """Start looking; each process for itself, as threads aren't inherited."""
        with self._lock:
            if self._watcher != os.getpid():
                self._watcher = os.getpid()
                threading.Thread(target=self._look, name="patience", daemon=True).start()

    def wait(self, line: connection, work: Callable[..., Any], *told: Any) -> Any:
        """Return work(*told), in which something is said on the line and an answer waited for."""
        with self._lock:
            self._waiting[line] = time.monotonic()
        try:
            return work(*told)
        finally:
            with self._lock:
                self._waiting.pop(line, None)

    def _look(self) -> None:
        while True:
            time.sleep(EVERY)
            latest = time.monotonic() - self.seconds - GRACE
            with self._lock:
                for line, since in self._waiting.items():
                    if since < latest:
                        _cut(line)


def _cut(line: connection) -> None:
    """Shut the socket under the driver: who reads from it hears that it ended."""
    try:
        with socket.socket(fileno=os.dup(line.fileno())) as ours:
            ours.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it was cut already


PATIENCE = Patience()
