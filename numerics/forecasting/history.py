"""What a team finished, day by day, up to the moment of a forecast."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from numerics.contracts import Array, Instance, Maybe, Number, holds, takes

__all__ = ["BUSY_WEEKS", "LEAST_WEEKS", "Days", "History"]

Days = npt.NDArray[np.int64]

BUSY_WEEKS = 12
LEAST_BURST = 15
LEAST_WEEKS = 6


@holds(days=Array("days", Number(low=0, whole=True)))
@dataclass(frozen=True, eq=False)
class History:
    """Completions per day; the last entry is the day before the forecast.

    Attributes
    ----------
    days : ndarray
        Counts, oldest first, starting on the day of the team's first completion (or its first day,
        if that is known), shape (days,).
    flow : ndarray
        The same without bulk closes.
    """

    days: Days

    @classmethod
    @takes(completed=Instance(Iterable), until=Instance(date), since=Maybe(Instance(date)))
    def from_dates(
        cls, completed: Iterable[date], *, until: date, since: date | None = None
    ) -> "History":
        """Return the history that dates of completion make.

        Parameters
        ----------
        completed : iterable of date
            The day of each completion, in any order.
        until : date
            The day of the forecast; what was completed then or later isn't known yet.
        since : date, optional
            The team's first day; that of the first completion by default.

        Returns
        -------
        History
            A count for each day from the first until the day before the forecast.

        Examples
        --------
        >>> days = [date(2024, 3, 1), date(2024, 3, 1), date(2024, 3, 4)]
        >>> History.from_dates(days, until=date(2024, 3, 6)).days.tolist()
        [2, 0, 0, 1, 0]
        """
        ordinals = np.fromiter((day.toordinal() for day in completed), dtype=np.int64)
        ordinals = ordinals[ordinals < until.toordinal()]
        if since is None and not len(ordinals):
            return cls(np.zeros(0, dtype=np.int64))
        first = since.toordinal() if since else int(ordinals.min())
        length = max(until.toordinal() - first, 0)
        return cls(np.bincount(ordinals[ordinals >= first] - first, minlength=length))

    @takes(day=Number(low=0, whole=True))
    def before(self, day: int) -> "History":
        """Return the history as it stood some days after its start.

        Parameters
        ----------
        day : int
            The days that were over.

        Returns
        -------
        History
            The first ``day`` days.
        """
        # A replay asks often: what is a part of a history isn't checked again, and as each day is
        # judged by its own past, the verdicts so far stand.
        known = object.__new__(History)
        known.__dict__.update(days=self.days[:day], bulk=self.bulk[:day])
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
    count = len(days) // 7  # counted back from the end, so what is left over is the oldest
    weeks: Days = days[len(days) - 7 * count :].reshape(count, 7).sum(axis=1)
    return weeks
