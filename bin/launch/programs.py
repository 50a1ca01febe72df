"""The programs of Twopizza itself: web server, worker and scheduler."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING, Any

from bin.launch.console import ROOT
from bin.launch.service import Service

if TYPE_CHECKING:
    from bin.launch.home import Home
    from bin.launch.venv import Venv


class Program(Service):
    """One of ours: its Python is that of the virtual environment."""

    stage = 0

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        home: Home,
        venv: Venv,
        environment: dict[str, str],
    ) -> None:
        self.ready_file = home.path / "run" / f"{name}.ready"
        super().__init__(
            name,
            [venv.python, *arguments],
            log=home.log(name),
            environment={**environment, "READY_FILE": str(self.ready_file)},
            cwd=ROOT,
        )


class Web(Program):
    def __init__(self, host: str, port: int, **surroundings: Any) -> None:
        self.host, self.port = host, port
        arguments = ["-m", "config.server", "--host", host, "--port", str(port)]
        super().__init__("web", arguments, **surroundings)

    def answers(self) -> bool:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        line = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            line.request("GET", "/alive/", headers={"Host": "127.0.0.1"})
            return self.is_running and line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


class CeleryProgram(Program):
    """Worker or scheduler: it writes its process id down when it is connected and at work."""

    def __init__(self, name: str, arguments: list[str], **surroundings: Any) -> None:
        super().__init__(name, ["-m", "celery", "-A", "config", *arguments], **surroundings)

    def answers(self) -> bool:
        try:
            return self.ready_file.read_text() == str(self.process.pid)
        except FileNotFoundError:
            return False


def worker(**surroundings: Any) -> CeleryProgram:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return CeleryProgram("worker", ["worker", *quiet], **surroundings)


def beat(**surroundings: Any) -> CeleryProgram:
    return CeleryProgram("beat", ["beat", "--pidfile="], **surroundings)
