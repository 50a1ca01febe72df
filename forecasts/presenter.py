"""The forecast page's parts, ready to be drawn."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import isfinite
from typing import Any

from django.urls import reverse

from forecasts import words
from forecasts.coverage import Coverage
from forecasts.fan import Fan, of_level
from forecasts.project_forecast import Commitment, ProjectForecast, Target, ranges, said
from numerics.forecasting import Range
from numerics.forecasting.count import FARTHEST

BRIGHT, DARK = 0.85, 0.35  # chances from which on a due day is likely, or is not


@dataclass(frozen=True, slots=True)
class Span:
    """One range in words: its level, what it spans, and where it lies on the common scale."""

    level: str
    text: str
    start: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A target with its ranges, and what it would be without the change."""

    target: Target
    link: str
    spans: list[Span]
    said: Span | None
    before: Span | None
    chance: str
    mood: str
    due_x: str | None


class ForecastPresenter:
    """What one person asked, beside the same without its “what if”."""

    def __init__(self, project_forecast: ProjectForecast) -> None:
        self.project_forecast = project_forecast
        self.question = project_forecast.question
        self.inputs = project_forecast.inputs
        self.project = project_forecast.inputs.project
        self.base: ProjectForecast | None = None
        if project_forecast.question.is_what_if:
            self.base = ProjectForecast(project_forecast.inputs, project_forecast.question.as_it_is)

    @cached_property
    def sentence(self) -> str:
        said_now = words.how_many(self.project_forecast)
        if self.project_forecast.count.forecast is None:
            return said_now
        return f"{said_now}; {words.how_well(self.project_forecast)}."

    @cached_property
    def end(self) -> Row | None:
        """All that is open against the charter's end, which the customer has the word of."""
        ends = (row for row in self.rows if row.target.kind == "all" and row.chance)
        return next((row for row in ends if row.target.remaining), None)

    @cached_property
    def before(self) -> str | None:
        """The sentence without the change."""
        if self.base:
            return words.how_many(self.base)
        return None

    @cached_property
    def fan(self) -> Fan | None:
        if self.project_forecast.fan:
            return Fan(self.project_forecast)
        return None

    @cached_property
    def counts(self) -> list[Span]:
        """How many by the day asked for, at each level that may be claimed."""
        forecast = self.project_forecast.count.forecast
        if forecast is None:
            return []
        spans = []
        for one in ranges(forecast):
            spans.append(Span(words.percent(one.level), words.between(one)))
        return spans

    @cached_property
    def rows(self) -> list[Row]:
        if self.base:
            before = {(t.kind, t.pk): t for t in self.base.targets}
        else:
            before = {}
        rows = []
        for target in self.project_forecast.targets:
            rows.append(self._row(target, before.get((target.kind, target.pk))))
        return rows

    @cached_property
    def dates_held(self) -> str:
        """What the record of dates is, which the one of counts says nothing about."""
        told = self.project.resolved_dates
        if not told:
            return ""
        held, themes = sum(bool(one["held"]) for one in told), {one["theme"] for one in told}
        lived = Coverage(0.85, held, len(told), len(themes) / len(told))
        return words.how_dates_held(lived)

    @property
    def scale(self) -> tuple[date, date]:
        """The dates at both ends of the common scale."""
        return self.project_forecast.today, self.project_forecast.today + timedelta(
            days=self._reach
        )

    @cached_property
    def _reach(self) -> int:
        """Days that the scale spans: the longest range that ends, and the days things are due."""
        ends = [21.0]
        for target in self.project_forecast.targets:
            if target.due:
                ends.append((target.due - target.today).days + 1)
            if target.answer.forecast:
                for one in ranges(target.answer.forecast):
                    if isfinite(one.high):
                        ends.append(one.high)
        return int(min(max(ends), FARTHEST) * 1.04) + 1

    def _row(self, target: Target, before: Target | None) -> Row:
        forecast, due_x = target.answer.forecast, None
        if target.due and target.due >= target.today:
            due_x = self._x((target.due - target.today).days + 1)
        if forecast:
            spans = [self._span(one, target) for one in ranges(forecast)]
        else:
            spans = []
        chance = target.chance
        return Row(
            target=target,
            link=self._link(target),
            spans=spans,
            said=self._span(said(forecast), target) if forecast else None,
            before=self._before(before),
            chance="" if chance is None else words.percent(chance),
            mood="" if chance is None else mood_of(chance),
            due_x=due_x,
        )

    def _before(self, target: Any) -> Any:
        if target is None or target.answer.forecast is None:
            return None
        return self._span(said(target.answer.forecast), target)

    def _span(self, one: Range, target: Target) -> Span:
        low, high = (min(end, self._reach) for end in (one.low, one.high))
        width = max(100 * (high - low) / self._reach, 0.7)
        return Span(
            words.percent(one.level), words.days_between(one, target), self._x(low), f"{width:.2f}%"
        )

    def _x(self, days: float) -> str:
        return f"{100 * min(days, self._reach) / self._reach:.2f}%"

    def _link(self, target: Target) -> str:
        key = self.project.key
        if target.kind == "sprint":
            return reverse("sprint", args=[key, target.pk])
        if target.kind == "theme":
            return reverse("backlog", args=[key]) + f"?theme={target.pk}"
        return reverse("backlog", args=[key])

    @property
    def commitment(self) -> Commitment | None:
        return self.project_forecast.commitment

    @property
    def plan_chance(self) -> str:
        if self.commitment is None or self.commitment.chance is None:
            return ""
        return words.percent(self.commitment.chance)

    @property
    def plan_mood(self) -> str:
        if self.commitment is None or self.commitment.chance is None:
            return ""
        return mood_of(self.commitment.chance)

    @property
    def cuts(self) -> list[tuple[int, str]]:
        cuts: list[tuple[int, str]] = []
        if self.commitment is None:
            return cuts
        for cut, chance in self.commitment.cuts:
            cuts.append((cut, words.percent(chance)))
        return cuts

    @property
    def plan_hands(self) -> str:
        if self.commitment is None:
            return ""
        return words.hands(self.commitment)

    @property
    def plan_advice(self) -> str:
        if self.commitment is None:
            return ""
        return words.advice(self.commitment)

    @property
    def sprint_says(self) -> str:
        """How many of the running sprint's stories will be done."""
        running = self.project_forecast.in_sprint
        if running:
            return words.rest_of(running, self.project_forecast.today)
        return ""

    @property
    def sprint_blocked(self) -> str:
        """That this assumes of its blocked stories that they go on."""
        stories = [story for story, _ in self.project_forecast.chances]
        return words.standing_still(self.project.key, stories)

    @property
    def half(self) -> Any:
        forecast = self.project_forecast.count.forecast
        return forecast and of_level(forecast, 0.5)


def mood_of(chance: float) -> str:
    if chance >= BRIGHT:
        return "healthy"
    if chance < DARK:
        return "attention"
    return "unclear"
