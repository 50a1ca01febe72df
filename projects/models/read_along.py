"""What rooms above read with the row that a page is about, so that their slots cost no statement.

A room registers it where it fills the slot; the QuerySet of that page annotates its row with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Reading = Callable[[], Any]

READ_WITH: dict[str, dict[str, Reading]] = defaultdict(dict)


def reads_with(page: str, name: str) -> Callable[[Reading], Reading]:
    """Register an expression over the page's row, by the name under which it comes with it."""

    def register(reading: Reading) -> Reading:
        READ_WITH[page][name] = reading
        return reading

    return register


def read_along(page: str) -> dict[str, Any]:
    """The expressions for a page's row, by their names."""
    return {name: reading() for name, reading in READ_WITH[page].items()}
