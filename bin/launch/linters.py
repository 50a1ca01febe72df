"""The linters of scripts, styles and OpenAPI: as bin/npm locks them, installed in var/ by npm."""

import shutil
import subprocess
from pathlib import Path

from bin.launch.console import ROOT, say

SOURCE = ROOT / "bin" / "npm"
HOME = ROOT / "var" / "npm"
PROGRAMS = HOME / "node_modules" / ".bin"
LOCKED = ("package.json", "package-lock.json")


def find_or_install() -> str | None:
    """The folder of the linters, or None if they can't be had."""
    if is_current() or install():
        return str(PROGRAMS)
    return None


def is_current() -> bool:
    same = all(text_of(HOME / name) == text_of(SOURCE / name) for name in LOCKED)
    return PROGRAMS.exists() and same


def text_of(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def install() -> bool:
    """What the lock file names, with its hashes; packages run no programs of theirs."""
    npm = shutil.which("npm")
    if not npm:
        return False
    say("Installing the linters of scripts, stylesheets and OpenAPI ...")
    HOME.mkdir(parents=True, exist_ok=True)
    for name in LOCKED:
        shutil.copyfile(SOURCE / name, HOME / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=HOME, capture_output=True)
    if done.returncode:
        (HOME / "package.json").unlink()  # so that the next run tries again
    return done.returncode == 0


def complain() -> None:
    say(
        "Scripts, stylesheets and the API's description aren't linted: there is no npm, or it "
        "can't reach its registry."
    )
