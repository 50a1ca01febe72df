"""The real programs, started, killed and started again: Redis, web server, worker and scheduler."""

import http.client
import os
import signal
import socket
import sys
import time
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from bin.launch.console import ROOT
from bin.launch.redis import find as find_redis
from bin.launch.service import Service
from bin.launch.venv import Venv
from tests.ports import free_port

PATIENCE = 120.0  # seconds; only a test that fails waits this long


def wait_until(wish, told="it"):
    deadline = time.monotonic() + PATIENCE
    while not (answer := wish()):
        assert time.monotonic() < deadline, f"{told} didn't come true"
        time.sleep(0.02)
    return answer


class Program(Service):
    def kill(self):
        """As the kernel does it when memory runs out: nobody is asked, nothing is put away."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_and_wait(self):
        self.start()
        wait_until(self.answers, f"{self.name} (see {self.log})")
        return self


class Redis(Program):
    """Keeps nothing: after a kill it comes back empty, on the same port."""

    def __init__(self, folder):
        self.port = free_port()
        command = [
            find_redis(Venv(sys.prefix))[0],
            *("--port", self.port, "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", folder),
        ]
        super().__init__("Redis", command, log=folder / "redis.log", environment=dict(os.environ))
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(7) == b"+PONG\r\n"
        except OSError:
            return False


class Python(Program):
    """One of ours, on the database of this test."""

    def __init__(self, name, *arguments, folder, redis):
        self.ready_file = folder / f"{name}.ready"
        environment = {
            **os.environ,
            "DATABASE_URL": database_of_this_test(),
            "REDIS_URL": redis.url,
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",
            "VAR_DIR": str(folder),
            "READY_FILE": str(self.ready_file),
            "LOG_LEVEL": "WARNING",
            "CELERY_SKIP_CHECKS": "1",  # they import every page, and the kills wait for a worker
            "API_LIMIT": "100000/minute",
        }
        command = [sys.executable, "-m", *arguments]
        super().__init__(
            name, command, log=folder / f"{name}.log", environment=environment, cwd=ROOT
        )

    def start(self):
        self.ready_file.unlink(missing_ok=True)
        super().start()

    def answers(self):
        return self.ready_file.exists()


class Worker(Python):
    def __init__(self, name, **surroundings):
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-c", "2"]
        celery = ["celery", "-A", "tests.durability.app", "worker", "-n", f"{name}@%h", *quiet]
        super().__init__(name, *celery, **surroundings)


class SprintDates(Python):
    def __init__(self, name="beat", **surroundings):
        file = surroundings["folder"] / f"{name}.schedule"
        celery = ["celery", "-A", "tests.durability.app", "beat", "--pidfile=", "-s", str(file)]
        super().__init__(name, *celery, **surroundings)


class Web(Python):
    def __init__(self, name="web", **surroundings):
        self.address = ("127.0.0.1", free_port())
        super().__init__(name, "config.server", "--port", str(self.address[1]), **surroundings)

    def answers(self):
        line = http.client.HTTPConnection(*self.address, timeout=5)
        try:
            line.request("GET", "/alive/")
            return line.getresponse().status == 200
        except OSError:
            return False
        finally:
            line.close()


class House:
    """All of it, in a folder of its own; whatever still runs at the end is ended."""

    web: Web
    worker: Python

    def __init__(self, folder):
        self.folder = folder
        self.programs = []
        self.redis = self.add(Redis(folder))

    def add(self, program):
        self.programs.append(program)
        return program

    def program(self, make, *arguments):
        return self.add(make(*arguments, folder=self.folder, redis=self.redis))

    def end(self):
        for program in reversed(self.programs):
            if program.process:
                program.end_leftovers()
                program.process.wait()


def database_of_this_test():
    """DATABASE_URL, with the name that pytest gave its own database."""
    url = urlsplit(os.environ.get("DATABASE_URL") or "postgres:///")
    return urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
