"""The linter of scripts and stylesheets: as bin/npm locks it, installed in var/ by npm."""

import shutil
import subprocess
from pathlib import Path

from bin.launch.console import ROOT, say

SOURCE = ROOT / "bin" / "npm"
HOME = ROOT / "var" / "npm"
BIOME = HOME / "node_modules" / ".bin" / "biome"
LOCKED = ("package.json", "package-lock.json")


def find_or_install() -> str | None:
    """Path of the linter, or None if it can't be had."""
    if is_current() or install():
        return str(BIOME)
    return None


def is_current() -> bool:
    return BIOME.exists() and all(text_of(HOME / name) == text_of(SOURCE / name) for name in LOCKED)


def text_of(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def install() -> bool:
    """What the lock file names, with its hashes; packages run no programs of theirs."""
    npm = shutil.which("npm")
    if not npm:
        return False
    say("Installing the linter of scripts and stylesheets ...")
    HOME.mkdir(parents=True, exist_ok=True)
    for name in LOCKED:
        shutil.copyfile(SOURCE / name, HOME / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=HOME, capture_output=True)
    if done.returncode:
        (HOME / "package.json").unlink()  # so that the next run tries again
    return done.returncode == 0


def complain() -> None:
    say("Scripts and stylesheets aren't linted: there is no npm, or it can't reach its registry.")
