"""For which signals a made-up team has as much as the specification asks, counted by hand.

It reads the lines that were made up and nothing that the product computes, so that a report's
“not enough data” can be held against it. The numbers are those of the specification, said again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.invented.bulk import Made

DAY, WEEK = timedelta(days=1), timedelta(days=7)
YEARS = timedelta(days=728)  # a forecast reaches no farther
BATCH, BATCHED = timedelta(minutes=2), 6  # so many closes by one hand are no flow
AT_WORK = ("doing", "review")
ROUNDS = 6
CREW = 3


@dataclass
class Told:
    """One story's life as its lines tell it."""

    started: datetime | None = None
    done: datetime | None = None
    dropped: datetime | None = None
    closed_by: int | None = None
    handed: list[datetime] = field(default_factory=list)  # across disciplines, in work
    at_work: list[Any] = field(default_factory=list)  # who, from when until when

    @property
    def ended(self) -> datetime | None:
        return self.done or self.dropped


@dataclass(frozen=True)
class Closed:
    """A sprint that is over, with how many stories were frozen into it."""

    kicked_off_at: datetime
    closed_at: datetime
    frozen: int


class Floors:
    """Of one team, as of a moment."""

    def __init__(self, made: Made, as_of: datetime) -> None:
        self.made, self.as_of = made, as_of
        self.stories = list(lives(one for one in made.events if one.story_id and one.at <= as_of))
        alone = set(range(len(self.stories))) - set(batched(self.stories))
        self.sound = [self.stories[place] for place in sorted(alone)]
        self.flow = [(one.done, one.started) for one in self.sound if one.done]
        self.closed = sorted(closed_of(made), key=lambda one: one.closed_at)
        self.ends = sorted({one.closed_at for one in self.closed})
        self.first_days = sorted(done.date() for done, _ in self.flow)

    def reached(self) -> set[str]:
        """Return the keys of the signals that have enough."""
        reached = set()
        for key, has_enough in self._answers():
            if has_enough:
                reached.add(key)
        return reached

    @property
    def crew(self) -> int:
        """How many people worked on stories in the last thirteen weeks."""
        since = self.as_of - 13 * WEEK
        spells = (spell for one in self.stories for spell in one.at_work)
        return len({who for who, _, until in spells if until > since})

    def _answers(self) -> Iterator[Any]:
        has_all, has_many = self.made.odd.nouns != "none", self.made.odd.nouns == "many"
        since, weeks_13 = self._since(), self.as_of - 13 * WEEK
        recent = sum(done > since for done, _ in self.flow)
        handed = sum(at > since for one in self.sound for at in one.handed if one.dropped is None)
        cycles = sum(done > weeks_13 and started is not None for done, started in self.flow)
        open_work = sum(one.started is not None and not one.ended for one in self.stories)
        sprints, frozen = self._frozen()
        yield "A1", has_many  # nine people in two themes; else too few work on one
        yield "A2", recent >= 12
        yield "A3", handed >= 12
        yield "A4", has_many  # two themes of fifty stories, each of two disciplines
        yield "B1", cycles >= 6
        yield "B2", cycles >= 6 and open_work >= 5
        yield "B3", min(self._within_8_weeks()) >= 15
        yield "C1", sprints >= 4 and frozen >= 20
        yield "C2", sprints >= 4 and frozen >= 20
        yield "C3", self._replayed() >= 13
        yield "D1", self._plan_can_be_weighed()
        yield "E1", has_many  # two actions a sprint; else two in all
        yield "E2", has_many  # twelve hypotheses; else two
        yield "F1", has_many  # a stand-up each day of four sprints; else one
        yield "G1", has_all  # a round was asked; whether it is shown is its privacy's floor
        yield "H1", has_all  # two metrics, each observed once
        for key in ("I1", "I2", "I3"):
            yield key, False  # no solutions are made

    def _since(self) -> datetime:
        """Return when the last six rounds began: sprints, or periods as long without any."""
        if len(self.ends) < 2:
            return self.as_of - ROUNDS * 14 * DAY
        if len(self.ends) <= ROUNDS:
            return min(one.kicked_off_at for one in self.closed)
        return self.ends[-ROUNDS - 1]

    def _frozen(self) -> tuple[int, int]:
        if not self.ends:
            return 0, 0
        since = sorted({one.kicked_off_at for one in self.closed})[-ROUNDS:][0]
        sizes = []
        for one in self.closed:
            if one.closed_at > since:
                sizes.append(one.frozen)
        return sum(size > 0 for size in sizes), sum(sizes)

    def _within_8_weeks(self) -> tuple[int, int]:
        since = self.as_of - 8 * WEEK
        starts = sum(one.started is not None and one.started > since for one in self.sound)
        return starts, sum(one.ended is not None and one.ended > since for one in self.sound)

    def _replayed(self) -> int:
        """How many two-week forecasts the past holds, one a fortnight from the sixth week on."""
        if not self.first_days:
            return 0
        first, last = self.first_days[0], self.as_of.date()
        issued = (first + timedelta(days=day) for day in range(42, (last - first).days - 13, 14))
        return sum(self._can_forecast(day) for day in issued)

    def _can_forecast(self, day: date) -> bool:
        """Six weeks known by the day, and fifteen finished in the twelve before."""
        known = []
        for one in self.first_days:
            if one < day:
                known.append(one)
        busy = sum(one >= day - 12 * WEEK for one in known)
        return bool(known) and (day - known[0]).days >= 42 and busy >= 15

    def _plan_can_be_weighed(self) -> bool:
        running = []
        for some in self.made.sprints:
            for one in some:
                if (
                    one.state == "active"
                    and self.made.frozen[one]
                    and one.ends_on - one.starts_on < YEARS
                ):
                    running.append(one)
        if not running or running[0].kicked_off_at is None:
            return False
        return self._can_forecast(running[0].kicked_off_at.date())


