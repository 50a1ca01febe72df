"""Every report, forecast, comparison and mail of thousands of odd teams: is one of them at fault?

`bin/bench odd` takes the whole grid of teams in which the figures of a report can differ, a chunk
at a time that is written, asked and rolled back. `--sample 0.1` takes a tenth, `--part 2/4` the
second quarter, for as many to run beside each other. `--history` takes the real Jira boards in the
folder that ODD_DATA names, else ../shared/data, as of the end of each sprint. It ends with 1 if
anything is at fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.api_list import scratch_database

if TYPE_CHECKING:
    from benchmarks.invented.odd import Odd

CHUNK = 84
TOLD = 20  # faults in words; the rest is counted


def main() -> None:
    told = options()
    with installation():
        began = time.perf_counter()
        asking = history() if told.history else ask_all(chosen(told))
        tell(asking, time.perf_counter() - began)
    sys.exit(bool(asking.wrong))


def history() -> Any:
    from benchmarks.invented import real

    return real.asked()


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench odd", description=__doc__)
    parser.add_argument("--sample", type=float, default=1.0, help="share of the grid, 0 to 1")
    parser.add_argument("--part", default="1/1", help="2/4 is the second of four parts")
    parser.add_argument("--history", action="store_true", help="real Jira boards instead")
    return parser.parse_args()


def chosen(told: argparse.Namespace) -> list[Odd]:
    """Return the teams of the part; of a sample, the same ones each time."""
    from benchmarks.invented.odd import grid

    part, parts = (int(one) for one in told.part.split("/"))
    teams = grid()[part - 1 :: parts]
    return Random(1).sample(teams, max(1, round(len(teams) * min(told.sample, 1.0))))


@contextmanager
def installation() -> Iterator[Any]:
    """Set this process's Django up for an empty database of its own."""
    with scratch_database() as environment:
        os.environ.update(environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        subprocess.run([sys.executable, "-m", "config.prepare"], check=True, stdout=subprocess.PIPE)
        import django

        django.setup()
        from django.db import connections

        yield
        connections.close_all()


def ask_all(teams: list[Odd]) -> Any:
    """Ask them chunk by chunk; nothing of a chunk stays."""
    from django.utils import timezone

    from benchmarks.invented.asking import Asking
    from benchmarks.invented.written import written

    began, asking = time.perf_counter(), Asking(timezone.now())
    for start in range(0, len(teams), CHUNK):
        with rolled_back():
            for made in written(teams[start : start + CHUNK], asking.now):
                asking.ask(made)
        seconds = time.perf_counter() - began
        done = min(start + CHUNK, len(teams))
        print(f"{done:5} teams, {len(asking.wrong)} faults, {seconds:.0f} s", flush=True)
    return asking


@contextmanager
def rolled_back() -> Iterator[Any]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tell(asking: Any, seconds: float) -> None:
    asked = ", ".join(f"{count:,} {what}" for what, count in asking.asked.items())
    print(f"{asked}: {len(asking.wrong)} faults in {seconds:.0f} s")
    for one in asking.wrong[:TOLD]:
        print(f"  {one}")


if __name__ == "__main__":
    main()
