"""What a team did beside its stories: meetings, actions, hypotheses, the pulse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import orjson

from projects.models.charter import SIGNERS
from projects.models.hypothesis_amendment import OF_OUTCOME
from pulse.disclosure import WHOLE, Sheet, tellings
from pulse.models.wave import Wave

if TYPE_CHECKING:
    from teams.models.team import Team

YEAR = timedelta(days=366)
Beat = tuple[int, str, date, date, date, bool]  # a sprint's id and what `SprintDates` begins with
VERBS = [
    "action_agreed",
    "action_carried",
    "action_closed",
    "standup_started",
    "standup_noted",
    "standup_ended",
    "retrospective_held",
    "hypothesis_drafted",
    "hypothesis_reworded",
    "hypothesis_started",
    "hypothesis_decided",
    "hypothesis_verdict_changed",
    "hypothesis_amended",
    "hypothesis_withdrawn",
    "charter_signed",
    "release_announced",
    "release_used",
    "release_withdrawn",
]


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """An action of a retrospective; times are seconds of the epoch, None for not yet."""

    id: int
    retrospective: int
    created: float
    due: date
    closed: float | None
    done: bool
    carried: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """A hypothesis that is or was tested."""

    id: int
    stated: float
    due: date
    decided: float | None
    verdict: str
    preregistered: bool
    withdrawn: float | None = None


@dataclass(frozen=True, slots=True)
class StandupHeld:
    """A stand-up; its length in minutes is None where it was not timed."""

    day: date
    minutes: float | None


@dataclass(frozen=True, slots=True)
class SprintDates:
    """When a sprint began and ended, was kicked off and looked back on."""

    label: str
    starts_on: date
    ends_on: date
    kicked_off: date
    closed: bool
    looked_back: date | None


@dataclass(frozen=True, slots=True)
class PulseResponses:
    """A closed wave of the pulse: its items' keys and reversals, and what may be told of it.

    That is its sheets in no order, or a mean blurred by so much, or neither.
    """

    id: int
    kind: str
    day: date
    invited: int
    items: tuple[tuple[str, bool], ...]
    sheets: tuple[Sheet, ...]
    how: str = WHOLE
    answered: int = 0
    mean: float | None = None
    spread: float | None = None
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """A release with the approval of the charter that its clock runs from; None for not yet."""

    id: int
    approved: float | None
    used: float | None
    withdrawn: float | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    actions: tuple[AgreedAction, ...] = ()
    hypotheses: tuple[Prediction, ...] = ()
    standups: tuple[StandupHeld, ...] = ()
    beats: tuple[SprintDates, ...] = ()
    waves: tuple[PulseResponses, ...] = ()
    releases: tuple[Released, ...] = ()

    def sealed(self) -> Rhythm:
        """The same without the pulse's answers: a digest of few sheets could be tried out."""
        return replace(self, waves=tuple(replace(wave, sheets=()) for wave in self.waves))


@dataclass(frozen=True, slots=True)
class Line:
    """One event of these, without its words."""

    project: int
    verb: str
    at: datetime
    details: dict[str, Any]

    @classmethod
    def of(cls, project: int, verb: str, at: datetime, details: str) -> Self:
        return cls(project, verb, at, orjson.loads(details))

    @property
    def now(self) -> dict[str, Any]:
        now: dict[str, Any] = self.details["now"]
        return now

    def row(self, name: str) -> int:
        """The id of the row it is of; 0, which no row has, in a line of another noun."""
        row: int = self.details.get(name, 0)
        return row


def rhythm_of(team: Team, as_of: datetime, lines: Iterable[Line], beats: Iterable[Beat]) -> Rhythm:
    """Put together what the lines tell of the year before the moment.

    They are read from the history and not from the tables, so that what somebody notes or corrects
    later changes no report that was made before.
    """
    lines, since = list(lines), as_of - YEAR
    return Rhythm(
        actions=tuple(_actions(lines, since.timestamp())),
        hypotheses=tuple(_hypotheses(lines, since.timestamp())),
        standups=tuple(_standups(lines, since.date(), as_of.date())),
        beats=tuple(_beats(lines, beats)),
        waves=tuple(_waves(team, as_of)),
        releases=tuple(_releases(lines)),
    )


def _actions(lines: list[Line], since: float) -> list[AgreedAction]:
    actions: dict[int, AgreedAction] = {}
    for line in lines:
        pk = line.row("action")
        if line.verb == "action_agreed":
            actions[pk] = AgreedAction(
                id=pk,
                retrospective=line.details["retrospective"],
                created=line.at.timestamp(),
                due=date.fromisoformat(line.details["due"]),
                closed=None,
                done=False,
                carried=0,
            )
        elif line.verb == "action_carried":
            due = date.fromisoformat(line.now["due"])
            actions[pk] = replace(actions[pk], due=due, carried=line.now["carried"])
        elif line.verb == "action_closed":
            done = line.now["outcome"] == "done"
            actions[pk] = replace(actions[pk], closed=line.at.timestamp(), done=done)
    recent = []
    for one in actions.values():
        if one.created > since:
            recent.append(one)
    return sorted(recent, key=lambda one: (one.created, one.id))


