"""A made-up team's history as lines of events, in the words of the product's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, inf, log
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.invented.habits import SPRINT_DAYS, Habits, Planted
from numerics.statistics.calendar import DAY, WEEK

if TYPE_CHECKING:
    pass

START = 1_704_067_200.0  # Monday, 1 January 2024, 00:00 UTC
LENGTH = 2 * WEEK
OPENS, SHUTS = 9 * 3600.0, 11 * DAY + 16 * 3600.0  # kickoff and close within a sprint's two weeks
QUIET = 2 * 3600.0  # after a kickoff, into which what fell on the days before is moved
LEAST_DAYS, MOST_DAYS = 0.15, 60.0
IN_SPRINT = 10.0  # working days
THEMES = 5
QUIET_TEAM = Planted()


@dataclass(frozen=True, slots=True)
class Line:
    """An event: `what` is a category, a person, a sprint's number or nothing, as the verb asks."""

    at: float
    verb: str
    story: int
    what: Any = None


@dataclass(slots=True)
class Action:
    """What a retrospective agreed on; `done` says how it was closed, if it was."""

    sprint: int
    created: float
    closed: float | None
    done: bool


@dataclass
class Log:
    """All that happened, in order of time; sprints are known by their number, from 0."""

    habits: Habits
    sprints: int
    lines: list[Line] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    waves: tuple[Any, ...] = ()  # rounds of the pulse


