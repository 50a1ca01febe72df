"""Reads a team's history: from its facts, or from its events as they stood at an earlier one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from django.db import connection

from base.sql import statement
from facts.query_planning import planned_for_facts
from health.history.arrays import (
    SPRINTS_READ,
    TOLD_WEEKS,
    WORK_DAYS,
    Contacts,
    Needs,
    Observed,
    Sprint,
    Stories,
    Told,
    Waits,
    Work,
    without_people,
)
from health.history.ceremonies import VERBS, Line, rhythm_of
from health.history.check_ins import VERBS as ASKED
from health.history.check_ins import open_check_ins
from health.history.data_quality import data_quality_of
from health.history.history import History
from health.history.past_forecasts import past_forecasts_of
from health.history.production import VERBS as OF_PRODUCTION
from health.history.production import begun_in, deployed_of, taken_of
from numerics.statistics.calendar import WorkingCalendar
from teams.models.absence import person_days

if TYPE_CHECKING:
    import numpy.typing as npt
    from _typeshed import DataclassInstance

    from health.history.ceremonies import Rhythm
    from health.history.production import Deployed, Taken
    from teams.models.team import Team

TEXTS = {"key", "theme", "kind", "category", "path"}
FROM_EVENTS = {
    "story_facts": "facts/sql/story_facts.sql",
    "sprint_facts": "facts/sql/sprint_facts.sql",
}
WHOLE = {"id": np.int64, "bulk": np.bool_, "reopened": np.int64}


@dataclass(frozen=True)
class Source:
    """Which history is read: the team and its projects up to an event each, seen from a moment.

    With `anew` the facts are told from the events by the very statement that fills their tables,
    as of those events; without, the tables are read, which then must stand at exactly those.

    Days away are no history: nobody keeps when somebody was away once it is taken back. What they
    come to is given as the `capacity` that was seen then, or read from today's.
    """

    team: Team
    upto: dict[int, int]
    team_upto: int
    as_of: datetime
    anew: bool = False
    capacity: float | None = None

    def history(self) -> History:
        sprints = self._sprints()
        stories = self._stories(named_in(sprints))
        data_quality = data_quality_of(self._run, stories)
        work, contacts = self._work()
        verbs = [*VERBS, *ASKED, *OF_PRODUCTION]
        lines = [Line.of(*row) for row in self._run("team_events", verbs=verbs)]
        deployed, taken = self._production(lines)
        rhythm = self._rhythm(lines)
        return History(
            team=self.team.name,
            as_of=self.as_of.timestamp(),
            calendar=WorkingCalendar(tuple(self.working_days)),
            sprint_days=self._pace.get("sprint_days", self.team.sprint_days),
            sizes=dict(self._run("team_size")),
            contributors=int(np.unique(work.person[work.end > self._recently()]).size),
            stories=data_quality.settled(stories),
            data_quality=data_quality,
            sprints=sprints,
            work=work,
            contacts=contacts,
            needs=self._needs(),
            waits=self._waits(),
            taken=self._taken(stories),
            told=tuple(_told(row) for row in self._run("metric_events")),
            observed=tuple(Observed(*row) for row in self._run("observations")),
            rhythm=rhythm,
            check_ins=open_check_ins(lines, rhythm.releases),
            deployed=deployed,
            solutions=taken,
            capacity=self._capacity(sprints) if self.capacity is None else self.capacity,
            past_forecasts=past_forecasts_of(self.upto, self.as_of),
        )

    @property
    def working_days(self) -> list[int]:
        """Those of the team as of its last event."""
        days: list[int] = self._pace.get("working_days", self.team.working_days)
        return days

    @cached_property
    def _pace(self) -> dict[str, Any]:
        """What the first change of the team's rhythm that came later put an end to."""
        set_later = self.team.events.filter(
            project=None, verb="team_rhythm_set", pk__gt=self.team_upto
        )
        first = set_later.order_by("pk").values_list("details", flat=True).first()
        if first:
            was: dict[str, Any] = first["was"]
            return was
        return {}

    def _production(self, lines: list[Line]) -> tuple[tuple[Deployed, ...], tuple[Taken, ...]]:
        """Read what stays as it was once a deployment has begun, or was settled."""
        begun = begun_in(lines)
        rows: list[Any] = []
        if begun.at:
            rows = self._run(
                "deployments",
                begun=list(begun.at),
                settled=list(begun.round),
                rounds=list(begun.round.values()),
            )
        deployed = deployed_of(begun, rows)
        return deployed, taken_of(lines, begun, {one.id for one in deployed})

    def _rhythm(self, lines: list[Line]) -> Rhythm:
        return rhythm_of(self.team, self.as_of, lines, self._run("sprint_dates"))

    def _stories(self, named: list[int]) -> Stories:
        rows = self._run("stories", named=named)
        columns = list(zip(*rows, strict=True))
        names = [field.name for field in fields(Stories)]
        columns = columns or [()] * len(names)
        return Stories(
            **{name: _array(name, column) for name, column in zip(names, columns, strict=True)}
        )

    def _sprints(self) -> tuple[Sprint, ...]:
        rows = self._run("sprints")
        sprints = []
        for row in rows:
            columns: list[Any] = [
                *row[:11],
                *map(tuple, row[11:14]),
                *row[14:16],
                tuple(row[16]),
                *map(tuple, row[-2:]),
            ]
            sprints.append(Sprint(*columns))
        return tuple(sprints)

    def _work(self) -> tuple[Work, Contacts]:
        """Return work and contacts; who did them is replaced by the same numbers in both."""
        work = Work(*self._columns("work", np.int64, np.int64, str, np.int64, float, float))
        contacts = Contacts(*self._columns("contacts", np.int64, np.int64, float, np.bool_))
        return without_people(work, contacts)

    def _needs(self) -> Needs:
        return Needs(*self._columns("needs", np.int64, np.int64, float, float))

    def _taken(self, stories: Stories) -> tuple[tuple[int, str, str], ...]:
        """Which disciplines took over the stories that came back, one by one, and in what stage."""
        back = stories.id[stories.returned == 1].tolist()
        if not back:
            return ()
        with planned_for_facts():
            return tuple(self._run("takeovers", stories=back))

    def _columns(self, question: str, *types: npt.DTypeLike) -> list[npt.NDArray[Any]]:
        rows = self._run(question)
        columns = list(zip(*rows, strict=True)) or [()] * len(types)
        return [np.array(column, kind) for column, kind in zip(columns, types, strict=True)]

    def _waits(self) -> Waits:
        with planned_for_facts():
            rows = self._run("waits")
        story, handed, taken, to = list(zip(*rows, strict=True)) or [()] * 4
        times = _array("", handed), _array("", taken)
        return Waits(np.array(story, np.int64), *times, np.array(to, dtype=str))

    def _capacity(self, sprints: tuple[Sprint, ...]) -> float:
        """Person-days of the running sprints over the usual; 1 where neither is known."""
        running = []
        for one in sprints:
            if one.closed is None:
                running.append(one)
        usual = [one for one in sprints if one.closed is not None][-6:]
        if not running or not usual:
            return 1.0
        members = list(self.team.memberships.working())
        absences = list(self.team.absences.all())
        working_days = set(self.working_days)
        days = []
        for one in (*running, *usual):
            days.append(person_days(members, absences, working_days, one.starts_on, one.ends_on))
        now, before = np.mean(days[: len(running)]), np.mean(days[len(running) :])
        if now > 0 and before > 0:
            return round(float(now / before), 4)
        return 1.0

    def _recently(self) -> float:
        return (self.as_of - timedelta(days=91)).timestamp()

    def _run(self, question: str, **more: list[int] | list[str]) -> list[tuple[Any, ...]]:
        """Run the statement of that name over the facts, or over those that tell them anew."""
        facts = FROM_EVENTS if self.anew else {}
        values: dict[str, Any] = {
            "team": self.team.pk,
            "team_upto": self.team_upto,
            "as_of": self.as_of,
            "since": self.as_of - timedelta(weeks=TOLD_WEEKS),
            "work_since": self.as_of - timedelta(days=WORK_DAYS),
            "sprints": SPRINTS_READ,
            "projects": list(self.upto),
            "upto": list(self.upto.values()),
            "working_days": self.working_days,
            **more,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement(f"health/history/sql/{question}.sql", **facts), values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def fingerprint(history: History) -> str:
    """Return the SHA-256 of all that was read, names of people aside: there are none."""
    digest = hashlib.sha256()
    tables = (history.stories, history.work, history.contacts, history.needs, history.waits)
    for part in tables:
        for field in fields(part):
            digest.update(orjson.dumps(getattr(part, field.name).tolist()))
    rest = [
        history.as_of,
        history.calendar.days,
        history.sprint_days,
        history.sizes,
        history.capacity,
        history.rhythm.sealed(),
        history.data_quality,
        history.taken,
    ]
    rows = []
    read: list[DataclassInstance] = [*history.sprints, *history.told, *history.observed]
    read += [*history.check_ins, *history.deployed, *history.solutions]
    for one in (*read, *history.past_forecasts):
        rows.append([getattr(one, field.name) for field in fields(one)])
    digest.update(orjson.dumps([rest, rows], option=orjson.OPT_SORT_KEYS))
    return digest.hexdigest()


def _told(row: tuple[Any, ...]) -> Told:
    pk, project, verb, at, details = row
    return Told(pk, project, verb, at, orjson.loads(details))


def named_in(sprints: tuple[Sprint, ...]) -> list[int]:
    """Return the stories that the sprints' evidence may name, started or not."""
    lists = []
    for one in sprints:
        lists.append((one.missed_stories, one.added_stories, one.removed_stories))
    named = set()
    for three in lists:
        for ids in three:
            for story in ids:
                named.add(story)
    return sorted(named)


def _array(name: str, column: tuple[float | str | None, ...]) -> Any:
    if name in TEXTS:
        return np.array(column, dtype=object)
    if name in WHOLE:
        return np.array(column, dtype=WHOLE[name])
    return np.array([np.nan if value is None else value for value in column], dtype=float)
