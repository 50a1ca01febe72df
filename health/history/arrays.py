"""What signals read of a team, as arrays: columns of equal length, one place a row."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.statistics.interval import Floats

Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_] | NDArray[np.str_]
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
    key: Texts
    theme: Texts
    kind: Texts
    category: Texts
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
    path: Texts
    returned: Floats
    bulk: Bools
    reopened: Ints

    def __len__(self) -> int:
        return self.id.size

    def where(self, chosen: Bools | Ints) -> "Stories":
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
    def ended(self) -> float:
        """When it was closed; infinite while it runs."""
        if self.closed is None:
            return np.inf
        return self.closed

    @property
    def label(self) -> str:
        return f"{self.project} sprint {self.number}"


@dataclass(frozen=True)
class Work:
    """Spells of work on stories: which, in which theme and discipline, by whom of the team.

    `person` is a place in no order that means anything; it never leaves the computation.
    """

    story: Ints
    theme: Ints
    discipline: Texts
    person: Ints
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Contacts:
    """Comments and verdicts of reviews: on which story, by which of the people of `Work`, when."""

    story: Ints
    person: Ints
    at: Floats
    is_verdict: Bools


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
    details: dict[str, Any]


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
    to: Texts  # the discipline


NO_CONTACTS = Contacts(NONE, NONE, NEVER, NONE.astype(bool))
NO_NEEDS = Needs(NONE, NONE, NEVER, NEVER)
