"""How a sprint went, told from its events: later carry-over can't rewrite what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db.models import F
from django.utils import timezone

from sprints.models import CommittedStory

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from history.models.event import Event
    from sprints.models.sprint import Sprint

JOINS = ("story_created", "story_planned", "story_carried_over")
TELLING = (*JOINS, "story_moved", "story_estimated")


@dataclass
class StoryState:
    """Where one story stands at the moment the telling has come to."""

    pk: int
    committed: bool = False
    is_in: bool = False
    category: str = "todo"
    points: float = 0.0
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def counts(self) -> bool:
        return self.is_in and self.category != "dropped"

    @property
    def is_done(self) -> bool:
        return self.is_in and self.category == "done"


@dataclass(frozen=True, slots=True)
class Day:
    """The evening of a day: what was in scope and what of it was done, in stories and points."""

    date: date
    works: bool
    scope: dict[str, float] | None = None
    done: dict[str, float] | None = None

    @property
    def is_told(self) -> bool:
        return self.scope is not None


@dataclass
class SprintReplay:
    """The days of a sprint, and where its stories stood at the end or stand now."""

    sprint: Sprint
    committed: dict[str, float]
    days: list[Day]
    states: dict[int, StoryState]
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def of(
        cls,
        sprint: Sprint,
        lines: Sequence[CommittedStory],
        working_days: list[int],
        now: datetime | None = None,
    ) -> Self:
        """Tell a sprint that was kicked off: one query for its history."""
        now = now or timezone.now()
        states = {}
        for line in lines:
            states[line.story_id] = StoryState(
                line.story_id, committed=True, is_in=True, points=float(line.points or 0)
            )
        committed = {
            "stories": len(lines),
            "points": sum(float(line.points or 0) for line in lines),
        }
        telling = Replayed(sprint, states, sprint.closed_at or now)
        days = list(telling.days(working_days))
        return cls(sprint, committed, days, telling.states, now)

    @property
    def scope(self) -> dict[str, float]:
        return [day.scope for day in self.days if day.scope is not None][-1]

    @property
    def done(self) -> dict[str, float]:
        return [day.done for day in self.days if day.done is not None][-1]

    @property
    def committed_done(self) -> int:
        return sum(one.committed and one.is_done for one in self.states.values())

    @property
    def added(self) -> list[int]:
        """Stories that were planned in after the kickoff, be they out again: as the facts count."""
        kickoff = self.sprint.kicked_off_at
        added: list[int] = []
        if kickoff is None:
            return added
        for one in self.states.values():
            if not one.committed and one.joined_at and one.joined_at > kickoff:
                added.append(one.pk)
        return added

    @property
    def removed(self) -> list[int]:
        """Stories of the commitment that were taken out or dropped after kickoff."""
        removed = []
        for one in self.states.values():
            if one.committed and not one.counts:
                removed.append(one.pk)
        return removed

    @property
    def left(self) -> list[int]:
        """Stories that are in and aren't done."""
        left = []
        for one in self.states.values():
            if one.counts and not one.is_done:
                left.append(one.pk)
        return left


class Replayed:
    """Goes through a sprint's history once, and looks up on the evening of each day."""

    def __init__(self, sprint: Sprint, states: dict[int, StoryState], end: datetime) -> None:
        assert sprint.kicked_off_at is not None  # before that there is nothing to tell
        self.kickoff = sprint.kicked_off_at
        self.sprint, self.states, self.end = sprint, states, end
        self.events = sorted(self._history(), key=lambda event: (event[3], event[4]))

    def days(self, working_days: list[int]) -> Iterator[Day]:
        """The sprint's days in the team's zone; those before its kickoff tell nothing."""
        first, last = self.sprint.starts_on, self.sprint.ends_on
        told_until = max(self._day_of(self.end), first)
        begun = min(self._day_of(self.kickoff), told_until, last)
        if self.sprint.is_closed or self.sprint.is_active:
            last = max(last, told_until)
        last = min(last, first + timedelta(days=366))
        coming = iter(self.events)
        event = next(coming, None)
        for day in _days(first, last):
            works = day.isoweekday() in working_days
            if day > told_until or day < begun:
                yield Day(day, works)
                continue
            while event and (day == told_until or self._day_of(event[3]) <= day):
                self._hear(*event[:4])
                event = next(coming, None)
            yield self._evening(day, works)

    def _day_of(self, moment: datetime) -> date:
        return self.sprint.project.team.day_of(moment)

    def _history(self) -> QuerySet[Event, Any]:
        project = self.sprint.project
        joined = project.events.filter(
            team=project.team_id,  # history is found by team and time, however long it is
            verb__in=JOINS[:2],
            at__gte=self.kickoff,
            at__lte=self.end,
        )
        mine = (
            CommittedStory.objects.filter(commitment__sprint=self.sprint)
            .values("story")
            .union(
                joined.filter(details__now=self.sprint.pk).values("story"),
                joined.filter(details__sprint=self.sprint.pk).values("story"),
            )
        )
        return (
            project.events.filter(story__in=mine, verb__in=TELLING, at__lte=self.end)
            .annotate(of_story=F("story"))
            .values_list("of_story", "verb", "details", "at", "pk")
        )

    def _hear(self, story: int, verb: str, details: dict[str, Any], at: datetime) -> None:
        one = self.states.setdefault(story, StoryState(story))
        if verb in JOINS:
            self._join(one, verb, details, at)
        if verb in ("story_moved", "story_created"):
            one.category = details.get("now_category") or details.get("category") or one.category
        if verb in ("story_estimated", "story_created"):
            size = details.get("now") if verb == "story_estimated" else details
            one.points = float((size or {}).get("points") or 0)

    def _join(self, one: StoryState, verb: str, details: dict[str, Any], at: datetime) -> None:
        if verb == "story_carried_over" and details.get("was") == self.sprint.pk:
            return  # what was left when it closed stays told as left
        if at < self.kickoff and one.committed:
            return  # the commitment says that it was in
        into = details.get("sprint" if verb == "story_created" else "now")
        if into == self.sprint.pk:
            one.is_in, one.joined_at = True, at
        elif one.is_in:
            one.is_in, one.left_at = False, at

    def _evening(self, day: date, works: bool) -> Day:
        scope = []
        for one in self.states.values():
            if one.counts:
                scope.append(one)
        done = []
        for one in scope:
            if one.is_done:
                done.append(one)
        return Day(day, works, _sum(scope), _sum(done))


def _sum(states: list[StoryState]) -> dict[str, float]:
    return {"stories": len(states), "points": sum(one.points for one in states)}


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
