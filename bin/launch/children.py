"""What we start ends with us: told by the kernel, and by the next start where that failed."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bin.launch.service import Service

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None) if sys.platform == "linux" else None
WHOLE = re.compile(r"\d{1,9} \d{1,20} \d{1,2}")
PATIENCE = 20.0  # seconds for what an earlier start left behind to put its things away


def die_with_us(number: int = signal.SIGKILL) -> Callable[[], None]:
    """A preexec_fn: should we be killed, the kernel sends the child this signal."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:  # we were killed before it could ask
                os.kill(os.getpid(), number)

    return ask_the_kernel


class Children:
    """Notes who works for us, so that a start after a kill finds who is still there."""

    def __init__(self, note: str | Path) -> None:
        self.note = Path(note)

    def write_down(self, services: Iterable[Service]) -> None:
        lines = []
        for one in services:
            if one.is_running and (began := _began(one.process.pid)):
                lines.append(f"{one.process.pid} {began} {int(one.stop_signal)}\n")
        self.note.write_text("".join(lines))

    def end_those_of_an_earlier_start(self) -> None:
        """Ask them to stop, wait, and kill with their whole session who doesn't."""
        left = []
        for one in self._noted():
            if _began(one[0]) == one[1]:
                left.append(one)
        for pid, _, number in left:
            send(os.kill, pid, number)
        deadline = time.monotonic() + PATIENCE
        while left := [one for one in left if _began(one[0]) == one[1]]:
            if time.monotonic() > deadline:
                for pid, _, _ in left:
                    send(os.killpg, pid, signal.SIGKILL)
            time.sleep(0.05)
        self.note.unlink(missing_ok=True)

    def _noted(self) -> Iterator[tuple[int, str, int]]:
        """Process, when it began, how it is asked to stop; a line that was cut off says nothing."""
        with suppress(FileNotFoundError):
            for line in self.note.read_text().splitlines():
                if WHOLE.fullmatch(line):
                    pid, began, number = line.split()
                    yield int(pid), began, int(number)


def _began(pid: int) -> str | None:
    """When the process began, in the kernel's ticks: a number used again is another process."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    if told[0] in "ZX":
        return None
    return told[19]


def send(how: Callable[[int, int], None], pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        how(pid, number)
