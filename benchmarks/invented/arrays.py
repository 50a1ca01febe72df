"""A log as the arrays that a report reads, told event by event and without a database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.invented import log
from health.history.arrays import Sprint, Stories, Waits, Work
from health.history.ceremonies import AgreedAction, Rhythm
from health.history.history import History
from numerics.statistics.calendar import DAY, HOUR, WEEK, WorkingCalendar

CALENDAR = WorkingCalendar((1, 2, 3, 4, 5))
ACTIVE = ("doing", "review")
DISCIPLINES = ("science", "engineering")
FACTS = (
    "id",
    "key",
    "theme",
    "category",
    "since",
    "started",
    "done",
    "dropped",
    "cycle",
    "doing",
    "review",
    "blocked",
    "blocked_days",
    "path",
    "returned",
)
KINDS = {"id": np.int64, "theme": np.int64} | dict.fromkeys(("key", "category", "path"), object)
NOTHING = np.array([])


class Reader:
    """Reads on in a log from report to report, as a team's reports do."""

    def __init__(self, told: log.Log) -> None:
        self.told = told
        self.read = 0
        self.stories: dict[int, Story] = defaultdict(Story)
        self.closed: list[Sprint] = []

    def history(self, sprint: int) -> History:
        """Return what a report would read on the day after this sprint's close."""
        as_of = as_of_report(sprint)
        while self.read < len(self.told.lines) and self.told.lines[self.read].at <= as_of:
            line = self.told.lines[self.read]
            self.stories[line.story].tell(line)
            self.read += 1
        numbers = range(len(self.closed), sprint + 1)
        self.closed += [kept(number, self.stories) for number in numbers]
        return History(
            team="Invented",
            as_of=as_of,
            calendar=CALENDAR,
            sprint_days=14,
            sizes=sizes(self.told),
            contributors=self.told.habits.people,
            stories=columns([self.stories[number] for number in sorted(self.stories)]),
            sprints=tuple(self.closed),
            work=work(list(self.stories.values()), as_of),
            waits=Waits(NOTHING, NOTHING, NOTHING, NOTHING),
            rhythm=Rhythm(
                actions=tuple(actions(self.told, as_of)), waves=self.told.waves[: sprint + 1]
            ),
        )


def as_of_report(sprint: int) -> float:
    return log.START + sprint * log.LENGTH + 12 * DAY


