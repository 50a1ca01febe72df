"""The knowledge map: on how many people each theme of a project stands, in each discipline.

Who they are is forgotten here: what leaves are none, one or two and more, and which disciplines
might pair where.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from base import clock
from base.sql import statement
from facts.query_planning import rows_by_hash
from health.history.window import check_length, seen_with_sprints, window_start
from health.signals.knowledge_concentration import DISCIPLINES, SMALLEST_DISCIPLINE
from numerics.statistics.calendar import HOUR, WorkingCalendar
from projects.models import Theme
from teams.models import Absence

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from health.handoffs.crew import Crew
    from health.history.window import WithSprints
    from teams.models import User

    class MapRows(TypedDict):
        theme_rows: list[dict[str, Any]]
        away_rows: list[dict[str, Any]]

    Mapped = WithAnnotations[WithSprints, MapRows]

WORK = statement("health/history/sql/work.sql", story_facts="facts/sql/story_facts.sql")
LAST = 2**63 - 1
LONGEST = timedelta(days=366)
WORDS = ("none", "one", "more")
OVER = ("done", "dropped")


def seen_with_themes(user: User) -> QuerySet[Mapped, Mapped]:
    """The projects that somebody sees, each with its themes and the absences of its team."""
    themes = Theme.objects.filter(project=OuterRef("pk")).exclude(state="dropped")
    told = JSONObject(id="pk", title="title", state="state")
    whole_days = Absence.objects.filter(team=OuterRef("team"), share=1)
    away = JSONObject(user="user", first="first_day", last="last_day")
    rows = seen_with_sprints(user).annotate(
        theme_rows=ArraySubquery(themes.order_by("position", "pk").values(json=told)),
        away_rows=ArraySubquery(whole_days.values(json=away)),
    )
    return cast("QuerySet[Mapped, Mapped]", rows)


@dataclass(frozen=True, slots=True)
class Days:
    """In which absences are looked at, the first and the last day of the team."""

    first: date
    last: date

    @classmethod
    def of(cls, crew: Crew, first: date | None, last: date | None) -> Days:
        """Take the days that were chosen; else the next two sprints' length from today on."""
        first = first or crew.team.today
        last = last or first + timedelta(days=2 * crew.team.sprint_days - 1)
        check_length(last + timedelta(days=1) - first, LONGEST, "a year")
        return cls(first, last)


@dataclass(frozen=True, slots=True)
class Cell:
    """A theme in a discipline: how many worked on it, 2 for more, and how many of them stay."""

    discipline: str
    people: int
    there: int

    @property
    def word(self) -> str:
        return WORDS[self.people]

    @property
    def word_there(self) -> str:
        return WORDS[self.there]

    @property
    def is_thin(self) -> bool:
        """Whether what is known there stands on nobody or one."""
        return self.people > 0 and self.there < 2

    @property
    def gets_thinner(self) -> bool:
        return self.there < self.people


@dataclass(frozen=True, slots=True)
class Row:
    """A theme with its cells, in the order of the disciplines."""

    id: int
    title: str
    state: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Where somebody of one discipline might pair with somebody of another, or of the same."""

    theme: Row
    cell: Cell
    beside: str  # the discipline that the second one comes from

    @property
    def discipline(self) -> str:
        return self.cell.discipline

    @property
    def is_before(self) -> bool:
        """Whether it has to be before the absences: nobody who knows is there then."""
        return not self.cell.there


class KnowledgeMap:
    """Of the themes of one project, today and without those who are away within some days."""

    def __init__(self, crew: Crew, project: Mapped, days: Days) -> None:
        self.crew, self.project, self.days = crew, project, days
        self.now = clock.now()
        self.since = window_start(project, self.now)

    @cached_property
    def disciplines(self) -> tuple[str, ...]:
        """Those of two people or more; of a smaller one the map would tell of a person."""
        return tuple(one for one in DISCIPLINES if self._sizes[one] >= SMALLEST_DISCIPLINE)

    @cached_property
    def _sizes(self) -> Counter[str]:
        return Counter(one.discipline for one in self.crew.working)

    @cached_property
    def _away(self) -> set[int]:
        """Who isn't there for a whole day or more of these, all together."""
        first, last = self.days.first.isoformat(), self.days.last.isoformat()
        members = {one.user_id for one in self.crew.working}
        rows = self.project.away_rows
        away = {row["user"] for row in rows if row["first"] <= last and row["last"] >= first}
        return away & members

    @property
    def somebody_is_away(self) -> bool:
        return bool(self._away)

    @cached_property
    def rows(self) -> list[Row]:
        """Themes that aren't over, and those on which somebody still here worked lately."""
        rows = []
        for theme in self.project.theme_rows:
            cells = tuple(self._cell(theme["id"], one) for one in self.disciplines)
            if theme["state"] not in OVER or any(cell.people for cell in cells):
                rows.append(Row(theme["id"], theme["title"], theme["state"], cells))
        return rows

    def _cell(self, theme: int, discipline: str) -> Cell:
        people = self._worked.get((theme, discipline), set())
        return Cell(discipline, min(len(people), 2), min(len(people - self._away), 2))

    @cached_property
    def _worked(self) -> dict[tuple[int, str], set[int]]:
        """Who of today's team worked an hour or more on a theme, in the discipline of that time."""
        members = {one.user_id for one in self.crew.working}
        calendar = WorkingCalendar(tuple(self.crew.team.working_days))
        since, hours = self.since.timestamp(), defaultdict[tuple[int, str, int], float](float)
        for row in self._work:
            if row["until"] > since and row["person"] in members:
                key = (row["theme"], row["discipline"], row["person"])
                hours[key] += float(calendar.between(max(row["since"], since), row["until"]))
        worked: dict[tuple[int, str], set[int]] = {}
        for (theme, discipline, person), time in hours.items():
            if time >= HOUR:
                worked.setdefault((theme, discipline), set()).add(person)
        return worked

    @cached_property
    def _work(self) -> list[dict[str, Any]]:
        """What A4 reads of this project, of the last six sprints."""
        told = {
            "team": self.project.team_id,
            "team_upto": LAST,
            "projects": [self.project.pk],
            "upto": [LAST],
            "as_of": self.now,
            "work_since": self.since,
            "working_days": self.project.team.working_days,
        }
        return rows_by_hash(WORK, told)

    @property
    def works_without_theme(self) -> bool:
        """Whether there is work that no row of the map can show."""
        since = self.since.timestamp()
        return any(not row["theme"] and row["until"] > since for row in self._work)

    @cached_property
    def pairings(self) -> list[Pairing]:
        """A second one for each theme that stands on nobody or one, nobody's first."""
        found = []
        for row in self.rows:
            if row.state in OVER:
                continue
            for cell in row.cells:
                if cell.is_thin:
                    found.append(Pairing(row, cell, self._beside(row, cell)))
        return sorted(found, key=lambda one: one.cell.there)

    def _beside(self, row: Row, cell: Cell) -> str:
        """The same discipline where one more of it is there, else the one that knows most."""
        there = Counter(one.discipline for one in self.crew.working if self._is_there(one.user_id))
        if there[cell.discipline] > cell.there:
            return cell.discipline
        others = [one for one in row.cells if one.discipline != cell.discipline]
        others = [one for one in others if there[one.discipline]]
        if not others:
            return ""
        return max(others, key=lambda one: one.there).discipline

    def _is_there(self, user: int) -> bool:
        return user not in self._away
