"""One program beside embedded services of its own: what bin/test and bin/bench have in common."""

import os
import signal
import subprocess

from bin.launch.children import die_with_us
from bin.launch.console import ROOT, Stopped, ignore_signals, stop_on_signals
from bin.launch.home import Home
from bin.launch.start import start_services
from bin.launch.supervisor import Supervisor
from bin.launch.venv import Venv, given_variables


class Session:
    """Services with their data in var/<name>, there for as long as one program runs."""

    def __init__(self, name: str, *locks: str, durable: bool) -> None:
        self.name = name
        self.locks = locks
        self.durable = durable
        self.venv = Venv(ROOT / ".venv")
        self.home = Home(ROOT / "var" / name)
        self.supervisor = Supervisor()
        self.child: subprocess.Popen[bytes] | None = None

    def run(self, arguments: list[str], **variables: str) -> int:
        """Run a Python program with the services at hand; return its exit code."""
        stop_on_signals()
        try:
            self.home.claim(f"bin/{self.name}")
            self.venv.provide(*self.locks)
            environment = self._surroundings(variables)
            start_services(self.supervisor, self.home, self.venv, environment, durable=self.durable)
            self.child = subprocess.Popen(
                [self.venv.python, *arguments],
                env=environment,
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=die_with_us(signal.SIGINT),
            )
            return self.child.wait()
        except Stopped as stopped:
            return 128 + stopped.number
        finally:
            ignore_signals()
            self._end_child()
            self.supervisor.stop()

    def _surroundings(self, variables: dict[str, str]) -> dict[str, str]:
        given = given_variables()
        return {
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "PUBLIC_URL": "http://localhost",
            "LOG_LEVEL": "WARNING",
            **given,
            **variables,
            "SECRET_KEY": given.get("SECRET_KEY") or self.home.secret("secret-key"),
            "VAR_DIR": str(self.home.path),
            "DEBUG": "0",
        }

    def _end_child(self) -> None:
        """Ctrl-C reaches the program as such, so that pytest still says how far it came."""
        if self.child is None or self.child.poll() is not None:
            return
        self.child.send_signal(signal.SIGINT)
        try:
            self.child.wait(8)
        except subprocess.TimeoutExpired:
            os.killpg(self.child.pid, signal.SIGKILL)
