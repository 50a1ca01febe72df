"""bin/start as somebody types it, with data in a folder and on a port of the test's own."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.present import present

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 400
# Each test starts everything: they take turns in one of the parallel processes.
pytestmark = pytest.mark.xdist_group("start")


class Start:
    """One run of bin/start."""

    def __init__(self, var, *arguments, port=None, **variables):
        self.var = Path(var)
        self.port = port or free_port()
        self.output = ""
        gone = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DEBUG")
        kept = {name: value for name, value in os.environ.items() if name not in gone}
        self.process = subprocess.Popen(
            [ROOT / "bin" / "start", "--port", str(self.port), *arguments],
            env={**kept, "VAR_DIR": str(var), "WORKER_PROCESSES": "1", **variables},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_ready(self):
        for line in present(self.process.stdout):
            self.output += line
            if line.startswith("Ctrl-C stops everything"):
                return self
        raise AssertionError(self.output)

    def finish(self):
        """Wait for the end; return the exit code."""
        self.output += self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode

    def stop(self, with_signal=signal.SIGINT):
        """Return how many seconds it took."""
        asked = time.monotonic()
        self.process.send_signal(with_signal)
        assert self.finish() == 0, self.output
        return time.monotonic() - asked

    def children(self):
        """Process ids of everything that works for this run, by the folder it works on."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                traces = (entry / "environ").read_bytes() + bytes((entry / "cwd").readlink())
            except OSError:
                continue
            if os.fsencode(self.var) in traces and int(entry.name) != self.process.pid:
                found.append(int(entry.name))
        return found


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory):
    """The data of one that was started once, without a row: making and migrating it takes long."""
    var = tmp_path_factory.mktemp("installed") / "var"
    Start(var, "--no-demo").wait_until_ready().stop()
    return var


@pytest.fixture
def installed(empty_installation, tmp_path):
    """Let what is started in this test find an installation that was started before."""
    subprocess.run(["cp", "-a", empty_installation, tmp_path / "var with space"], check=True)


@pytest.fixture
def start(tmp_path):
    """Start as often as you like; whatever still runs at the end is stopped."""
    begun = []

    def run(*arguments, **options):
        var = options.pop("var", tmp_path / "var with space")
        begun.append(Start(var, *arguments, **options))
        return begun[-1]

    yield run
    for one in begun:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(20)
