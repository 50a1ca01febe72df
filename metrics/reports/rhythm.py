"""What a team did beside its stories: meetings, actions, hypotheses, the pulse."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from metrics.models.pulse import Wave
from projects.models import Hypothesis
from sprints.models import Action, Sprint, Standup

YEAR = timedelta(days=366)


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


@dataclass(frozen=True, slots=True)
class StandupHeld:
    """A stand-up; its length in minutes is None where it was not timed."""

    day: date
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Beat:
    """When a sprint began and ended, was kicked off and looked back on."""

    label: str
    starts_on: date
    ends_on: date
    kicked_off: date
    closed: bool
    looked_back: date | None


@dataclass(frozen=True, slots=True)
class Sheets:
    """A closed wave of the pulse: its items' keys and reversals, and its sheets in no order."""

    id: int
    kind: str
    day: date
    invited: int
    items: tuple[tuple[str, bool], ...]
    sheets: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    actions: tuple[AgreedAction, ...] = ()
    hypotheses: tuple[Prediction, ...] = ()
    standups: tuple[StandupHeld, ...] = ()
    beats: tuple[Beat, ...] = ()
    waves: tuple[Sheets, ...] = ()


def rhythm_of(team, as_of: datetime) -> Rhythm:
    """Read the team's year before the moment in five statements; nothing later is seen."""
    return Rhythm(
        actions=tuple(_actions(team, as_of)),
        hypotheses=tuple(_hypotheses(team, as_of)),
        standups=tuple(_standups(team, as_of)),
        beats=tuple(_beats(team, as_of)),
        waves=tuple(_waves(team, as_of)),
    )


def _actions(team, as_of):
    rows = Action.objects.filter(
        project__team=team, created_at__lte=as_of, created_at__gt=as_of - YEAR
    ).order_by("created_at", "pk")
    for one in rows:
        closed = one.closed_at and one.closed_at <= as_of
        yield AgreedAction(
            id=one.pk, retrospective=one.retrospective_id, created=one.created_at.timestamp(),
            due=one.due, closed=one.closed_at.timestamp() if closed else None,
            done=bool(closed and one.outcome == Action.Outcome.DONE), carried=one.carried,
        )  # fmt: skip


def _hypotheses(team, as_of):
    rows = Hypothesis.objects.filter(
        project__team=team, stated_at__lte=as_of, stated_at__gt=as_of - YEAR
    ).order_by("stated_at", "pk")
    for one in rows:
        decided = one.decided_at and one.decided_at <= as_of
        yield Prediction(
            id=one.pk, stated=one.stated_at.timestamp(), due=one.due_on,
            decided=one.decided_at.timestamp() if decided else None,
            verdict=one.verdict if decided else "", preregistered=one.is_preregistered,
        )  # fmt: skip


def _standups(team, as_of):
    rows = Standup.objects.filter(
        project__team=team, day__lte=as_of.date(), day__gt=(as_of - YEAR).date()
    ).order_by("day", "pk")
    for one in rows:
        timed = one.ended_at and one.ended_at <= as_of
        yield StandupHeld(one.day, one.minutes if timed else None)


def _beats(team, as_of):
    rows = (
        Sprint.objects.filter(
            project__team=team, kicked_off_at__lte=as_of, kicked_off_at__gt=as_of - YEAR
        )
        .select_related("project", "retrospective")
        .order_by("kicked_off_at", "pk")
    )
    for one in rows:
        held = getattr(one, "retrospective", None)
        seen = held and held.held_at <= as_of
        yield Beat(
            label=f"{one.project.key} sprint {one.number}", starts_on=one.starts_on,
            ends_on=one.ends_on, kicked_off=one.kicked_off_at.date(),
            closed=bool(one.closed_at and one.closed_at <= as_of),
            looked_back=held.held_at.date() if seen else None,
        )  # fmt: skip


def _waves(team, as_of):
    rows = Wave.objects.filter(team=team, closes_at__lte=as_of, closes_at__gt=as_of - 3 * YEAR)
    for one in rows.order_by("closes_at", "pk"):
        yield Sheets(
            id=one.pk, kind=one.kind, day=one.closes_at.date(), invited=one.invited,
            items=tuple((item.key, item.reversed) for item in one.items),
            sheets=tuple(tuple(sheet) for sheet in one.sheets),
        )  # fmt: skip
