"""What the tests of the last bin/test --coverage reached, by rooms."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.house import sources

FILE = sources.ROOT / "var" / "coverage.json"


class Reached(NamedTuple):
    """Lines and branches: how many there are, and how many of them ran."""

    there: int
    ran: int


def by_room() -> dict[str, Reached]:
    """Return what ran of each room; nothing where no run was covered."""
    try:
        files = json.loads(FILE.read_text())["files"]
    except (OSError, ValueError):
        return {}
    rooms: dict[str, Reached] = {}
    for path, file in files.items():
        summary = file["summary"]
        there = summary["num_statements"] + summary["num_branches"]
        ran = summary["covered_lines"] + summary["covered_branches"]
        before = rooms.get(path.partition("/")[0], Reached(0, 0))
        rooms[path.partition("/")[0]] = Reached(before.there + there, before.ran + ran)
    return rooms


def share(parts: Iterable[Reached]) -> float:
    """Return how much of these parts ran, in per cent."""
    there = ran = 0
    for part in parts:
        there, ran = there + part.there, ran + part.ran
    return 100 * ran / max(there, 1)
