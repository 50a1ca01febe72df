"""What is going to happen, in the order of time."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from base import clock

Deed = Callable[..., object]


class Agenda:
    """Entries are told at their moment, so that the history's ids follow its times."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, int, Deed, tuple[Any, ...]]] = []
        self._tickets = count()
        self.now = datetime.min.replace(tzinfo=UTC)  # nothing has happened yet

    def put(self, moment: datetime, deed: Deed, *args: Any) -> None:
        """Let it happen then; what would lie in the past happens now."""
        heapq.heappush(self._entries, (max(moment, self.now), next(self._tickets), deed, args))

    def run_until(self, end: datetime) -> None:
        while self._entries and self._entries[0][0] < end:
            self.now, _, deed, args = heapq.heappop(self._entries)
            with clock.at(self.now):
                deed(*args)
