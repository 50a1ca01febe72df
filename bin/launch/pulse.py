"""Notices who runs but does nothing: a process that was stopped, or that no longer answers.

Judged by what is certain. A process that the kernel calls stopped is given a few seconds; one that
is merely silent, minutes, for a machine may be slow. Time in which we were asleep ourselves (a
laptop that was shut, a paused virtual machine) counts for nobody.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from bin.launch.service import Service

EVERY = 2.0  # seconds between two looks
STOPPED = 6.0  # seconds that a process may stand still before it is replaced
SILENT = 120.0  # and that a running one may leave us without an answer
OVERSLEPT = 5.0  # seconds late: then it was we who slept


class Pulse:
    """What is known of one service: when it answered last, and which processes stand still."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.forget()

    def forget(self) -> None:
        self.answered_at = time.monotonic()
        self.still_since: dict[int, float] = {}
        self._asking: threading.Thread | None = None

    def look(self) -> None:
        """Ask it, without waiting for the answer, and see which of its processes stand still."""
        now = time.monotonic()
        stopped = stopped_processes(self.service.process.pid)
        self.still_since = {pid: self.still_since.get(pid, now) for pid in stopped}
        if self._asking is None or not self._asking.is_alive():
            self._asking = threading.Thread(target=self._ask, args=(self.service.process,))
            self._asking.daemon = True
            self._asking.start()

    def _ask(self, process: subprocess.Popen[bytes]) -> None:
        if self.service.answers() and process is self.service.process:
            self.answered_at = time.monotonic()

    def stopped(self) -> list[int]:
        """The processes that have stood still for too long."""
        limit = time.monotonic() - STOPPED
        stopped = []
        for pid, since in self.still_since.items():
            if since <= limit:
                stopped.append(pid)
        return stopped

    @property
    def is_silent(self) -> bool:
        return time.monotonic() - self.answered_at > SILENT


def stopped_processes(session: int) -> list[int]:
    """Those of a session that the kernel calls stopped (not traced: somebody debugs those).

    Its leader's children too: those of PostgreSQL make sessions of their own.
    """
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, _, its_session, *_ = entry.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if state == "T" and session in (int(its_session), int(parent)):
            found.append(int(entry.parent.name))
    return found
