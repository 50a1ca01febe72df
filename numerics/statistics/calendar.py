"""Working time: the whole hours of a team's working days, nothing on the others (UTC)."""

from dataclasses import dataclass

import numpy as np

from numerics.statistics.interval import Floats

DAY, WEEK = 86_400.0, 604_800.0
MONDAY = 946_857_600.0  # 3 January 2000, 00:00 UTC, in seconds of the epoch
HOUR = 1 / 24  # of a working day


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days of the week a team works, 1 for Monday. The SQL function says the same."""

    days: tuple[int, ...]

    def until(self, at: float | Floats) -> Floats:
        """Return the working days from a far Monday until the moment, in seconds of the epoch."""
        since = np.asarray(at, float) - MONDAY
        weeks = np.floor(since / WEEK)
        rest = since - weeks * WEEK
        worked = sum(np.clip(rest - (day - 1) * DAY, 0, DAY) for day in self.days)
        return (weeks * len(self.days) * DAY + worked) / DAY

    def between(self, start: float | Floats, end: float | Floats) -> Floats:
        """Return the working days between two moments; nothing if the end lies before the start."""
        return np.maximum(self.until(end) - self.until(start), 0)
