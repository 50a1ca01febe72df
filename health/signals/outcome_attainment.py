from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import erf, sqrt
from typing import Any

from numpy.random import Generator

from health.history.arrays import Observed
from health.history.check_ins import OpenCheckIn
from health.history.history import History
from health.signals import as_of_each_sprint as as_of_each_sprint
from health.signals.chance_to_pay import chance_it_pays
from health.signals.distribution import Distribution
from health.signals.measurement import SURE, Evidence, Measurement, Range, State, too_little
from health.signals.signal import Signal
from health.signals.time_to_market import TimeToMarket, time_to_market
from health.signals.words import count, percent, percents
from numerics.statistics.proportions import clopper_pearson
from value.models.check_in import PATIENCE

LEAST = 2
SOUND = 2  # a grade with a control
OPINIONS = ("brand_benefit", "goodwill")
GRADES = (
    "asserted",
    "before and after",
    "before and after with a control period",
    "quasi-experiment",
    "randomised",
)


@dataclass(frozen=True)
class Aim:
    """A success metric with its targets as they were told and what was seen of it.

    `moved_late` is whether the target was changed when something had been seen already; `pays`
    the chance that an implementation is worth its costs, where that was weighed.
    """

    id: int
    project: str
    kind: str
    baseline: float
    targets: tuple[float, ...]
    direction: str
    due: str
    seen: tuple[Observed, ...]
    moved_late: bool = False
    pays: float | None = None
    weighed: dict[str, Any] | None = None

    @property
    def last(self) -> Observed | None:
        if self.seen:
            return self.seen[-1]
        return None

    @property
    def is_exact(self) -> bool:
        """Whether the last value came without an error."""
        return self.last is not None and not self.last.spread

    @property
    def chance(self) -> float:
        """Return P(the true value has reached the target), or that it pays where that is known."""
        if self.pays is None:
            return self.chance_of(self.targets[-1])
        return self.pays

    def chance_of(self, target: float) -> float:
        """Return P(true value on the target's good side), a normal posterior with its error."""
        assert self.last is not None, "asked of metrics with an observation"
        ahead = (self.last.value - target) * (1 if self.direction == "up" else -1)
        if not self.last.spread:
            return float(ahead >= 0)
        return 0.5 * (1 + erf(ahead / self.last.spread / sqrt(2)))

    @property
    def is_opinion(self) -> bool:
        """Whether it is of a kind that is asserted unless a survey or rating tells its error."""
        return self.kind in OPINIONS and not (self.last and self.last.spread)

    @property
    def grade(self) -> int:
        if self.weighed is not None:
            return int(self.weighed["grade"])
        if self.is_opinion or self.last is None:
            return 0
        return self.last.grade

    @property
    def is_known(self) -> bool:
        return self.pays is not None or self.last is not None


def measure(history: History, rng: Generator) -> Measurement:
    pays = _chances(history, rng)
    aims = _known(history, pays)
    market = time_to_market(history, rng)
    unanswered = _unanswered(history)
    figures = _figures(market, unanswered)
    if len(aims) < LEAST:
        return too_little(
            len(aims),
            f"It needs {LEAST} success metrics with an observation; there "
            f"{'is' if len(aims) == 1 else 'are'} {len(aims)}. {market.says}",
            figures=figures,
            evidence=_asked(history, unanswered),
        )
    reached = []
    for aim in aims:
        if aim.chance >= SURE:
            reached.append(aim)
    value, interval = len(reached) / len(aims), clopper_pearson(len(reached), len(aims))
    weak = []
    for aim in aims:
        if aim.grade < SOUND:
            weak.append(aim)
    overdue = []
    for aim in aims:
        if aim not in reached and aim.due < history.day(history.as_of):
            overdue.append(aim)
    missed = []
    for aim in overdue:
        if aim.chance <= 1 - SURE:
            missed.append(aim)
    return Measurement(
        state=State.ATTENTION if missed else _state(aims, reached, weak),
        n=len(aims),
        value=value,
        interval=interval,
        range=Range(None, None, "the charter's own targets, each by its due day"),
        says=f"{len(reached)} of {count(len(aims), 'success metric')} "
        f"{'has' if len(reached) == 1 else 'have'} reached the target with a chance of "
        f"{percent(SURE)} or more: {percent(value)} "
        f"({percents(interval.low, interval.high)}). {market.says}",
        action=_action(weak, missed),
        notes=_notes(aims, market),
        figures={
            "reached": float(len(reached)),
            "sound_share": _sound_share(aims),
            "missed": float(len(missed)),
            **figures,
        },
        evidence=(_evidence(aims), *_asked(history, unanswered)),
        distribution=Distribution.of(
            "success metrics",
            "chance to have reached the target, in %",
            "share",
            [aim.chance for aim in aims],
            marks=((SURE, "counts as reached"),),
        ),
        series=as_of_each_sprint.points(history, partial(_seen_at, history, pays)),
    )