def theme(story: int) -> int:
    """A story's theme, from 1: each is one of five, in turn but for every seventh."""
    return 1 + (story + story // 7) % THEMES


def kickoff(sprint: int) -> float:
    return START + sprint * LENGTH + OPENS


def close(sprint: int) -> float:
    return START + sprint * LENGTH + SHUTS


def after_work(start: float, days: float) -> float:
    """Return the second at which so many working days (of 24 hours) have passed since."""
    since = start - START
    week, rest = divmod(since, WEEK)
    worked = min(rest / DAY, 5.0) + days
    at = START + (week + worked // 5) * WEEK + (worked % 5) * DAY
    return _awake(float(round(at)))


def _awake(at: float) -> float:
    """Nothing happens from a sprint's close to the next kickoff; it is squeezed in just after."""
    sprint = int((at - START - OPENS - QUIET) // LENGTH)
    shut, opens = close(sprint), kickoff(sprint + 1)
    if at < shut:
        return at
    return opens + 1 + round((at - shut) / (opens + QUIET - shut) * (QUIET - 1))


class Telling:
    """Tells one team's sprints one after the other."""

    def __init__(
        self, habits: Habits, sprints: int, planted: Planted, rng: np.random.Generator
    ) -> None:
        self.habits, self.planted, self.rng = habits, planted, rng
        self.told = Log(habits, sprints)
        self.owners: list[int] = []
        self.effect = 0.0

    def log(self) -> Log:
        waiting: list[int] = []  # planned and not started
        underway: list[tuple[int, float]] = []  # started, and when they end
        for sprint in range(self.told.sprints):
            self._drift()
            underway = [one for one in underway if one[1] > kickoff(sprint)]
            for story in waiting + [one for one, _ in underway]:
                if sprint:
                    self._tell(close(sprint - 1) + 60, "story_carried_over", story, sprint)
            waiting += self._planned(sprint, len(waiting))
            started, waiting = self._live(sprint, waiting)
            underway += started
            self._look_back(sprint)
        self.told.lines.sort(key=lambda line: line.at)
        return self.told

    def _drift(self) -> None:
        stays = self.habits.wander
        news = self.rng.normal(0, self.habits.sprint_spread)
        self.effect = stays * self.effect + (1 - stays**2) ** 0.5 * news

    def _planned(self, sprint: int, left: int) -> list[int]:
        wanted = self.habits.stories * (1 + 0.2 * self.rng.normal()) - 0.5 * left
        at = kickoff(sprint)
        planned = []
        for _ in range(max(2, round(wanted))):
            planned.append(self._written(at - 7200, sprint, at - 3600))
        return planned

    def _written(self, at: float, sprint: int | None, planned: float) -> int:
        owner, story = int(self.rng.integers(self.habits.people)), len(self.owners)
        self.owners.append(owner)
        self._tell(at, "story_created", story, owner)
        self._tell(planned, "story_planned", story, sprint)
        return story

    def _live(self, sprint: int, stories: list[int]) -> tuple[list[Any], list[Any]]:
        """Return what was started, with its end, and what nobody started."""
        rng, habits = self.rng, self.habits
        late = rng.beta(habits.late * 8, (1 - habits.late) * 8)
        late += self.planted.unstarted * (sprint >= self.planted.sprint)
        started, waiting = [], []
        for story in stories:
            if rng.random() < late:
                if rng.random() < 0.25:
                    self._take_out(story, sprint)
                else:
                    waiting.append(story)
                continue
            begin = after_work(kickoff(sprint), 0.05 + 8.0 * rng.beta(1, 1.3))
            started.append((story, self._work(story, begin)))
        for _ in range(rng.poisson(rng.gamma(2, habits.added * habits.stories / 2))):
            at = after_work(kickoff(sprint), 7 * rng.random())
            story = self._written(at, sprint, at)
            started.append((story, self._work(story, after_work(at, 0.05 + rng.random()))))
        return started, waiting

    def _take_out(self, story: int, sprint: int) -> None:
        at = after_work(kickoff(sprint), 1 + 7 * self.rng.random())
        self._tell(at, "story_planned", story, None)
        self._tell(at + 60, "story_moved", story, "dropped")

    def _work(self, story: int, begin: float) -> float:
        """Tell a story from its start to its end, and return that."""
        rng, habits = self.rng, self.habits
        drawn = exp(log(habits.median_days) + self.effect + habits.spread * rng.normal())
        days = self._slowed(begin, min(max(drawn, LEAST_DAYS), MOST_DAYS))
        self._tell(begin, "story_moved", story, "doing")
        self._hand_around(story, begin, days)
        if rng.random() < 0.5:
            self._tell(after_work(begin, 0.8 * days), "story_moved", story, "review")
        if rng.random() < 0.08:
            self._tell(after_work(begin, 0.5 * days), "story_blocked", story)
            self._tell(after_work(begin, 0.6 * days), "story_unblocked", story)
        if self._is_changed(begin) and rng.random() < self.planted.stuck:
            return inf
        end = after_work(begin, days)
        self._tell(end, "story_moved", story, "dropped" if rng.random() < 0.03 else "done")
        return end

    @property
    def change(self) -> float:
        return START + self.planted.sprint * LENGTH

    def _is_changed(self, moment: float) -> bool:
        return moment >= self.change

    def _slowed(self, begin: float, days: float) -> float:
        if self._is_changed(begin):
            return days * self.planted.slower
        weeks, rest = divmod(self.change - begin, WEEK)
        before = 5 * weeks + min(rest / DAY, 5.0)
        if days <= before:
            return days
        return before + (days - before) * self.planted.slower

    def _hand_around(self, story: int, begin: float, days: float) -> None:
        rng, habits = self.rng, self.habits
        planted = self.planted if self._is_changed(begin) else QUIET_TEAM
        returns = habits.returns + planted.returns
        crossing = habits.crossing + planted.returns - planted.apart
        chance = rng.random()
        steps = int(chance < crossing)
        if chance < returns:
            steps = 2
        holder = self.owners[story]
        for step in range(1, steps + 1):
            holder = self._of_other_discipline(holder)
            at = after_work(begin, days * step / (steps + 1))
            self._tell(at, "story_handed", story, holder)

    def _of_other_discipline(self, person: int) -> Any:
        return int(self.rng.choice([n for n in range(self.habits.people) if (n - person) % 2]))

    def _look_back(self, sprint: int) -> None:
        rng, at = self.rng, close(sprint) + 1800
        for _ in range(1 + rng.poisson(max(0.0, self.habits.actions - 1))):
            days = self._until_done(sprint)
            dropped = rng.exponential(150.0)
            created = at + rng.integers(600)
            first = min(days, dropped)
            closed = after_work(created, first) if first < 60 else None
            self.told.actions.append(
                Action(sprint, float(created), closed, bool(days < dropped and closed is not None))
            )

    def _until_done(self, sprint: int) -> float:
        """Working days until an action is done: a constant hazard, lower from the change on."""
        followed = self.habits.followed
        hazards = []
        for one in (followed, followed - self.planted.followed):
            hazards.append(-log(1 - one) / SPRINT_DAYS)
        left = (self.planted.sprint - sprint - 1) * IN_SPRINT + 0.3
        load = self.rng.exponential()
        if left > 0 and load <= left * hazards[0]:
            return load / hazards[0]
        done_before = max(0.0, left)
        return done_before + (load - done_before * hazards[0]) / hazards[1]

    def _tell(self, at: float, verb: str, story: int, what: Any = None) -> None:
        self.told.lines.append(Line(float(at), verb, story, what))


def told(
    habits: Habits, sprints: int, rng: np.random.Generator, planted: Planted = QUIET_TEAM
) -> Log:
    return Telling(habits, sprints, planted, rng).log()
