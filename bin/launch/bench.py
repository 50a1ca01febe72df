"""bin/bench: measure the product against its budgets, as ratios within one run."""

import subprocess

from bin.launch.console import ROOT
from bin.launch.session import Session
from bin.launch.venv import Venv

LOCKS = ("requirements.txt", "requirements-dev.txt")


def main(arguments: list[str]) -> int:
    """Without names, or asked for help, it lists what there is and needs no services for that."""
    if not [argument for argument in arguments if not argument.startswith("-")]:
        venv = Venv(ROOT / ".venv")
        venv.provide(*LOCKS)
        return subprocess.run([venv.python, "-m", "benchmarks"], cwd=ROOT).returncode
    return Session("bench", *LOCKS, durable=True).run(["-m", "benchmarks", *arguments])
