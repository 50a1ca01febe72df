import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest

from tests.start.conftest import ROOT

pytestmark = pytest.mark.xdist_group("start")


def test_it_starts_is_there_once_stops_in_time_and_keeps_its_data(start):
    first = start("--no-demo").wait_until_ready()
    assert f"Twopizza is ready at http://127.0.0.1:{first.port}" in first.output
    assert "createsuperuser" in first.output
    assert answer(first, "/alive/") == b"alive\n"

    second = start("--no-demo")
    assert second.finish() == 1
    assert f"Twopizza at http://127.0.0.1:{first.port} runs already" in second.output

    with database(first) as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS number")
    assert first.stop(signal.SIGINT) < 10
    assert first.children() == []

    again = start("--no-demo").wait_until_ready()
    with database(again) as cursor:
        cursor.execute("SELECT number FROM kept")
        assert cursor.fetchone() == (42,)
    assert again.stop(signal.SIGTERM) < 10
    assert again.children() == []


def test_whatever_is_killed_is_started_again_and_nothing_survives_the_starter(start, installed):
    run = start("--no-demo").wait_until_ready()
    for name in ("worker", "beat"):
        ready = run.var / "run" / f"{name}.ready"
        killed = int(ready.read_text())
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda ready=ready, killed=killed: int(ready.read_text() or killed) != killed)
    postmaster = int((run.var / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: can_connect(run))

    run.process.kill()
    run.process.wait()
    wait_until(lambda: run.children() == [])


def test_a_stopped_worker_is_noticed_and_replaced(start, installed):
    run = start("--no-demo").wait_until_ready()
    for name in ("worker", "beat"):
        ready = run.var / "run" / f"{name}.ready"
        stopped = int(ready.read_text())
        os.kill(stopped, signal.SIGSTOP)
        wait_until(
            lambda ready=ready, stopped=stopped: int(ready.read_text() or stopped) != stopped
        )
        assert stopped not in run.children()
    assert run.stop() < 10
    assert run.children() == []


def test_a_stopped_database_and_web_server_are_noticed_and_go_on(start, installed):
    run = start("--no-demo", WEB_PROCESSES="2").wait_until_ready()
    postmaster = int((run.var / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGSTOP)
    wait_until(lambda: can_connect(run))
    assert int((run.var / "postgres" / "postmaster.pid").read_text().split()[0]) == postmaster
    for web in web_processes(run):
        if web in run.children():
            os.kill(web, signal.SIGSTOP)
            wait_until(lambda web=web: web not in run.children())
            wait_until(lambda: answers(run))
    assert answer(run, "/livez") == b"alive\n"
    assert run.stop() < 10
    assert run.children() == []


def web_processes(run):
    """The web server and what it has started, itself first."""
    found = []
    for pid in run.children():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"config.server" in command or b"spawn_main" in command:
                found.append((fields[1] != str(run.process.pid), pid))
    return [pid for _, pid in sorted(found, reverse=True)]


def answers(run):
    with contextlib.suppress(OSError):
        return answer(run, "/livez") == b"alive\n"
    return False


def can_connect(run):
    with contextlib.suppress(psycopg2.OperationalError), database(run) as cursor:
        cursor.execute("SELECT 1")
        return True
    return False


def test_a_port_in_use_is_told(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = start(port=taken.getsockname()[1])
        assert run.finish() == 1
    assert run.output == f"bin/start: port {run.port} is in use; choose another with --port.\n"


def test_a_data_folder_that_is_none_is_told(start, tmp_path):
    (tmp_path / "file").touch()
    run = start(var=tmp_path / "file")
    assert run.finish() == 1
    assert run.output.startswith(f"bin/start: the data folder {tmp_path / 'file'} can't be written")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, "the database of DATABASE_URL can't be"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "the Redis of REDIS_URL can't be reached"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must begin with postgres://"),
        ({"WEB_THREADS": "none"}, "WEB_THREADS must be a whole number from 1 to 256"),
    ],
)
def test_a_wrong_address_or_setting_is_told_by_one_sentence(start, variables, sentence):
    run = start("--no-demo", **variables)
    assert run.finish() == 1
    assert f"Twopizza does not start: {sentence}" in run.output.splitlines()[-1]
    assert "Traceback" not in run.output
    assert run.children() == []


@pytest.mark.parametrize("version", ["Python 3.9.2", ""])
def test_an_old_or_missing_python_is_told(tmp_path, version):
    python = tmp_path / "python3"
    python.write_text(f"#!/bin/sh\n[ \"$1\" = --version ] && echo '{version}' && exit 0\nexit 1\n")
    python.chmod(0o755 if version else 0o644)
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")
    done = subprocess.run(
        ["/bin/sh", ROOT / "bin" / "start"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    found = version or "no Python"
    assert done.stderr.startswith("Twopizza needs Python 3.11 or newer")
    assert done.stderr.endswith(f"found: {found}.\n")


def test_help_names_the_options(start):
    run = start("--help")
    assert run.finish() == 0
    for option in ("--port", "--host", "--no-demo"):
        assert option in run.output


def answer(run, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}{path}") as response:
        return response.read()


@contextlib.contextmanager
def database(run):
    """A cursor on the database of a running start, as its manage.py would find it."""
    lines = (run.var / "environment").read_text().splitlines()
    connection = psycopg2.connect(dict(line.split("=", 1) for line in lines)["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def wait_until(wish):
    deadline = time.monotonic() + 180
    while not wish():
        assert time.monotonic() < deadline, "it didn't come true"
        time.sleep(0.05)
