"""The burn-up as lines and shares: the template only draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from web.axis import round_step

if TYPE_CHECKING:
    from sprints.replay import Day, SprintReplay


@dataclass(frozen=True, slots=True)
class Column:
    """One day of the chart."""

    x: str
    width: str
    middle: str
    day: Day
    is_labelled: bool


class Burnup:
    """What is done against what is in scope, day by day, measured in points or in stories."""

    def __init__(self, replay: SprintReplay, measure: str) -> None:
        self.replay, self.measure = replay, measure
        self.days = replay.days
        self.committed = replay.committed[measure]
        told = []
        for day in self.days:
            if day.scope is not None:
                told.append(day.scope[measure])
        self.step = round_step(max([self.committed, *told, 1]))
        self.most = self.step * ceil(max([self.committed, *told, 1]) / self.step)

    @property
    def scope_now(self) -> float:
        return self.replay.scope[self.measure]

    @property
    def done_now(self) -> float:
        return self.replay.done[self.measure]

    @property
    def columns(self) -> list[Column]:
        share = 100 / len(self.days)
        every = ceil(len(self.days) / 8)
        columns = []
        for n, day in enumerate(self.days):
            columns.append(
                Column(
                    f"{n * share:.3f}%",
                    f"{share:.3f}%",
                    f"{(n + 0.5) * share:.3f}%",
                    day,
                    n % every == 0,
                )
            )
        return columns

    @property
    def grid(self) -> list[tuple[str, int]]:
        """Heights of the grid lines with their values."""
        count = round(self.most / self.step)
        grid = []
        for n in range(count + 1):
            grid.append((f"{self._y(n * self.step):.2f}%", n * self.step))
        return grid

    @property
    def scope_path(self) -> str:
        """Steps: what is added or taken out changes the scope at once."""
        points = self._points("scope", self.committed)
        path = f"M{points[0][0]:.2f} {points[0][1]:.2f}"
        for x, y in points[1:]:
            path += f"V{y:.2f}H{x:.2f}"
        return path

    @property
    def done_path(self) -> str:
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in self._points("done", 0))

    @property
    def done_area(self) -> str:
        points = self._points("done", 0)
        return f"{self.done_path}L{points[-1][0]:.2f} 100L{points[0][0]:.2f} 100Z"

    @property
    def committed_y(self) -> str:
        return f"{self._y(self.committed):.2f}%"

    @property
    def scope_y(self) -> str:
        return f"{self._y(self.scope_now):.2f}%"

    @property
    def done_y(self) -> str:
        return f"{self._y(self.done_now):.2f}%"

    @property
    def labels_collide(self) -> bool:
        return abs(self._y(self.scope_now) - self._y(self.done_now)) < 9

    @property
    def today(self) -> str | None:
        """Where the running sprint is now; nowhere before its first day."""
        if self.replay.sprint.is_closed or self._ended_on < self.days[0].date:
            return None
        return f"{self._points('done', 0)[-1][0]:.2f}%"

    @property
    def told_days(self) -> list[Day]:
        """The days that have been, for the table."""
        days = []
        for day in self.days:
            if day.is_told and day.date <= self._ended_on:
                days.append(day)
        return days

    @property
    def _ended_on(self) -> date:
        """The team's day up to which is told."""
        team = self.replay.sprint.project.team
        return team.day_of(self.replay.sprint.closed_at or self.replay.now)

    def _points(self, what: str, start: float) -> list[tuple[float, float]]:
        """From the morning of the kickoff's day over each evening to the last that is told."""
        told = []
        for day in self.days:
            if day.is_told:
                told.append(day)
        before = next(n for n, day in enumerate(self.days) if day.is_told)  # the kickoff came late
        points = [(100 * before / len(self.days), self._y(start))]
        for n, day in enumerate(told, start=1):
            x = before + (n if n < len(told) else n - 1 + self._passed(day))
            points.append((100 * x / len(self.days), self._y(getattr(day, what)[self.measure])))
        return points

    def _passed(self, day: Day) -> float:
        """How much of the last day told is over."""
        team = self.replay.sprint.project.team
        end = team.local(self.replay.sprint.closed_at or self.replay.now)
        if day.date != end.date():
            return float(day.date < end.date())
        return max(0.05, (end.hour * 60 + end.minute) / 1440)

    def _y(self, value: float) -> float:
        return 100 - 100 * value / self.most
