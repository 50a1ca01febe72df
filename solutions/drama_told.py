"""What a deployment came to, as its page and the API tell it: in words, and never without them.

Guests see the number that the team sees. What is of incidents that weren't shown to them is one
line without words: how many they were and when isn't said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime

from base import clock
from base.roles import Discipline
from solutions.drama import FORMULA, MONTH, MOST, VERSION, Deduction
from solutions.models.settled import kept
from solutions.models.settlement import Settlement

if TYPE_CHECKING:
    from solutions.models.drama_reading import DramaReading

UNSHOWN = "Something that the team hasn’t shown"
FAMILIES = {"incident": "incidents", "fix": "fixes", "story": "stories"}
NO_NUMBER = (
    "Only what went live in production is looked back on; what was taken over from another tool’s "
    "past isn’t."
)


@dataclass(frozen=True, slots=True)
class Lost:
    """One deduction, as it is read."""

    row: str
    sentence: str
    points: int
    at: datetime | None = None  # none, where it isn't shown
    along: tuple[str, ...] = ()
    kind: str = ""
    pk: int | None = None
    address: str = ""

    @property
    def is_capped(self) -> bool:
        return not self.points

    @property
    def most(self) -> str:
        """Why it costs nothing."""
        family = self.row.split("_")[0]
        return f"{FAMILIES[family]} lose {MOST[family]} at most together" if self.is_capped else ""


@dataclass(frozen=True, slots=True)
class Round:
    """What was lost so far, or when it was settled."""

    number: int
    version: int
    lost: list[Lost]
    round: int = 0  # 0: it runs
    how: str = ""
    settled_at: datetime | None = None

    @property
    def how_told(self) -> str:
        return str(Settlement.How(self.how).label) if self.how else ""

    @property
    def nothing(self) -> str:
        """What is said where nothing was lost: of the days that are looked at, and no longer."""
        days = f"in its first {MONTH.days} days" if self.settled_at else "so far"
        return (
            f"Nothing is noted that it lost: {days} it stayed, and nothing went wrong that anybody "
            "told of."
        )

    @property
    def sentence(self) -> str:
        """All of it in one sentence, the deductions first."""
        if not self.lost:
            return f"{self.nothing} {self.number} of 100."
        words = "; ".join(f"{one.sentence} ({one.points})" for one in self.lost)
        return f"{words}. {self.number} of 100 are left."


class DramaTold:
    """A deployment's course for one reader."""

    formula, version = FORMULA, VERSION

    def __init__(self, reading: DramaReading, *, works: bool) -> None:
        self.reading, self.works = reading, works
        self.deployment = reading.deployment

    @property
    def has_number(self) -> bool:
        return self.reading.has_number

    @property
    def is_settled(self) -> bool:
        return self.reading.is_settled

    @property
    def is_asked(self) -> bool:
        """Whether day 30 has come, and it waits for those who look after it."""
        return self.reading.is_asked(clock.now())

    @property
    def waits_for(self) -> list[str]:
        """The disciplines whose keeper hasn't answered; the team's own."""
        if not (self.works and self.is_asked):
            return []
        return [Discipline(side).label for side in self.reading.unanswered]

    def asks(self, user: int) -> bool:
        side = self.reading.side_of(user)
        return self.is_asked and side in self.reading.unanswered

    @cached_property
    def rounds(self) -> list[Round]:
        """As it was settled, the first time first."""
        found = []
        for row in self.reading.read["drama_settlements"]:
            lost = self._shown(kept(one) for one in row["deductions"])
            at = parse_datetime(row["settled_at"])
            found.append(Round(row["number"], row["version"], lost, row["round"], row["how"], at))
        return found

    @cached_property
    def now(self) -> Round | None:
        """The last time it was settled, else what it has lost so far; none without a number."""
        if self.rounds:
            return self.rounds[-1]
        if not self.has_number:
            return None
        drama = self.reading.drama
        return Round(drama.number, VERSION, self._shown(drama.deductions))

    @property
    def before(self) -> list[Round]:
        """How it was settled earlier, the last time first."""
        return self.rounds[-2::-1]

    def _shown(self, deductions: Iterable[Deduction]) -> list[Lost]:
        shown, hidden = [], 0
        for one in deductions:
            if self.works or self._is_open(one):
                shown.append(self._told(one))
            else:
                hidden += one.points
        if hidden:
            shown.append(Lost("unshown", UNSHOWN, hidden))
        return shown

    def _is_open(self, one: Deduction) -> bool:
        """What isn't an incident's own is; a rollback is, whatever else happened with it."""
        of_incident = one.kind == "incident" or one.row == "fix"
        if not of_incident:
            return True
        return self.reading.shown_incidents.issuperset(one.incidents)

    def _told(self, one: Deduction) -> Lost:
        along = one.along if self.works else ()
        return Lost(
            one.row, one.sentence, one.points, one.at, along, one.kind, one.pk, self._address(one)
        )

    def _address(self, one: Deduction) -> str:
        if one.kind == "story":
            return reverse("story", args=[one.key])
        if one.kind == "incident":
            return reverse("incident", args=[one.pk])
        if one.pk:
            return reverse("deployment", args=[one.pk])
        return f"{self.deployment.address}#history"


def drama_told(of: DramaTold) -> dict[str, Any]:
    """As the API answers it."""
    now = of.now
    return {
        "deployment": of.deployment.pk,
        "is_settled": of.is_settled,
        "is_asked": of.is_asked,
        "day_thirty": of.reading.day_thirty if of.has_number else None,
        "waits_for": of.reading.unanswered if of.waits_for else [],
        "sentence": now.sentence if now else NO_NUMBER,
        "number": now.number if now else None,
        "version": now.version if now else VERSION,
        "deductions": [_lost(one) for one in now.lost] if now else [],
        "settlements": [_settled(one) for one in of.rounds],
        "formula": [{"what": what, "loses": loses} for what, loses in FORMULA],
    }


def _lost(one: Lost) -> dict[str, Any]:
    return {
        "row": one.row,
        "at": one.at,
        "sentence": one.sentence,
        "points": one.points,
        "along": list(one.along),
        "of": one.kind,
        "id": one.pk,
        "address": one.address,
    }


def _settled(one: Round) -> dict[str, Any]:
    return {
        "round": one.round,
        "how": one.how,
        "settled_at": one.settled_at,
        "sentence": one.sentence,
        "number": one.number,
        "version": one.version,
        "deductions": [_lost(each) for each in one.lost],
    }
