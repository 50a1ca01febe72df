"""What can be said of a project today, as it is or as it would be if something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import isfinite
from typing import Any, Generic, TypeVar

from forecasts.ages import chances_of_open
from forecasts.inputs import ForecastInputs, OpenSprint, OpenStory
from forecasts.question import Question
from numerics.forecasting import (
    CountForecast,
    Forecast,
    History,
    NotEnoughHistory,
    Range,
    WhenForecast,
    forecast_count,
    forecast_fan,
    forecast_open_work,
    forecast_when,
    long_futures,
    nearest_horizon,
    on_day,
)
from numerics.forecasting.count import FARTHEST, HORIZONS

SEED = 20  # the same for all, so that equal histories give equal forecasts
DAYS = 14
LEAST_FAN, MOST_FAN = 6, 26  # weeks
CUTS = (1, 2, 3, 5, 8, 13, 21, 34, 55)
ENOUGH = 0.9  # a chance above which cutting more says nothing
AIM = 0.6  # what a plan that won't hold is cut down to: more likely kept than not
CAPACITY_AHEAD = timedelta(weeks=13)  # absences say nothing of what is later

Of = TypeVar("Of", bound=Forecast)


def day_of(issued_on: date, days: float | None) -> date | None:
    """The date of "within so many days", of which that of the issue is the first.

    None if it lies beyond the forecast.
    """
    if days is None:
        return None
    return on_day(issued_on - timedelta(days=1), max(days, 1))


@dataclass(frozen=True, slots=True)
class Answer(Generic[Of]):
    """A forecast, or the sentence that says what is missing for one."""

    forecast: Of | None
    why_not: str = ""

    @classmethod
    def of(cls, ask: Callable[[], Of]) -> Answer[Of]:
        try:
            return cls(ask())
        except NotEnoughHistory as missing:
            return cls(None, str(missing))

    @property
    def range(self) -> Range | None:
        if self.forecast:
            return said(self.forecast)
        return None


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be finished: so many stories are left until then."""

    kind: str
    label: str
    remaining: int
    answer: Answer[WhenForecast]
    today: date
    due: date | None = None
    pk: int | None = None
    odds: float | None = None  # where more is known than the team's pace
    ahead: int | None = None  # stories until its last one is done, its own and what stands before

    @property
    def chance(self) -> float | None:
        """P(done by the day it is due)."""
        if self.odds is not None:
            return self.odds
        if self.answer.forecast is None or self.due is None:
            return None
        return self.answer.forecast.chance_within((self.due - self.today).days + 1)

    def day(self, days: float) -> date | None:
        """The date of "within so many days"; None if it lies beyond the forecast."""
        return day_of(self.today, days)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A sprint's stories against what the team will probably finish in it."""

    sprint: OpenSprint
    stories: int
    capacity: float
    answer: Answer[CountForecast]  # how many of them will be done in the sprint
    usual: float | None = None  # the median of all that the team finishes in its days
    away: int = 0  # members who are away for a part of it

    @property
    def chance(self) -> float | None:
        """P(all of them are finished)."""
        forecast = self.answer.forecast
        if forecast:
            return forecast.chance_of_at_least(self.stories)
        return None

    @property
    def ratio(self) -> float | None:
        """Stories over the median of what is finished: 1 is even odds."""
        if self.usual:
            return self.stories / self.usual
        return None

    @property
    def cut_to_aim(self) -> tuple[int, float] | None:
        """The fewest stories to leave out until it is more likely kept than not, and how likely."""
        forecast, chance = self.answer.forecast, self.chance
        if forecast is None or chance is None or chance >= AIM:
            return None
        for cut in range(1, self.stories):
            better = forecast.chance_of_at_least(self.stories - cut)
            if better >= AIM:
                return cut, better
        return None

    @property
    def cuts(self) -> list[tuple[int, float]]:
        """What leaving out 1, 2, 3, 5, 8 … stories would make of the chance."""
        forecast = self.answer.forecast
        if forecast is None or forecast.chance_of_at_least(self.stories) >= ENOUGH:
            return []
        steps = []
        for cut in CUTS:
            if cut < self.stories:
                steps.append(cut)
        chances = []
        for cut in steps:
            chances.append((cut, forecast.chance_of_at_least(self.stories - cut)))
        enough = next(
            (n for n, (_, chance) in enumerate(chances, 1) if chance >= ENOUGH), len(steps)
        )
        return chances[:enough]


