"""One program we keep running: started, asked whether it answers, stopped."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from bin.launch.children import die_with_us, send


class Service:
    """A child in a session of its own, so that Ctrl-C reaches us first and we stop it in order."""

    stop_signal = signal.SIGTERM
    grace = 3.5  # seconds between asking and killing
    stage = 0  # of stopping: 0 for those who use the database, 1 for the database
    pause = 0.0  # seconds until it is started again, longer while it keeps dying
    waking, woken = signal.SIGKILL, "replacing it"  # for a process that stands still

    def __init__(
        self,
        name: str,
        command: list[Any],
        *,
        log: Path,
        environment: dict[str, str],
        cwd: Path | None = None,
        identity: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.environment = environment
        self.cwd = cwd
        self.identity = identity or {}  # user, group: for PostgreSQL, which refuses to be root
        self.process: Any = None  # none before the first start
        self.started_at = 0.0

    def start(self) -> None:
        with open(self.log, "ab") as log:
            self.log_offset = log.tell()
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_us(self.stop_signal),
                **self.identity,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Whether it does its work already; asked again and again while it starts."""
        return self.is_running

    def wake(self, stopped: list[int]) -> str:
        """Do what helps it to processes that stand still; say what was done."""
        for pid in stopped:
            send(os.kill, pid, self.waking)
        return self.woken

    def ask_to_stop(self) -> None:
        if self.is_running:
            self.process.send_signal(self.stop_signal)

    def end(self, deadline: float) -> None:
        """Wait for the end, at most until the deadline, and kill what is then still there."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.end_leftovers()

    def end_leftovers(self) -> None:
        """Children of a killed program live on in its session, and would do its work twice."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def why_it_ended(self) -> str:
        code = self.process.returncode
        if code < 0:
            return f"signal {-code}"
        return f"exit code {code}"

    def last_words(self, count: int = 8) -> list[str]:
        """The end of what it logged since it was started last."""
        with open(self.log, "rb") as log:
            log.seek(self.log_offset)
            lines = log.read().decode(errors="replace").splitlines()
        return [line for line in lines if line.strip()][-count:]
