"""Working time: the whole hours of a team's working days, nothing on the others (UTC)."""

from dataclasses import dataclass

import numpy as np

from numerics.contracts import Array, Either, Number, holds, takes, unchecked
from numerics.statistics.interval import Floats

__all__ = ["DAY", "HOUR", "MONDAY", "WEEK", "WorkingCalendar"]

DAY, WEEK = 86_400.0, 604_800.0
MONDAY = 946_857_600.0  # 3 January 2000, 00:00 UTC, in seconds of the epoch
HOUR = 1 / 24  # of a working day

MOMENTS = Either(Array(nan=True), Number())


@holds(days=Array("days", Number(low=1, high=7, whole=True), listed=True))
@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days of the week a team works, 1 for Monday. The SQL function says the same."""

    days: tuple[int, ...]

    @takes(at=MOMENTS)
    def until(self, at: float | Floats) -> Floats:
        """Return the working days from a far Monday until the moment.

        Parameters
        ----------
        at : float or ndarray
            Moments in seconds of the epoch, of any shape; a NaN for one that isn't known.

        Returns
        -------
        ndarray
            Working days in the shape of `at`, NaN where the moment isn't known.
        """
        since = np.asarray(at, float) - MONDAY
        # Whole weeks by multiplying; of the rest of one, each working day gives what of it is over.
        weeks = np.floor(since / WEEK)
        rest = since - weeks * WEEK
        worked = sum(np.clip(rest - (day - 1) * DAY, 0, DAY) for day in self.days)
        return (weeks * len(self.days) * DAY + worked) / DAY

    @takes(start=MOMENTS, end=MOMENTS)
    def between(self, start: float | Floats, end: float | Floats) -> Floats:
        """Return the working days between two moments; nothing if the end lies before the start.

        Parameters
        ----------
        start, end : float or ndarray
            Moments in seconds of the epoch, of shapes that broadcast; a NaN for one that isn't
            known.

        Returns
        -------
        ndarray
            Working days in the common shape, NaN where a moment isn't known.

        Examples
        --------
        From a Friday noon to the Monday noon after it:

        >>> friday = MONDAY + 4.5 * DAY
        >>> float(WorkingCalendar((1, 2, 3, 4, 5)).between(friday, friday + 3 * DAY))
        1.0
        """
        until = unchecked(WorkingCalendar.until)
        return np.maximum(until(self, end) - until(self, start), 0)