def _figures(market: TimeToMarket, unanswered: list[OpenCheckIn]) -> dict[str, float | None]:
    """Those beside the share; reports of before there were check-ins say the same as they did."""
    figures = market.figures
    return figures | {"overdue_check_ins": float(len(unanswered))} if unanswered else figures


def _unanswered(history: History) -> list[OpenCheckIn]:
    """Check-ins that wait for more than two weeks past their day."""
    found = []
    for one in history.check_ins:
        if (one.due_on + PATIENCE).isoformat() < history.day(history.as_of):
            found.append(one)
    return found


def _asked(history: History, unanswered: list[OpenCheckIn]) -> tuple[Evidence, ...]:
    if not unanswered:
        return ()
    today = date.fromisoformat(history.day(history.as_of))
    rows = []
    for one in unanswered:
        rows.append({"id": one.metric, "asked": one.day, "days": (today - one.due_on).days})
    return (
        Evidence.of(
            "Asked after the first use of a release, and unanswered for more than two weeks.",
            rows,
            model="success_metric",
        ),
    )


def _seen_at(history: History, pays: dict[int, float], end: float) -> tuple[float | None, int]:
    """Return the share that had reached the target then in force, by what had been seen."""
    then = replace(
        history,
        told=tuple(one for one in history.told if one.at <= end),
        observed=tuple(one for one in history.observed if one.on.isoformat() <= history.day(end)),
    )
    aims = _known(then, pays)
    reached = sum(aim.chance >= SURE for aim in aims)
    return (reached / len(aims) if len(aims) >= LEAST else None), len(aims)


def _chances(history: History, rng: Generator) -> dict[int, float]:
    """Return by event what each appraisal came to: the chance that what was weighed pays."""
    weighed = (one for one in history.told if one.verb == "successmetric_appraised")
    return {one.id: chance_it_pays(one.details, rng) for one in weighed}


def _state(aims: Any, reached: Any, weak: Any) -> State:
    sound = []
    for aim in reached:
        if aim not in weak:
            sound.append(aim)
    if len(sound) == len(aims):
        return State.HEALTHY
    return State.UNCLEAR


def _known(history: History, pays: dict[int, float]) -> list[Aim]:
    """Fold what was told of each metric; the target in force is the last."""
    aims: dict[int, Aim] = {}
    for told in history.told:
        details = told.details
        key = details["successmetric"]
        if told.verb == "successmetric_defined":
            aims[key] = Aim(
                key,
                told.project,
                details.get("kind", ""),
                details["baseline"],
                (details["target"],),
                details.get("direction", "up"),
                str(details.get("due", "")),
                tuple(one for one in history.observed if one.metric == key),
            )
        elif told.verb == "successmetric_appraised" and key in aims:
            aims[key] = replace(aims[key], weighed=details, pays=pays[told.id])
        elif key in aims and "target" in details.get("now", {}):
            aims[key] = _retargeted(aims[key], details["now"], history.day(told.at))
    known = []
    for aim in aims.values():
        if aim.is_known:
            known.append(aim)
    return known


def _retargeted(aim: Aim, now: dict[str, Any], day: str) -> Aim:
    if now["target"] == aim.targets[-1]:  # the due day alone was moved
        return replace(aim, due=str(now.get("due", aim.due)))
    late = bool(aim.seen) and aim.seen[0].on.isoformat() <= day
    return replace(
        aim,
        targets=(*aim.targets, now["target"]),
        due=str(now.get("due", aim.due)),
        moved_late=aim.moved_late or late,
    )


