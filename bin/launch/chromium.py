"""The browser for the tests of pages: found, or installed where that is possible."""

import os
import shutil
import subprocess

from bin.launch.console import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_or_install() -> str | None:
    """Path of a Chromium, or None if none can be had."""
    return os.environ.get("CHROMIUM") or find() or (find() if install() else None)


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Debian's package, if there is an apt-get and we may use it."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return False
    say("Installing Chromium for the tests of pages ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-qqy", "chromium"]):
        command = [*sudo, "apt-get", *arguments]
        if subprocess.run(command, env=quiet, capture_output=True).returncode:
            return False
    return True


def complain() -> None:
    line = "=" * 78
    say(
        f"\n{line}\nBROWSER TESTS DO NOT RUN: there is no Chromium, and it could not be installed."
        f"\nInstall Debian's package chromium, or give its path in CHROMIUM.\n{line}\n"
    )