class ProjectForecast:
    """The answers to one question; each is worked out when it is asked for."""

    def __init__(self, inputs: ForecastInputs, question: Question | None = None) -> None:
        self.inputs, self.question = inputs, question or Question()
        self.history: History = inputs.history
        self.today = inputs.today
        self._capacities: dict[tuple[date, date | None], float] = {}

    @property
    def by(self) -> date:
        return self.question.by or self.today + timedelta(days=DAYS - 1)

    def capacity(self, last_day: date, first_day: date | None = None) -> float:
        days = (last_day, first_day)
        if days not in self._capacities:
            self._capacities[days] = self.inputs.people.share(*days, self.question.away)
        return self._capacities[days]

    def count_by(self, last_day: date) -> CountForecast:
        """How many will be done from today to that day, both included."""
        days = (last_day - self.today).days + 1
        horizon = nearest_horizon(days)
        return forecast_count(
            self.history,
            days,
            seed=SEED,
            capacity=self.capacity(last_day),
            recalibration=self.inputs.record.recalibration(horizon),
        )

    @cached_property
    def count(self) -> Answer[CountForecast]:
        return Answer.of(lambda: self.count_by(self.by))

    @cached_property
    def fan(self) -> tuple[CountForecast, ...]:
        """Weeks ahead until a while behind the day asked for; fewer where history is short."""
        wanted = -(-((self.by - self.today).days + 1) // 7) + 1
        weeks = min(max(wanted, LEAST_FAN), MOST_FAN)
        known = {}
        for horizon in HORIZONS:
            known[horizon] = self.inputs.record.recalibration(horizon)
        capacity = self.capacity(self.today + timedelta(days=7 * weeks - 1))
        while weeks:
            try:
                return forecast_fan(
                    self.history, weeks, seed=SEED, capacity=capacity, recalibrations=known
                )
            except NotEnoughHistory:
                weeks -= 1
        return ()

    def when(self, remaining: int, *, grows: bool = True) -> WhenForecast:
        growth = self.inputs.record.growth if grows else ()
        left = max(remaining + self.question.scope, 0)
        found = forecast_when(self.history, left, seed=SEED, growth=growth, futures=self._futures)
        if isfinite(found.median):
            days = min(found.median, FARTHEST)
        else:
            days = FARTHEST
        horizon = nearest_horizon(max(int(days), 1))
        return replace(found, recalibration=self.inputs.record.recalibration(horizon))

    @cached_property
    def _futures(self) -> Any:
        return long_futures(
            self.history, seed=SEED, capacity=self.capacity(self.today + CAPACITY_AHEAD)
        )

    @cached_property
    def targets(self) -> list[Target]:
        """The running sprint, the backlog's cut, each theme, and the charter's end point."""
        return [*self._sprint_target(), *self._cut_target(), *self._theme_targets(), *self._end()]

    def _target(
        self,
        kind: str,
        label: str,
        remaining: int,
        *,
        grows: bool = True,
        ahead: int | None = None,
        **more: Any,
    ) -> Target:
        answer = Answer.of(lambda: self.when(ahead or remaining, grows=grows))
        left = max(remaining + self.question.scope, 0)
        return Target(kind, label, left, answer, self.today, ahead=ahead, **more)

    def _sprint_target(self) -> Iterator[Target]:
        sprint = self.inputs.running
        if sprint:
            left = len(self.inputs.in_sprint(sprint))
            odds = self.in_sprint and self.in_sprint.chance
            yield self._target(
                "sprint",
                str(sprint),
                left,
                grows=False,
                due=sprint.ends_on,
                pk=sprint.number,
                odds=odds,
            )

    def _cut_target(self) -> Iterator[Any]:
        """What stands in sprints comes first, then the backlog in its order."""
        question, backlog = self.question, self.inputs.backlog
        place = question.top
        label = f"The top {place} of the backlog"
        if question.down_to:
            numbers = [story.number for story in backlog]
            place = numbers.index(question.down_to) + 1
            label = f"The backlog down to {self.inputs.project.key}-{question.down_to}"
        if place:
            place = min(place, len(backlog))
            yield self._target("cut", label, len(self.inputs.planned_in) + place)

    def _theme_targets(self) -> Iterator[Any]:
        """The team works on several at once: what stands before a theme's last story goes first."""
        for theme, left in self.inputs.themes:
            due = theme["ends_on"] and date.fromisoformat(theme["ends_on"])
            ahead = self.inputs.until_last_of(theme["pk"])
            yield self._target("theme", theme["title"], left, due=due, pk=theme["pk"], ahead=ahead)

    def _end(self) -> Iterator[Target]:
        due = self.inputs.charter_ends_on
        if due:
            label = "Everything open, against the charter"
        else:
            label = "Everything that is open"
        yield self._target("all", label, len(self.inputs.stories), due=due)

    @cached_property
    def commitment(self) -> Commitment | None:
        """The next sprint as it is planned, before its kickoff."""
        sprint = self.inputs.planned
        if sprint:
            return self.plan_of(sprint)
        return None

    def plan_of(self, sprint: OpenSprint) -> Commitment | None:
        """A planned sprint's stories against the team's days in it; None while it is empty."""
        if self.inputs.in_sprint(sprint):
            return self._commitment(sprint)
        return None

    @cached_property
    def in_sprint(self) -> Commitment | None:
        """Of the running sprint's open stories, how many will be done by its end."""
        sprint = self.inputs.running
        if sprint is None or sprint.ends_on < self.today:
            return None
        return self._commitment(sprint)

    def _commitment(self, sprint: OpenSprint) -> Commitment:
        """Its open stories, from its own days alone: before its kickoff and after it alike."""
        first, last = self._days_of(sprint)
        told = self.chances_in(sprint)
        capacity, days = self.capacity(last, first), (last - first).days + 1
        away = self.inputs.people.away(first, last) + self.question.away
        try:
            pace = forecast_count(
                self.history,
                days,
                seed=SEED,
                capacity=capacity,
                recalibration=self.inputs.record.recalibration(nearest_horizon(days)),
            )
        except NotEnoughHistory as missing:
            return Commitment(sprint, len(told), capacity, Answer(None, str(missing)), away=away)
        begun = sum(story.started_at is not None for story, _ in told) / max(len(told), 1)
        chances = [chance for _, chance in told]
        answer = Answer(forecast_open_work(chances, pace, seed=SEED, begun=begun))
        return Commitment(sprint, len(told), capacity, answer, pace.median, away)

    def _days_of(self, sprint: OpenSprint) -> tuple[date, date]:
        """What is left of its own days: those before it begins aren't among them."""
        first = max(sprint.starts_on, self.today)
        return first, max(sprint.ends_on, first)

    @cached_property
    def chances(self) -> list[tuple[OpenStory, float]]:
        """The running sprint's open stories, each with P(done by its end) from ages alone."""
        sprint = self.inputs.running
        if sprint:
            return self.chances_in(sprint)
        return []

    def chances_in(self, sprint: OpenSprint) -> list[tuple[OpenStory, float]]:
        stories = self._changed(self.inputs.in_sprint(sprint))
        chances = chances_of_open(self.inputs, stories, *self._days_of(sprint))
        return list(zip(stories, chances, strict=True))

    def _changed(self, stories: list[OpenStory]) -> list[OpenStory]:
        """The stories with what the question adds, or without as many of the last ones."""
        scope = self.question.scope
        if scope < 0:
            return stories[:scope]
        return [*stories, *[OpenStory(0, "", None, None, None)] * scope]


def ranges(forecast: Forecast) -> tuple[Range, ...]:
    """The ranges to show, each containing the narrower ones.

    Counts are whole, and a range that misses less below may end lower above: two ranges read off
    the same futures need not lie within each other, and nobody would believe them.
    """
    shown: list[Range] = []
    for one in sorted(forecast.ranges, key=lambda each: each.level):
        inner = shown[-1] if shown else one
        shown.append(Range(one.level, min(one.low, inner.low), max(one.high, inner.high)))
    return tuple(shown)


def said(forecast: Forecast) -> Range:
    """The range that is said first: 85 %, or the widest there is, at its true level."""
    shown = ranges(forecast)
    return next((one for one in shown if one.level == 0.85), shown[-1])
