"""A team's history as arrays: read once for all signals, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from health.history.arrays import (
    NO_CONTACTS,
    NO_NEEDS,
    SPRINTS_READ,
    WINDOW,
    Contacts,
    Ints,
    Needs,
    Observed,
    Sprint,
    Stories,
    Told,
    Waits,
    Work,
)
from health.history.ceremonies import Rhythm
from health.history.check_ins import OpenCheckIn
from health.history.data_quality import DataQuality
from health.history.past_forecasts import PastForecast
from health.history.production import Deployed, Taken
from numerics.statistics.calendar import WorkingCalendar
from numerics.statistics.interval import Floats


@dataclass(frozen=True)
class History:
    """All that a report reads."""

    team: str
    as_of: float
    calendar: WorkingCalendar
    sprint_days: int
    sizes: dict[str, int]
    contributors: int
    stories: Stories
    sprints: tuple[Sprint, ...]
    work: Work
    waits: Waits
    told: tuple[Told, ...] = ()
    observed: tuple[Observed, ...] = ()
    rhythm: Rhythm = Rhythm()  # noqa: RUF009  frozen
    check_ins: tuple[OpenCheckIn, ...] = ()
    deployed: tuple[Deployed, ...] = ()
    solutions: tuple[Taken, ...] = ()
    capacity: float = 1.0  # of the running sprints' days, over what is usual
    past_forecasts: tuple[PastForecast, ...] = ()
    data_quality: DataQuality = DataQuality()  # noqa: RUF009  frozen
    contacts: Contacts = NO_CONTACTS
    needs: Needs = NO_NEEDS
    taken: tuple[tuple[int, str, str], ...] = ()  # story, discipline, stage: of what came back

    @cached_property
    def closed(self) -> tuple[Sprint, ...]:
        """The closed sprints of all projects, oldest first."""
        closed = []
        for sprint in self.sprints:
            if sprint.closed is not None:
                closed.append(sprint)
        return tuple(sorted(closed, key=lambda sprint: (sprint.closed, sprint.project)))

    @cached_property
    def window(self) -> tuple[Sprint, ...]:
        """The sprints of the last six rounds: six of the project that closed one last."""
        if not self.closed:
            return ()
        leading = []
        for one in self.closed:
            if one.project == self.closed[-1].project:
                leading.append(one)
        since = leading[-WINDOW:][0].kicked_off
        window = []
        for sprint in self.closed:
            if sprint.ended > since:
                window.append(sprint)
        return tuple(window)

    @cached_property
    def running(self) -> tuple[Sprint, ...]:
        running = []
        for sprint in self.sprints:
            if sprint.closed is None:
                running.append(sprint)
        return tuple(running)

    @cached_property
    def rounds(self) -> Floats:
        """Where the sprints of the leading project end, ascending; calendar periods without any."""
        leading = []
        for one in self.closed:
            if one.project == self.closed[-1].project:
                leading.append(one)
        if len(leading) >= 2:
            return np.array([leading[0].kicked_off, *(sprint.ended for sprint in leading)])
        length = self.sprint_days * 86_400
        return self.as_of - length * np.arange(SPRINTS_READ, -1, -1, dtype=float)

    @property
    def window_start(self) -> float:
        return float(self.rounds[-min(len(self.rounds), WINDOW + 1)])

    def round_of(self, moments: Floats) -> Ints:
        """Return each moment's round: -1 before the first, `closed_rounds` after the last."""
        return np.searchsorted(self.rounds, moments, side="left") - 1

    @property
    def closed_rounds(self) -> int:
        return len(self.rounds) - 1

    def by_round(self, moments: Floats, values: Floats | None = None) -> Floats:
        """Add up the values, or count, in each closed round; shape (closed_rounds,)."""
        place = self.round_of(moments)
        inside = (place >= 0) & (place < self.closed_rounds)
        weights = np.ones(place.size) if values is None else values
        return np.bincount(place[inside], weights[inside], self.closed_rounds).astype(float)

    def round_labels(self) -> list[str]:
        return [self.day(edge) for edge in self.rounds[1:]]

    @cached_property
    def done(self) -> Stories:
        """Stories that are done, without bulk closes (guard G1)."""
        return self.stories.where(~np.isnan(self.stories.done) & ~self.stories.bulk)

    @cached_property
    def bulk_closed(self) -> Stories:
        return self.stories.where(self.stories.bulk & (self.stories.done > self.window_start))

    def recent(self, stories: Stories) -> Stories:
        """Those of them that were done within the last six rounds."""
        return stories.where(stories.done > self.window_start)

    def rows(self, ids: Iterable[int], **more: Any) -> list[dict[str, Any]]:
        """Return evidence rows for stories by id, in the order given."""
        rows = []
        for pk in ids:
            rows.append({"id": pk, "key": self.stories.key_of.get(pk, f"#{pk}"), **more})
        return rows

    def working_days(self, start: float | Floats, end: float | Floats) -> Floats:
        return self.calendar.between(start, end)

    def day(self, moment: float) -> str:
        return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=moment)).date().isoformat()
