"""What building a solution costs: the team's capacity by its share of the stories finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from facts.models import StoryFact
from projects.models.read_along import rows_of
from solutions.models import SolutionStory
from solutions.models.drama_reading import moment_of
from stories.models.column import CLOSED
from value.economics.people import People

if TYPE_CHECKING:
    from django.contrib.postgres.expressions import ArraySubquery

    from teams.models.team import Team


@dataclass(frozen=True, slots=True)
class Work:
    """A story: its points, if it is estimated, and when it was begun and finished, if it was."""

    points: float | None
    started_at: datetime | None
    done_at: datetime | None
    is_open: bool

    @classmethod
    def of(cls, points: Any, started_at: Any, done_at: Any, category: str) -> Work:
        known = None if points is None else float(points)
        return cls(known, started_at, done_at, category not in CLOSED)


@dataclass(frozen=True, slots=True)
class BuildCost:
    """Spent and still to spend, in the currency of the day rate; each from one end to the other.

    The one end counts stories, the other their points: a story without an estimate counts as the
    mean of those that have one.
    """

    first_day: date
    last_day: date
    person_days: float  # of the team in these days
    finished: int  # of the solution's stories in them
    of_all: int  # that the team finished in them
    by_points: float | None  # the solution's share of points; None: nobody estimated
    left: int  # open stories of the solution
    spent: tuple[float, float]
    to_spend: tuple[float, float]

    @property
    def by_count(self) -> float:
        return self.finished / self.of_all

    @property
    def low(self) -> float:
        return self.spent[0] + self.to_spend[0]

    @property
    def high(self) -> float:
        return self.spent[1] + self.to_spend[1]


class TeamWork:
    """What a team finished, and its people: read once for all solutions of a project."""

    def __init__(self, team: Team, of_solution: dict[int, list[Work]]) -> None:
        self.team, self.of_solution = team, of_solution
        begun: list[datetime] = []
        for works in self.of_solution.values():
            begun += [moment for moment in map(_begun_at, works) if moment]
        self.finished = _finished_since(team, min(begun)) if begun else []
        self.people = People(team) if begun else None

    def cost_of(self, solution: int) -> BuildCost | None:
        """None: none of its stories was finished, or nobody said what a day costs."""
        works = self.of_solution.get(solution, [])
        done = [work for work in works if work.done_at]
        if not done or self.team.day_rate is None or self.people is None:
            return None
        first = min(self.team.day_of(moment) for moment in map(_begun_at, done) if moment)
        last = max(self.team.day_of(work.done_at) for work in done if work.done_at)
        beside = []
        for work in self.finished:
            if work.done_at and first <= self.team.day_of(work.done_at) <= last:
                beside.append(work)
        left = [work for work in works if work.is_open]
        days = self.people.person_days(first, last)
        ends = _ends(days * float(self.team.day_rate), done, beside, left)
        return BuildCost(
            first_day=first,
            last_day=last,
            person_days=days,
            finished=len(done),
            of_all=len(beside),
            by_points=_share(done, beside),
            left=len(left),
            spent=_range([spent for spent, _ in ends]),
            to_spend=_range([later for _, later in ends]),
        )


def _begun_at(work: Work) -> datetime | None:
    """When work on what was finished began; what went straight to done began then."""
    if work.started_at and work.done_at:
        return min(work.started_at, work.done_at)
    return work.done_at


def _ends(
    money: float, done: list[Work], beside: list[Work], left: list[Work]
) -> list[tuple[float, float]]:
    """Spent and still to spend, once by count and once by points, where there are any."""
    spent = money * len(done) / len(beside)
    ends = [(spent, spent * len(left) / len(done))]
    share = _share(done, beside)
    if share:
        mean = _mean(beside)
        by_points = money * share
        ends.append((by_points, by_points * _points(left, mean) / _points(done, mean)))
    return ends


def _share(done: list[Work], beside: list[Work]) -> float | None:
    """The solution's share of the points that were finished; None without any."""
    mean = _mean(beside)
    of_all = _points(beside, mean)
    return _points(done, mean) / of_all if of_all else None


def _mean(works: list[Work]) -> float:
    known = [work.points for work in works if work.points is not None]
    return sum(known) / len(known) if known else 0.0


def _points(works: list[Work], mean: float) -> float:
    return sum(mean if work.points is None else work.points for work in works)


def _range(ends: list[float]) -> tuple[float, float]:
    return min(ends), max(ends)


def works_of() -> ArraySubquery:
    """The stories that serve a solution which an outer query is at."""
    cells = {"points": "story__points", "category": "story__category"}
    cells |= {name: f"story__fact__{name}" for name in ("started_at", "done_at")}
    return rows_of(SolutionStory.objects.order_by("pk"), "solution", **cells)


def works_in(rows: list[dict[str, Any]]) -> list[Work]:
    """What `works_of` found."""
    works = []
    for row in rows:
        started, done = (row[name] and moment_of(row[name]) for name in ("started_at", "done_at"))
        works.append(Work.of(row["points"], started, done, row["category"]))
    return works


def _finished_since(team: Team, moment: datetime) -> list[Work]:
    # The whole of the first day: others may have been finished before the first of ours was begun.
    since = team.local(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = StoryFact.objects.filter(team=team.pk, done_at__gte=since).order_by("done_at")
    cells = rows.values_list("story__points", "started_at", "done_at", "category")
    return [Work.of(*cell) for cell in cells]
