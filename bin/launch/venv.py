"""The virtual environment, with exactly the locked packages in it."""

import fcntl
import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from bin.launch.children import die_with_us
from bin.launch.console import ROOT, Refusal, say

# Wheels alone: a compiler's error is no answer for somebody who wants to try a tracker.
# What is imported is compiled to bytecode then; to do it for all first takes a fifth of the time.
PIP_OPTIONS = [
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--no-compile",
    "--no-input",
    "--disable-pip-version-check",
    "--quiet",
]
BYTECODE = ROOT / ".venv" / "bytecode"


class Venv:
    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.python = self.path / "bin" / "python"

    @property
    def packages(self) -> Path:
        return next(self.path.glob("lib/python3*/site-packages"))

    def provide(self, *locks: str) -> None:
        """Make the environment and install each lock file, unless that is already so."""
        try:
            lock = open(ROOT / ".venv.lock", "w")  # noqa: SIM115  held while we install
        except OSError as error:
            raise Refusal(f"{ROOT} can't be written ({str(error.strerror).lower()}).") from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._works():
                self._make()
            for name in locks:
                self._install(ROOT / name)

    def _works(self) -> bool:
        """A folder that was moved, or a Python that was upgraded, leaves a broken environment."""
        if not any(self.path.glob("lib/python3*/site-packages/pip")) and not self._stamps():
            return False  # its making was interrupted
        check = f"import sys; sys.exit(sys.prefix != {str(self.path)!r})"
        try:
            return (
                subprocess.run([self.python, "-c", check], stderr=subprocess.DEVNULL).returncode
                == 0
            )
        except OSError:
            return False

    def _stamps(self) -> list[Path]:
        return list(self.path.glob("*.installed"))

    def _make(self) -> None:
        say(f"Making the virtual environment {self.path.name} ...")
        making = [sys.executable, "-m", "venv", "--clear", self.path]
        made = _run(making)
        if made.returncode and "ensurepip" in made.stdout + made.stderr and self._host_pip():
            made = _run([*making, "--without-pip"])
        if made.returncode:
            raise Refusal(f"the virtual environment could not be made: {_reason(made)}")

    def _install(self, lock: Path) -> None:
        stamp = self.path / f"{lock.name}.installed"
        wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        say(f"Installing the packages of {lock.name} ...")
        done = _run([*self._pip(), "install", *PIP_OPTIONS, "-r", lock])
        if done.returncode:
            raise Refusal(f"the packages of {lock.name} could not be installed: {_reason(done)}")
        stamp.write_text(wanted)

    def _pip(self) -> list[Any]:
        if (self.packages / "pip").exists():
            return [self.python, "-m", "pip"]
        return [sys.executable, "-m", "pip", "--python", self.python]

    def _host_pip(self) -> bool:
        pip = [sys.executable, "-m", "pip", "--version"]
        return subprocess.run(pip, capture_output=True).returncode == 0


def _run(command: list[Any]) -> subprocess.CompletedProcess[str]:
    """Two of them in one environment would spoil it: the program ends when we are killed."""
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=die_with_us())


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """The line of a failed program that says most: its last error, or where Debian hides venv."""
    lines = []
    for line in (done.stdout + done.stderr).splitlines():
        lines.append(line.strip())
    lines = [line for line in lines if line and not line.startswith("WARNING")]
    if any("ensurepip" in line for line in lines):
        return "Python's venv is not complete; on Debian, install the package python3-venv."
    if any("Retrying (" in line for line in (done.stdout + done.stderr).splitlines()):
        return "the package index can't be reached, and pip has not all of them in its cache."
    if missing := [line for line in lines if "No matching distribution found for" in line]:
        return (
            f"there is no wheel of {missing[-1].split()[-1]} for Python "
            f"{platform.python_version()} on {platform.machine()}; Python 3.11 to 3.13 with the "
            "GNU C library has them (choose one with PYTHON)."
        )
    errors = []
    for number, line in enumerate(lines):
        if line.lower().startswith("error"):
            errors.append(number)
    told = lines[errors[-1] : errors[-1] + 2] if errors else lines[-1:]
    return " ".join(told) or f"exit code {done.returncode}"


def without_own_variables() -> dict[str, str]:
    """Our environment for a child, free of what would lead its Python elsewhere."""
    gone = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH"}
    kept = {}
    for name, value in os.environ.items():
        if name not in gone:
            kept[name] = value
    return kept


def given_variables() -> dict[str, str]:
    """The same, without those that are set to nothing: these count as not given."""
    given = {}
    for name, value in without_own_variables().items():
        if value:
            given[name] = value
    if given.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Said by images of containers, that sources stay clean. Without any bytecode each process
        # compiles the product and its libraries anew: three times the work of a start.
        given.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    return given
