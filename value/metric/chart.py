"""A metric over time as lines and shares: the template only draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from metrics.models import Observation
from web.axis import DayAxis, ValueAxis
from web.templatetags.numbers import compact

if TYPE_CHECKING:
    from value.metric.past import Aim, MetricPast
    from value.scoreboard import Seen


@dataclass(frozen=True, slots=True)
class Point:
    """An observation at its place, with the bar of its 90 %, if its spread is known."""

    x: str
    y: str
    top: str
    height: str
    seen: Seen

    @property
    def is_asserted(self) -> bool:
        return self.seen.grade == Observation.Grade.ASSERTED


class MetricChart:
    """The baseline, what was aimed at, what was seen, and which releases came into use."""

    def __init__(self, past: MetricPast) -> None:
        self.past, self.metric = past, past.metric
        values = [self.metric.baseline, *[aim.target for aim in past.aims]]
        for seen in past.seen:
            values += [seen.low, seen.value, seen.high]
        self.values = ValueAxis.over(values)
        days = [past.began_on, past.today, *[aim.due for aim in past.aims]]
        days += [seen.observed_on for seen in past.seen]
        days += [one.first_used_on for one in past.releases]
        self.days = DayAxis.over(days)

    @property
    def grid(self) -> list[tuple[str, str]]:
        """Heights of the grid lines with their values, in short."""
        return [(self._y(value), compact(value)) for value in self.values.ticks]

    @property
    def labels(self) -> list[tuple[str, str, str]]:
        return self.days.labels

    @property
    def began(self) -> tuple[str, str]:
        return self._x(self.past.began_on), self._y(self.metric.baseline)

    @property
    def good(self) -> tuple[str, str]:
        """What is at least as good as the target in force: where it begins, and its height."""
        y = self.values.at(self.past.aims[-1].target)
        if self.metric.direction == "up":
            return "0%", f"{y:.2f}%"
        return f"{y:.2f}%", f"{100 - y:.2f}%"

    @property
    def aims(self) -> list[tuple[str, str, str, Aim]]:
        """Each as a line: from where to where, how high, and what it is."""
        lines = []
        for aim in self.past.aims:
            end = max(aim.due, self.past.today) if aim.until is None else aim.until
            lines.append((self._x(aim.since), self._x(end), self._y(aim.target), aim))
        return lines

    @property
    def points(self) -> list[Point]:
        points = []
        for seen in self.past.seen:
            top, bottom = self.values.at(seen.high), self.values.at(seen.low)
            place = (self._x(seen.observed_on), self._y(seen.value))
            points.append(Point(*place, f"{top:.2f}%", f"{bottom - top:.2f}%", seen))
        return points

    @property
    def path(self) -> str:
        """Through the observations, beginning at the baseline where none is older."""
        places = [(one.observed_on, one.value) for one in self.past.seen]
        if places and places[0][0] >= self.past.began_on:
            places.insert(0, (self.past.began_on, self.metric.baseline))
        points = [f"{self.days.at(day):.2f} {self.values.at(value):.2f}" for day, value in places]
        return "M" + "L".join(points) if len(points) > 1 else ""

    @property
    def releases(self) -> list[tuple[str, str]]:
        return [(self._x(one.first_used_on), one.title) for one in self.past.releases]

    @property
    def today(self) -> str:
        return self._x(self.past.today)

    @property
    def rows(self) -> list[Row]:
        """All of it day by day, for the table."""
        rows = [Row(self.past.began_on, 0, "Baseline", self.metric.baseline)]
        for aim in self.past.aims:
            word = "Target, until it was changed" if aim.is_earlier else "Target"
            rows.append(Row(aim.since, 1, word, aim.target, due=aim.due))
        for one in self.past.releases:
            rows.append(Row(one.first_used_on, 2, one.title))
        for seen in self.past.seen:
            rows.append(Row(seen.observed_on, 3, "Observation", seen.value, seen))
        return sorted(rows, key=lambda row: (row.day, row.turn))

    def _x(self, day: date) -> str:
        return f"{self.days.at(day):.2f}%"

    def _y(self, value: float) -> str:
        return f"{self.values.at(value):.2f}%"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    day: date
    turn: int
    what: str
    value: float | None = None
    seen: Seen | None = None
    due: date | None = None

    @property
    def is_release(self) -> bool:
        return self.value is None

    @property
    def grade(self) -> str:
        return Observation.Grade(self.seen.grade).label if self.seen else ""