def sizes(told: log.Log) -> dict[str, int]:
    return {"science": (told.habits.people + 1) // 2, "engineering": told.habits.people // 2}


@dataclass
class Story:
    """What a story's lines come to so far."""

    number: int = 0
    stages: list[tuple[float, str]] = field(default_factory=list)
    holders: list[tuple[float, int]] = field(default_factory=list)
    plans: list[tuple[float, int | None]] = field(default_factory=list)
    blocks: list[float] = field(default_factory=list)
    facts: tuple[Any, ...] | None = None

    def tell(self, line: log.Line) -> None:
        self.number, self.facts = line.story, None
        if line.verb == "story_created":
            self.stages.append((line.at, "todo"))
            self.holders.append((line.at, line.what))
        elif line.verb == "story_moved":
            self.stages.append((line.at, line.what))
        elif line.verb == "story_handed":
            self.holders.append((line.at, line.what))
        elif line.verb in ("story_planned", "story_carried_over"):
            self.plans.append((line.at, line.what))
        else:
            self.blocks.append(line.at)

    def come_to(self) -> tuple[Any, ...]:
        """Return the facts named in FACTS, told again only after something new."""
        started, done, path = self.started, self.ended("done"), self.path()
        since, stage = self.stages[-1]
        self.facts = (
            self.number,
            f"IN-{self.number}",
            log.theme(self.number),
            stage,
            since,
            started,
            done,
            self.ended("dropped"),
            np.nan if np.isnan(done) else worked(started, done),
            self.spent("doing"),
            self.spent("review"),
            self.blocks[-1] if len(self.blocks) % 2 else np.nan,
            _blocked(self.blocks),
            " ".join(path),
            float(len(path) > len(set(path))),
        )
        return self.facts

    @property
    def started(self) -> float:
        return next((at for at, stage in self.stages if stage in ACTIVE), np.nan)

    def ended(self, how: str) -> float:
        at, stage = self.stages[-1]
        if stage == how:
            return at
        return np.nan

    def is_over(self, moment: float) -> bool:
        at, stage = self.stages[-1]
        return at < moment and stage in ("done", "dropped")

    def stage_at(self, moment: float) -> str:
        return [stage for at, stage in self.stages if at <= moment][-1]

    def spent(self, stage: str) -> float:
        spells = []
        for one, other in pairwise(self.stages):
            if one[1] == stage:
                spells.append(worked(one[0], other[0]))
        return sum(spells)

    def path(self) -> list[str]:
        """The disciplines that held it for an hour or more while it was in work."""
        if len({person % 2 for _, person in self.holders}) == 1:
            if np.isnan(self.started):
                return []
            return [DISCIPLINES[self.holders[0][1] % 2]]
        path: list[str] = []
        for person, spells in self.held():
            stay = sum(1.0 if until is None else worked(since, until) for since, until in spells)
            if stay >= HOUR and path[-1:] != [DISCIPLINES[person % 2]]:
                path.append(DISCIPLINES[person % 2])
        return path

    def held(self) -> Iterator[Any]:
        """Who held it, one after the other, each with the spells in which it was in work then."""
        active = []
        for one in spans(self.stages):
            if one[2] in ACTIVE:
                active.append(one)
        for since, until, person in spans(self.holders):
            held = []
            for first, last, _ in active:
                if (until is None or first < until) and (last is None or last > since):
                    held.append(
                        (
                            max(since, first),
                            min((one for one in (until, last) if one), default=None),
                        )
                    )
            yield (
                person,
                held,
            )


def spans(turns: list[Any]) -> list[Any]:
    """Return (from, to, what) of each turn; the last one's end isn't known."""
    ends = [at for at, _ in turns[1:]]
    spans = []
    for (at, what), end in zip(turns, [*ends, None], strict=True):
        spans.append((at, end, what))
    return spans


def _rows(story: "Story", as_of: float) -> Iterator[tuple[Any, ...]]:
    theme = log.theme(story.number)
    for person, spells in story.held():
        for since, until in spells:
            yield story.number, theme, DISCIPLINES[person % 2], person, since, until or as_of


def _numbers(stories: list["Story"]) -> tuple[int, ...]:
    return tuple(sorted(one.number for one in stories))


def work(stories: list["Story"], as_of: float) -> Work:
    rows: list[tuple[Any, ...]] = []
    for one in stories:
        if not np.isnan(one.started):
            rows.extend(_rows(one, as_of))
    story, theme, discipline, person, start, end = zip(*rows, strict=True)
    number, place, who = (np.array(values, np.int64) for values in (story, theme, person))
    return Work(number, place, np.array(discipline), who, np.array(start), np.array(end))


def worked(start: float, end: float) -> float:
    """Return the working days between, as the team's calendar says."""
    return max(0.0, round(_until(end) - _until(start), 6))


def _until(at: float) -> float:
    week, rest = divmod(at - log.START, WEEK)
    return 5 * week + min(rest / DAY, 5.0)


def columns(stories: list[Story]) -> Stories:
    """Return what the stories come to so far, a column each; nobody closes in bulk or reopens."""
    told = zip(*(one.facts or one.come_to() for one in stories), strict=True)
    none = np.zeros(len(stories))
    return Stories(
        **{name: _array(name, values) for name, values in zip(FACTS, told, strict=True)},
        kind=np.full(len(stories), "story", object),
        parked=none,
        bulk=none.astype(bool),
        reopened=none.astype(np.int64),
    )


def _array(name: str, values: tuple[Any, ...]) -> NDArray[Any]:
    return np.array(values, KINDS.get(name, float))


def _blocked(blocks: list[float]) -> float:
    return sum(worked(*pair) for pair in zip(blocks[::2], blocks[1::2], strict=False))


def kept(number: int, stories: dict[int, Story]) -> Sprint:
    """Return what became of a closed sprint's commitment."""
    opens, shuts = log.kickoff(number), log.close(number)
    start = datetime.fromtimestamp(log.START + number * log.LENGTH, UTC).date()
    frozen, late = [], []
    for one in stories.values():
        if one.plans[0][0] > shuts or one.is_over(opens):
            continue
        times = [at for at, sprint in one.plans if sprint == number]
        if times and min(times) <= opens:
            frozen.append(one)
        elif times:
            late.append(one)
    done = [one for one in frozen if one.stage_at(shuts) == "done"]
    removed = []
    for one in frozen:
        if (
            one.stage_at(shuts) == "dropped"
            or [sprint for at, sprint in one.plans if at < shuts][-1] != number
        ):
            removed.append(one)
    missed = [one for one in frozen if one not in done]
    return Sprint(
        number,
        "IN",
        number + 1,
        opens,
        shuts,
        len(frozen),
        float(len(frozen)),
        len(done),
        float(len(done)),
        len(late),
        len(removed),
        _numbers(missed),
        _numbers(late),
        _numbers(removed),
        start + timedelta(days=13),
        start,
        added_by=("lead",) * len(late),
        removed_by=("lead",) * len(removed),
    )


def actions(told: log.Log, as_of: float) -> Iterator[Any]:
    for place, one in enumerate(told.actions):
        if one.created > as_of:
            return
        if one.closed is not None and one.closed <= as_of:
            closed = one.closed
        else:
            closed = None
        due = datetime.fromtimestamp(one.created, UTC).date() + timedelta(days=28)
        yield AgreedAction(
            place, one.sprint, one.created, due, closed, one.done and closed is not None, 0
        )
