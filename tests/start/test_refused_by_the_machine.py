"""A machine that gives no room or no rights is told about in a sentence, never by a traceback."""

import errno
import subprocess
import sys

import pytest

from tests.ports import free_port
from tests.start.conftest import PATIENCE, ROOT

pytestmark = pytest.mark.xdist_group("start")
MAY_UNSHARE = not subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode
MAY_MAP = not subprocess.run(["unshare", "-r", "true"], capture_output=True).returncode


def start_inside(unshare, script, var):
    return subprocess.run(
        [
            "unshare",
            *unshare,
            "sh",
            "-c",
            script,
            "sh",
            var,
            ROOT / "bin" / "start",
            "--no-demo",
            "--port",
            str(free_port()),
        ],
        env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "PYTHON": sys.executable, "VAR_DIR": var},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


@pytest.mark.skipif(not MAY_UNSHARE, reason="this machine doesn't let us mount anything")
@pytest.mark.parametrize("size", ["8k", "64k", "20m", "44m", "50m", "60m", "80m"])
def test_a_full_disk_is_told_in_a_sentence(tmp_path, size):
    """Full at the first secret, while the database is made, migrated, while files are collected."""
    var = tmp_path / "var"
    var.mkdir()
    script = f'mount -t tmpfs -o size={size},mode=755 none "$1" && shift && exec "$@"'
    done = start_inside(["-m"], script, str(var))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(("bin/start: ", "Twopizza does not start: "))
    assert any(word in last for word in ("o space left", "make room on the disk"))


@pytest.mark.skipif(not MAY_MAP, reason="this machine doesn't let us make a user namespace")
def test_a_root_who_can_become_nobody_else_is_told(tmp_path):
    done = start_inside(["-r"], 'shift && exec "$@"', str(tmp_path / "var"))
    assert done.returncode == 1
    assert "PostgreSQL refuses to run as root" in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EIO, errno.EROFS, errno.EPIPE]
)
def test_whatever_the_system_refuses_is_a_sentence(number, tmp_path):
    program = (
        "import runpy, sys, bin.launch.start as start\n"
        f"def main(_): raise OSError({number}, 'No room', 'a file')\n"
        "start.main = main\n"
        "sys.argv = ['launch', 'start']\n"
        "runpy.run_module('bin.launch.__main__', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("bin/start: ")
    assert done.stderr.count("\n") == 1