def closed_of(made: Made) -> Iterator[Closed]:
    for some in made.sprints:
        for one in some:
            if one.kicked_off_at and one.closed_at:
                yield Closed(one.kicked_off_at, one.closed_at, made.frozen[one])


def lives(events: Iterable[Any]) -> Iterator[Told]:
    """Yield each story's life; a line is an object with a story, a verb and details."""
    told = defaultdict(list)
    for event in events:
        told[event.story_id].append(event)
    for lines in told.values():
        yield _life(sorted(lines, key=lambda line: line.at))


def _life(lines: Any) -> Told:
    one, stage, holder, since = Told(), "todo", None, None
    for line in lines:
        if line.verb == "story_created":
            holder = line.details["owner"]
        elif line.verb == "story_moved":
            _work(one, stage, holder, since, line.at)
            stage, since = line.details["now_category"], line.at
            _move(one, stage, line)
        elif line.verb == "story_handed":
            _work(one, stage, holder, since, line.at)
            holder, since = line.details["now"], line.at
            if one.started and not one.ended and _crosses(line.details):
                one.handed.append(line.at)
    _work(one, stage, holder, since, datetime.max.replace(tzinfo=lines[0].at.tzinfo))
    return one


def _crosses(details: dict[str, Any]) -> bool:
    return bool(details["was_discipline"] != details["now_discipline"])


def _work(one: Told, stage: Any, holder: Any, since: Any, until: Any) -> Any:
    if stage in AT_WORK and until > since:
        one.at_work.append((holder, since, until))


def _move(one: Told, stage: str, line: Any) -> Any:
    if stage in AT_WORK:
        one.started = one.started or line.at
    one.done = line.at if stage == "done" else None
    one.dropped = line.at if stage == "dropped" else None
    one.closed_by = line.actor_id


def batched(stories: list[Told]) -> Iterator[int]:
    """Yield the places of stories that were closed in a batch by one hand."""
    by_hand: dict[int | None, list[tuple[datetime, int]]] = defaultdict(list)
    for place, one in enumerate(stories):
        if one.done:
            by_hand[one.closed_by].append((one.done, place))
    for closes in by_hand.values():
        for at, place in closes:
            if _is_batched(at, [start for start, _ in closes]):
                yield place


def _is_batched(at: datetime, closes: list[datetime]) -> bool:
    for start in closes:
        if start <= at <= start + BATCH:
            together = Counter(start <= other <= start + BATCH for other in closes)
            if together[True] >= BATCHED:
                return True
    return False
