"""Hand-offs between disciplines of one project, which were cold, and what blockers cost.

Counted are hand-offs and stories, never people: a direction is told only where each of its
disciplines has at least two people, as one of them alone would be counted else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from base.roles import Discipline
from base.sql import statement
from facts.query_planning import rows_by_hash
from health.models.report import HEAD_START
from history.models import Event
from stories.models.blockable import BlockerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from health.handoffs.crew import Crew
    from health.handoffs.window import Window
    from history.models.event import EventQuerySet

TOLD = statement("health/handoffs/sql/handoffs_of_project.sql")
NEAR = timedelta(days=90)  # by then the receivers had been in contact, or it was cold
LEAST_PEOPLE = 2  # of a discipline, to be told of
LAST = 2**63 - 1
NOBODY_SAID = "unsaid"  # the kind of a blocker without one, in addresses
KINDS = {**dict(BlockerKind.choices), "": "Nobody said which"}
COUNTS = ("all", "cold", "returns")


@dataclass(frozen=True, slots=True)
class Handoff:
    """One hand-off that counts, by the line of history that tells it."""

    id: int
    story_id: int
    was_discipline: str
    now_discipline: str
    is_cold: bool
    is_return: bool

    def counts_as(self, count: str) -> bool:
        return {"all": True, "cold": self.is_cold, "returns": self.is_return}[count]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many hand-offs there were, how many of them were cold, and how many led back."""

    all: int
    cold: int
    returns: int

    @classmethod
    def of(cls, rows: list[Handoff]) -> Counts:
        cold, back = (sum(row.counts_as(name) for row in rows) for name in COUNTS[1:])
        return cls(len(rows), cold, back)


@dataclass(frozen=True, slots=True)
class Flow:
    """From one discipline to another."""

    giver: str
    taker: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Blocked:
    """What stories waited for, of one kind: working days of stories, and how many blockers."""

    kind: str
    days: float
    blockers: int

    @property
    def name(self) -> str:
        return KINDS[self.kind]

    @property
    def called(self) -> str:
        """Its kind as an address says it."""
        return self.kind or NOBODY_SAID


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of which lines a count consists: hand-offs, all or of one flow, or blockers of a kind."""

    of: str = "all"
    giver: str = ""
    taker: str = ""
    kind: str | None = None


class Handoffs:
    """Of one project within a window; a guest's ends a day ago, as history was told by then."""

    def __init__(self, crew: Crew, window: Window) -> None:
        self.project, self.crew, self.window = crew.project, crew, window

    @cached_property
    def rows(self) -> list[Handoff]:
        names = [field.name for field in fields(Handoff)]
        rows = [row for row in self._told if row["kind"] is None]
        return [Handoff(**{name: row[name] for name in names}) for row in rows]

    @property
    def _blockers(self) -> list[dict[str, Any]]:
        return [row for row in self._told if row["kind"] is not None]

    @property
    def counts(self) -> Counts:
        return Counts.of(self.rows)

    @cached_property
    def _told(self) -> list[dict[str, Any]]:
        told = {
            "team": self.project.team_id,
            "projects": [self.project.pk],
            "upto": [self._upto()],
            "since": self.window.since,
            "until": self.window.until,
            "near": NEAR,
            "working_days": self.project.team.working_days,
        }
        return rows_by_hash(TOLD, told)

    def _upto(self) -> int:
        if not self.crew.waits:
            return LAST
        known = self.project.events.filter(recorded_at__lte=timezone.now() - HEAD_START)
        return known.order_by("-pk").values_list("pk", flat=True).first() or 0

    # --- directions ---

    @cached_property
    def people(self) -> Counter[str]:
        """How many of each discipline worked in the team within the window."""
        return self.crew.people(self.window.since, self.window.until)

    @cached_property
    def flows(self) -> list[Flow]:
        """Each direction, the disciplines in their order; of small ones none."""
        found: dict[tuple[str, str], list[Handoff]] = {}
        for row in self.rows:
            found.setdefault((row.was_discipline, row.now_discipline), []).append(row)
        order = {name: place for place, name in enumerate(Discipline.values)}
        flows = []
        for pair in sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]])):
            if min(self.people[one] for one in pair) >= LEAST_PEOPLE:
                flows.append(Flow(*pair, Counts.of(found[pair])))
        return flows if self._rest_is_of_several(found, flows) else []

    def _rest_is_of_several(self, found: Iterable[tuple[str, str]], flows: list[Flow]) -> bool:
        """Whether what is left of the whole, if anything is, isn't about one person alone."""
        left = set(found) - {(flow.giver, flow.taker) for flow in flows}
        small = {one for pair in left for one in pair if self.people[one] < LEAST_PEOPLE}
        return not left or sum(self.people[one] for one in small) >= LEAST_PEOPLE

    @property
    def withheld(self) -> bool:
        """Whether some directions aren't told apart."""
        return sum(flow.counts.all for flow in self.flows) < self.counts.all

    # --- blockers ---

    @cached_property
    def blocked(self) -> list[Blocked]:
        """Each kind, also those that nothing waited for; what nobody said comes last."""
        found: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for row in self._blockers:
            found[row["kind"]].append(row["days"])
        return [Blocked(kind, sum(days), len(days)) for kind, days in found.items()]

    # --- lines ---

    def ids(self, chosen: Chosen) -> list[int]:
        """The lines of history that a count consists of, oldest first."""
        if chosen.of == "blocked":
            kinds = KINDS if chosen.kind is None else (chosen.kind,)
            return [row["id"] for row in self._blockers if row["kind"] in kinds]
        if chosen.giver or chosen.taker:
            told = {(flow.giver, flow.taker) for flow in self.flows}
            if (chosen.giver, chosen.taker) not in told:
                return []
        found = []
        for row in self.rows:
            is_there = chosen.giver in ("", row.was_discipline)
            is_there = is_there and chosen.taker in ("", row.now_discipline)
            if is_there and row.counts_as(chosen.of):
                found.append(row.id)
        return found

    def lines(self, chosen: Chosen) -> EventQuerySet:
        return Event.objects.filter(pk__in=self.ids(chosen))
