"""The fan chart as lines and bands: the template only draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np

from forecasts.project_forecast import ProjectForecast, ranges
from numerics.forecasting import CountForecast, Range
from web.axis import LABELS, NEAR_END, day_words, round_step

PAST_WEEKS = 8
ROOM = 1.35  # a scope line further away than that of the highest range would flatten the fan


@dataclass(frozen=True, slots=True)
class Week:
    """The end of one week ahead, with its ranges for the table."""

    day: date
    half: Range | None
    said: Range | None
    widest: Range


class Fan:
    """What was done lately, and what may be done, week by week, counted up."""

    def __init__(self, project_forecast: ProjectForecast) -> None:
        self.project_forecast, self.today = project_forecast, project_forecast.today
        self.forecasts: Sequence[CountForecast] = project_forecast.fan
        past = project_forecast.history.flow[-7 * PAST_WEEKS :]
        self.past = np.concatenate(([0], past.cumsum()))
        self.start = int(self.past[-1])
        self.behind, self.ahead = len(past), 7 * len(self.forecasts)
        highest = max(ranges(one)[-1].high for one in self.forecasts)
        top = max(self.start + highest, 1)
        self.scope = (
            self.start + len(project_forecast.inputs.stories) + project_forecast.question.scope
        )
        self.shows_scope = self.start < self.scope <= ROOM * top
        self.step = round_step(max(top, self.scope) if self.shows_scope else top)
        self.most = self.step * ceil(
            (max(top, self.scope) if self.shows_scope else top) / self.step
        )

    @property
    def weeks(self) -> list[Week]:
        weeks = []
        for n, one in enumerate(self.forecasts, start=1):
            weeks.append(
                Week(
                    self.today + timedelta(days=7 * n - 1),
                    of_level(one, 0.5),
                    of_level(one, 0.85),
                    ranges(one)[-1],
                )
            )
        return weeks

    @property
    def grid(self) -> list[tuple[str, int]]:
        """Heights of the grid lines with their values, counted from the left edge."""
        count = round(self.most / self.step)
        grid = []
        for n in range(count + 1):
            grid.append((f"{self._y(n * self.step):.2f}%", n * self.step))
        return grid

    @property
    def past_path(self) -> str:
        points = []
        for n, done in enumerate(self.past):
            points.append((self._x(n - self.behind), self._y(done)))
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)

    @property
    def bands(self) -> list[tuple[str, str]]:
        """The widest first: a class and a path each; a level ends where history ends it."""
        widest: list[Range | None] = [ranges(one)[-1] for one in self.forecasts]
        levels = [("band-widest", widest)]
        for css, level in (("band-85", 0.85), ("band-50", 0.5)):
            levels.append((css, [of_level(one, level) for one in self.forecasts]))
        return [(css, self._band(ranges)) for css, ranges in levels if ranges[0]]

    @property
    def middle_path(self) -> str:
        points = [(self._x(0), self._y(self.start))]
        for n, one in enumerate(self.forecasts, start=1):
            points.append((self._x(7 * n), self._y(self.start + one.median)))
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)

    @property
    def today_x(self) -> str:
        return f"{self._x(0):.2f}%"

    @property
    def by_x(self) -> str | None:
        """Where the day asked for is, if it is on the chart."""
        days = (self.project_forecast.by - self.today).days + 1
        if days <= self.ahead:
            return f"{self._x(days):.2f}%"
        return None

    @property
    def by_near_end(self) -> bool:
        days = (self.project_forecast.by - self.today).days + 1
        return self._x(days) > 85

    @property
    def scope_y(self) -> str:
        return f"{self._y(self.scope):.2f}%"

    @property
    def labels(self) -> list[tuple[str, str, str]]:
        """Every so many weeks a date, today among them, and how it stands at its place."""
        every = 7 * ceil((self.behind + self.ahead) / 7 / LABELS)
        before = range(0, -self.behind - 1, -every)
        after = range(every, self.ahead + 1, every)
        places = sorted([*before, *after])
        days = [self.today + timedelta(days=n) for n in places]
        labels = []
        for n, text in zip(places, day_words(days, self.today.year), strict=True):
            labels.append(
                (f"{self._x(n):.2f}%", text, "end" if self._x(n) > NEAR_END else "middle")
            )
        return labels

    def _band(self, ranges: Sequence[Range | None]) -> str:
        known = []
        for one in ranges:
            if one:
                known.append(one)
        lows, highs = ([(self._x(0), self._y(self.start))] for _ in range(2))
        for n, one in enumerate(known, start=1):
            lows.append((self._x(7 * n), self._y(self.start + one.low)))
            highs.append((self._x(7 * n), self._y(self.start + one.high)))
        points = [*lows, *reversed(highs)]
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z"

    def _x(self, days: float) -> float:
        return 100 * (self.behind + days) / (self.behind + self.ahead)

    def _y(self, value: float) -> float:
        return 100 - 100 * value / self.most


def of_level(forecast: CountForecast, level: float) -> Range | None:
    return next((one for one in ranges(forecast) if one.level == level), None)
