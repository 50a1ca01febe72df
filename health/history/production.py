"""What a team brought to production, as its history tells it: solutions and their deployments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from health.history.ceremonies import Line

BEGUN = (
    "deployment_started",
    "deployment_went_live",
    "deployment_failed",
    "deployment_replaced",
    "deployment_rolled_back",
)
DECIDES = ("trial_decided", "trial_verdict_changed")
VERBS = [
    "solution_sketched",
    "solution_dropped",
    "solution_retired",
    "solution_taken_up",
    "fit_signed",
    "trial_started",
    "drama_settled",
    *DECIDES,
    *BEGUN,
]
STEPS = ("sketched", "fits", "in the wild", "proven", "live")


@dataclass(frozen=True, slots=True)
class Taken:
    """When a solution came to each step for the first time; seconds of the epoch, None for not.

    `ended` is when it was dropped or retired, as long as nobody took it up again.
    """

    id: int
    sketched: float
    fits: float | None = None
    in_the_wild: float | None = None
    proven: float | None = None
    live: float | None = None
    ended: float | None = None

    @property
    def moments(self) -> tuple[float | None, ...]:
        """In the order of `STEPS`."""
        return (self.sketched, self.fits, self.in_the_wild, self.proven, self.live)


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment that has begun in production: what it lacked at its gate, and how it went.

    `lacked` is None where no gate was asked, as of a fix. `troubles` are those it was settled with
    on day 30; None as long as it isn't.
    """

    id: int
    solution: int
    at: float
    fit_hash: str
    lacked: tuple[str, ...] | None
    troubles: tuple[str, ...] | None = None


# Of `deployments.sql`: id, hash of the fit, what lacked, whether incidents, whether taken back.
Row = tuple[int, str, list[str] | None, bool, bool]


@dataclass(frozen=True, slots=True)
class Begun:
    """What the lines tell of deployments before any table is asked."""

    at: dict[int, float]  # of each deployment that has begun, the first line of it
    live: dict[int, float]  # when it is said to have gone live; the earliest that was said
    solution: dict[int, int]
    round: dict[int, int]  # of its last settlement


def begun_in(lines: Iterable[Line]) -> Begun:
    """Say which deployments have begun, went live and were settled."""
    begun = Begun({}, {}, {}, {})
    for line in lines:
        deployment = line.row("deployment")
        if line.verb in BEGUN:
            begun.at.setdefault(deployment, line.at.timestamp())
            begun.solution[deployment] = line.row("solution")
        if line.verb == "deployment_went_live":
            moment = datetime.fromisoformat(line.details["happened_at"]).timestamp()
            begun.live[deployment] = min(moment, begun.live.get(deployment, moment))
        elif line.verb == "drama_settled":
            begun.round[deployment] = line.details["round"]
    return begun


def deployed_of(begun: Begun, rows: Iterable[Row]) -> tuple[Deployed, ...]:
    """Put together what lines and rows tell of deployments to production, by when they began."""
    found = []
    for pk, fit_hash, lacked, had_incident, was_taken_back in rows:
        troubles = None
        if pk in begun.round:
            told = (("incident", had_incident), ("taken back", was_taken_back))
            troubles = tuple(name for name, is_so in told if is_so)
        lacks = None if lacked is None else tuple(lacked)
        found.append(Deployed(pk, begun.solution[pk], begun.at[pk], fit_hash, lacks, troubles))
    return tuple(sorted(found, key=lambda one: (one.at, one.id)))


def taken_of(lines: Iterable[Line], begun: Begun, in_production: set[int]) -> tuple[Taken, ...]:
    """Tell of each solution when it came to each step; live is live in production.

    A step counts from when it was first reached, whatever was undone later. What another tool
    brought live is in no signal; such deployments aren't among `in_production`.
    """
    taken: dict[int, Taken] = {}
    signed: dict[tuple[int, str], set[str]] = defaultdict(set)
    for line in lines:
        pk = line.row("solution")
        if line.verb == "solution_sketched":
            taken[pk] = Taken(pk, line.at.timestamp())
        elif pk in taken:
            if line.verb == "fit_signed":
                signed[pk, line.details["fit_hash"]].add(line.details["side"])
            is_fit = len(signed[pk, line.details.get("fit_hash", "")]) == 2
            taken[pk] = _further(taken[pk], line, is_fit=is_fit)
    for deployment, live in begun.live.items():
        one = taken.get(begun.solution[deployment])
        if one and deployment in in_production:
            earliest = live if one.live is None else min(live, one.live)
            taken[one.id] = replace(one, live=earliest)
    return tuple(sorted(taken.values(), key=lambda one: (one.sketched, one.id)))


def _further(one: Taken, line: Line, *, is_fit: bool) -> Taken:
    """The same after the line; a step that was reached before stays where it is."""
    at = line.at.timestamp()
    if line.verb == "fit_signed" and is_fit and one.fits is None:
        return replace(one, fits=at)
    if line.verb == "trial_started" and one.in_the_wild is None:
        return replace(one, in_the_wild=at)
    if line.verb in DECIDES and line.details["verdict"] == "passed" and one.proven is None:
        return replace(one, proven=at)
    if line.verb in ("solution_dropped", "solution_retired"):
        return replace(one, ended=at)
    if line.verb == "solution_taken_up":
        return replace(one, ended=None)
    return one
