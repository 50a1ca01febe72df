"""What a team finished, day by day, up to the moment of a forecast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]

BUSY_WEEKS = 12
LEAST_BURST = 15
LEAST_WEEKS = 6


@dataclass(frozen=True, eq=False)
class History:
    """Completions per day; the last entry is the day before the forecast.

    ``days`` has shape (d,) and holds counts, oldest first, starting on the day of the team's first
    completion (or its first day, if that is known). ``flow`` is the same without bulk closes.
    """

    days: Days

    def __post_init__(self) -> None:
        if self.days.ndim != 1 or (len(self.days) and self.days.min() < 0):
            raise ValueError("A history is a row of counts, none of them below nought.")

    @classmethod
    def from_dates(
        cls, completed: Iterable[date], *, until: date, since: date | None = None
    ) -> "History":
        """Count the completion dates before ``until``; later ones aren't known yet."""
        ordinals = np.fromiter((day.toordinal() for day in completed), dtype=np.int64)
        ordinals = ordinals[ordinals < until.toordinal()]
        if since is None and not len(ordinals):
            return cls(np.zeros(0, dtype=np.int64))
        first = since.toordinal() if since else int(ordinals.min())
        length = max(until.toordinal() - first, 0)
        return cls(np.bincount(ordinals[ordinals >= first] - first, minlength=length))

    def before(self, day: int) -> "History":
        """The history as it stood ``day`` days after its start."""
        known = History(self.days[:day])
        # Each day is judged by its own past, so the verdicts so far stand; a replay asks often.
        known.__dict__["bulk"] = self.bulk[:day]
        return known

    @cached_property
    def bulk(self) -> npt.NDArray[np.bool_]:
        """The days that were a clean-up rather than work, shape (d,).

        A day is one when it closes more than any whole week of the twelve before it did, and at
        least fifteen. Each day is judged by its past alone, so that a forecast made then would
        have judged it the same. With actors and times at hand, the stricter rule (more than five
        by one person within two minutes) is applied before the dates get here.
        """
        bulk = np.zeros(len(self.days), dtype=bool)
        usual = self.days.copy()
        for day in np.flatnonzero(self.days >= LEAST_BURST):
            weeks = whole_weeks(usual[max(0, day - 7 * BUSY_WEEKS) : day])
            if len(weeks) >= LEAST_WEEKS and self.days[day] > weeks.max():
                bulk[day], usual[day] = True, 0
        return bulk

    @cached_property
    def flow(self) -> Days:
        return np.where(self.bulk, 0, self.days)

    @cached_property
    def weeks(self) -> Days:
        """Completions per whole week without bulk closes, counted back from the end."""
        return whole_weeks(self.flow)


def whole_weeks(days: Days) -> Days:
    count = len(days) // 7
    return days[len(days) - 7 * count :].reshape(count, 7).sum(axis=1)