def _sound_share(aims: list[Aim]) -> float | None:
    """Return how much of the way that is claimed rests on grade 2 or better, metrics alike."""
    claims = []
    for aim in aims:
        if aim.last:
            claims.append((_way(aim), aim.grade >= SOUND))
    total = sum(way for way, _ in claims)
    if total:
        return sum(way for way, sound in claims if sound) / total
    return None


def _way(aim: Aim) -> float:
    assert aim.last is not None, "a claim is what was seen"
    whole = aim.targets[-1] - aim.baseline
    if whole:
        return max(0.0, (aim.last.value - aim.baseline) / whole)
    return 0.0


def _action(weak: list[Aim], missed: list[Aim]) -> str:
    if missed:
        return (
            f"{count(len(missed), 'metric')} missed the target by the due day. Decide with the "
            "customer: another way, another target, or stop."
        )
    if weak:
        grade = GRADES[min(aim.grade for aim in weak)]
        rest = "rests" if len(weak) == 1 else "rest"
        return (
            f"{count(len(weak), 'claim')} {rest} on evidence of grade 0 or 1 (“{grade}”). Two "
            "weeks before and after with a control period would make it grade 2."
        )
    return "The claims rest on sound evidence. Show them at the next retrospective."


def _notes(aims: list[Aim], market: TimeToMarket) -> tuple[str, ...]:
    exact = sum(aim.is_exact for aim in aims)
    opinions = sum(aim.is_opinion for aim in aims)
    moved = sum(len(aim.targets) > 1 for aim in aims)
    late = sum(aim.moved_late for aim in aims)
    said = {
        f"{count(exact, 'observation')} came without a standard error, taken as exact.": exact,
        f"{count(opinions, 'claim')} of brand or goodwill came without a paired survey or a "
        "rating with its error: grade 0.": opinions,
        f"{count(moved, 'target')} changed since it was first agreed, {late} of them after "
        "something had been seen; both are shown.": moved,
        f"{count(market.uncounted, 'release')} without a signed charter before them don't count "
        "for time to market.": market.uncounted,
    }
    notes = []
    for sentence, number in said.items():
        if number:
            notes.append(sentence)
    return tuple(notes)


def _evidence(aims: list[Aim]) -> Evidence:
    return Evidence.of(
        "Each metric with what was last known of it.", map(_row, aims), model="success_metric"
    )


def _row(aim: Aim) -> dict[str, Any]:
    row = {
        "id": aim.id,
        "kind": aim.kind,
        "targets": list(aim.targets),
        "late": aim.moved_late,
        "chance": round(aim.chance, 3),
        "grade": aim.grade,
        "chances": [],
    }
    if aim.last:
        row |= {"value": aim.last.value, "seen": aim.last.on.isoformat()}
    if aim.pays is None:
        row["chances"] = [round(aim.chance_of(target), 3) for target in aim.targets]
    return row


SIGNAL = Signal(
    key="H1",
    name="Outcome attainment",
    unit="share",
    question="Does what was delivered do what it was to do, and how well do we know?",
    definition=(
        "The share of success metrics whose true value has reached the target with a chance of "
        "80 % or more, given the last observation and its standard error; of an implementation "
        "that was weighed, the chance that its value exceeds the costs of running and building it, "
        "by 10,000 draws from the three ranges. Beside it the share of the claimed way that rests "
        "on evidence of grade 2 or better, and time to market: from the signed charter until a "
        "release is used, by Kaplan and Meier. The line tells the share as it was known when each "
        "sprint ended, against the targets in force then."
    ),
    window="now, by the last observation of each metric",
    sample=f"at least {LEAST} metrics with an observation; six releases in use for the time",
    interval="90 %, exact (Clopper–Pearson) over metrics; a bootstrap of releases for the time",
    range="the charter's own targets; attention when one is surely missed after its due day",
    gaming=(
        "Moving the target once something was seen: both targets are shown, each with its chance. "
        "An edit of the charter voids its signatures, so the clock can't be set back in silence."
    ),
    limits="A refuted idea is a result: fewer than a third of ideas at Bing moved their metric.",
    measure=measure,
    about_people=False,
)