def _hypotheses(lines: list[Line], since: float) -> list[Prediction]:
    thresholds: dict[int, str] = {}
    stated: dict[int, Prediction] = {}
    for line in lines:
        pk = line.row("hypothesis")
        if line.verb == "hypothesis_started":
            stated[pk] = Prediction(
                id=pk,
                stated=line.at.timestamp(),
                due=date.fromisoformat(line.details["due_on"]),
                decided=None,
                verdict="",
                preregistered=bool(thresholds.get(pk)),
            )
        elif line.verb in ("hypothesis_decided", "hypothesis_verdict_changed"):
            decided = stated[pk].decided or line.at.timestamp()
            stated[pk] = replace(stated[pk], decided=decided, verdict=line.details["now"])
        elif line.verb == "hypothesis_amended":
            stated[pk] = _amended(stated[pk], line)
        elif line.verb == "hypothesis_withdrawn" and pk in stated:
            stated[pk] = replace(stated[pk], withdrawn=line.at.timestamp())
        elif line.verb == "hypothesis_drafted":
            thresholds[pk] = line.details.get("threshold", "")
        elif line.verb == "hypothesis_reworded":
            thresholds[pk] = line.now.get("threshold", thresholds.get(pk, ""))
    recent = []
    for one in stated.values():
        if one.stated > since:
            recent.append(one)
    return sorted(recent, key=lambda one: (one.stated, one.id))


def _amended(one: Prediction, line: Line) -> Prediction:
    """A box of another length; or what counts as a result, moved when some were there."""
    moved = line.details["after_results"] and line.details["part"] in OF_OUTCOME
    due = date.fromisoformat(line.details["due_on"])
    return replace(one, due=due, preregistered=one.preregistered and not moved)


def _standups(lines: list[Line], since: date, until: date) -> list[StandupHeld]:
    begun: dict[int, datetime] = {}
    held: dict[int, StandupHeld] = {}
    for line in lines:
        pk = line.row("standup")
        if line.verb in ("standup_started", "standup_noted"):
            held[pk] = StandupHeld(date.fromisoformat(line.details["day"]), None)
        if line.verb == "standup_started":
            begun[pk] = line.at
        elif line.verb == "standup_ended":
            minutes = (line.at - begun[pk]).total_seconds() / 60
            held[pk] = replace(held[pk], minutes=minutes)
    recent = [(one.day, pk) for pk, one in held.items() if since < one.day <= until]
    return [held[pk] for _, pk in sorted(recent)]


def _beats(lines: list[Line], beats: Iterable[Beat]) -> Iterable[SprintDates]:
    looked_back: dict[int, date] = {}
    for line in lines:
        if line.verb == "retrospective_held":
            looked_back[line.details["sprint"]] = line.at.date()
    for pk, label, starts_on, ends_on, kicked_off, closed in beats:
        day = looked_back.get(pk)
        yield SprintDates(label, starts_on, ends_on, kicked_off, closed, day)


def _releases(lines: list[Line]) -> list[Released]:
    """Each with the last approval before it was announced: signed by all who have to sign."""
    signed: dict[int, set[str]] = {}
    approved: dict[int, float] = {}
    found: dict[int, Released] = {}
    for line in lines:
        pk = line.row("release")
        if line.verb == "charter_signed":
            names = signed.setdefault(line.details["charter"], set())
            was_complete = names.issuperset(SIGNERS)
            names.add(line.details["discipline"])
            if names.issuperset(SIGNERS) and not was_complete:
                approved[line.project] = line.at.timestamp()
        elif line.verb == "release_announced":
            used = _noon(line.details["first_used_on"])
            found[pk] = Released(pk, approved.get(line.project), used, None)
        elif line.verb == "release_used":
            found[pk] = replace(found[pk], used=_noon(line.now["first_used_on"]))
        elif line.verb == "release_withdrawn":
            found[pk] = replace(found[pk], withdrawn=line.at.timestamp())
    return list(found.values())


def _noon(day: str | None) -> float | None:
    """Return the middle of a day of which no more is known; None for none."""
    if day:
        return datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    return None


def _waves(team: Team, as_of: datetime) -> Iterator[PulseResponses]:
    rows = Wave.objects.filter(team=team, closes_at__lte=as_of)
    for one, told in tellings(team, rows.order_by("closes_at", "pk")):
        yield PulseResponses(
            id=one.pk,
            kind=one.kind,
            day=one.closes_at.date(),
            invited=one.invited,
            items=tuple((item.key, item.reversed) for item in one.items),
            sheets=told.sheets if told.how == WHOLE else (),
            how=told.how,
            answered=one.answered,
            mean=told.mean,
            spread=told.spread,
            seal=told.seal(one.salt),
        )
