"""A team's history as arrays: read once for all signals, in a handful of statements."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np

from metrics.reports.doubts import Doubts
from metrics.reports.foretold import Foretold
from metrics.reports.rhythm import Rhythm
from metrics.statistics.calendar import WorkingCalendar
from metrics.statistics.interval import Floats

Ints = np.ndarray
NONE: Ints = np.zeros(0, np.int64)
NEVER: Floats = np.zeros(0)
WINDOW = 6  # sprints
SPRINTS_READ = 26
TOLD_WEEKS = 60
WORK_DAYS = 365  # four half-lives of knowledge: what is older weighs under a sixteenth


@dataclass(frozen=True)
class Stories:
    """Columns of equal length, one place a story; times are seconds of the epoch, NaN for never."""

    id: Ints
    key: np.ndarray
    theme: np.ndarray
    kind: np.ndarray
    category: np.ndarray
    since: Floats
    started: Floats
    done: Floats
    dropped: Floats
    cycle: Floats
    parked: Floats
    doing: Floats
    review: Floats
    blocked: Floats
    blocked_days: Floats
    path: np.ndarray
    returned: Floats
    bulk: np.ndarray
    reopened: Ints

    def __len__(self) -> int:
        return self.id.size

    def where(self, chosen: np.ndarray) -> "Stories":
        return Stories(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})

    @cached_property
    def key_of(self) -> dict[int, str]:
        return dict(zip(self.id.tolist(), self.key.tolist(), strict=True))


@dataclass(frozen=True)
class Sprint:
    """One sprint with what became of its commitment."""

    id: int
    project: str
    number: int
    kicked_off: float
    closed: float | None
    committed: int | None
    committed_points: float
    done: int
    done_points: float
    added: int
    removed: int
    missed_stories: tuple[int, ...]
    added_stories: tuple[int, ...]
    removed_stories: tuple[int, ...]
    ends_on: date
    starts_on: date
    frozen_stories: tuple[int, ...] = ()  # of a running sprint
    added_by: tuple[str, ...] = ()  # the roles in which the added stories were planned in
    removed_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.project} sprint {self.number}"


@dataclass(frozen=True)
class Work:
    """Spells of work on stories: which, in which theme and discipline, by whom of the team.

    `person` is a place in no order that means anything; it never leaves the computation.
    """

    story: Ints
    theme: np.ndarray
    discipline: np.ndarray
    person: Ints
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Contacts:
    """Comments and verdicts of reviews: on which story, by which of the people of `Work`, when."""

    story: Ints
    person: Ints
    at: Floats
    is_verdict: np.ndarray


@dataclass(frozen=True)
class Needs:
    """Which story waited for which other one, from when until when; NaN while it still does."""

    story: Ints
    other: Ints
    since: Floats
    until: Floats


def without_people(work: Work, contacts: Contacts) -> tuple[Work, Contacts]:
    """Put places for people, the same in both; contacts of those who did no work are left out."""
    people, place = np.unique(work.person, return_inverse=True)
    known = np.isin(contacts.person, people)
    there = np.searchsorted(people, contacts.person[known])
    return (
        replace(work, person=place.reshape(-1)),
        Contacts(contacts.story[known], there, contacts.at[known], contacts.is_verdict[known]),
    )


@dataclass(frozen=True)
class Told:
    """One event of a success metric: defined, retargeted or observed."""

    id: int
    project: str
    verb: str
    at: float
    details: dict


@dataclass(frozen=True)
class Observed:
    """A value of a success metric as it was seen."""

    metric: int
    value: float
    spread: float | None
    on: date
    grade: int


@dataclass(frozen=True)
class Waits:
    """Hand-offs to another discipline and the first sign of life after each, NaN without one."""

    story: Ints
    handed: Floats
    taken_up: Floats
    to: np.ndarray  # the discipline


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
    capacity: float = 1.0  # of the running sprints' days, over what is usual
    foretold: tuple[Foretold, ...] = ()
    doubts: Doubts = Doubts()  # noqa: RUF009  frozen
    contacts: Contacts = Contacts(NONE, NONE, NEVER, NONE.astype(bool))
    needs: Needs = Needs(NONE, NONE, NEVER, NEVER)
    taken: tuple[tuple[int, str, str], ...] = ()  # story, discipline, stage: of what came back

    @cached_property
    def closed(self) -> tuple[Sprint, ...]:
        """The closed sprints of all projects, oldest first."""
        closed = [sprint for sprint in self.sprints if sprint.closed is not None]
        return tuple(sorted(closed, key=lambda sprint: (sprint.closed, sprint.project)))

    @cached_property
    def window(self) -> tuple[Sprint, ...]:
        """The sprints of the last six rounds: six of the project that closed one last."""
        if not self.closed:
            return ()
        leading = [one for one in self.closed if one.project == self.closed[-1].project]
        since = leading[-WINDOW:][0].kicked_off
        return tuple(sprint for sprint in self.closed if sprint.closed > since)

    @cached_property
    def running(self) -> tuple[Sprint, ...]:
        return tuple(sprint for sprint in self.sprints if sprint.closed is None)

    @cached_property
    def rounds(self) -> Floats:
        """Where the sprints of the leading project end, ascending; calendar periods without any."""
        leading = [one for one in self.closed if one.project == self.closed[-1].project]
        if len(leading) >= 2:
            return np.array([leading[0].kicked_off, *(sprint.closed for sprint in leading)])
        length = self.sprint_days * 86_400
        return self.as_of - length * np.arange(SPRINTS_READ, -1, -1)

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

    def rows(self, ids, **more) -> list[dict]:
        """Return evidence rows for stories by id, in the order given."""
        return [{"id": pk, "key": self.stories.key_of.get(pk, f"#{pk}"), **more} for pk in ids]

    def working_days(self, start, end) -> Floats:
        return self.calendar.between(start, end)

    def day(self, moment: float) -> str:
        return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=moment)).date().isoformat()
