from dataclasses import dataclass
from math import erf, sqrt

from numpy.random import Generator

from metrics.reports.history import History, Observed
from metrics.signals.measurement import SURE, Evidence, Measurement, Range, State, too_little
from metrics.signals.signal import Signal
from metrics.signals.words import count, percent, percents
from metrics.statistics.proportions import clopper_pearson

LEAST = 2
SOUND = 2  # a grade with a control
GRADES = (
    "asserted", "before and after", "before and after with a control period", "quasi-experiment",
    "randomised",
)  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """A success metric with its targets as they were told and what was seen of it."""

    id: int
    project: str
    kind: str
    baseline: float
    targets: tuple[float, ...]
    direction: str
    due: str
    seen: tuple[Observed, ...]

    @property
    def last(self) -> Observed:
        return self.seen[-1]

    @property
    def chance(self) -> float:
        """Return P(true value on the target's good side), a normal posterior with its error."""
        ahead = (self.last.value - self.targets[-1]) * (1 if self.direction == "up" else -1)
        if not self.last.spread:
            return float(ahead >= 0)
        return 0.5 * (1 + erf(ahead / self.last.spread / sqrt(2)))


def measure(history: History, rng: Generator) -> Measurement:
    aims = [aim for aim in _aims(history) if aim.seen]
    if len(aims) < LEAST:
        return too_little(
            len(aims),
            f"It needs {LEAST} success metrics with an observation; there "
            f"{'is' if len(aims) == 1 else 'are'} {len(aims)}.",
        )
    reached = [aim for aim in aims if aim.chance >= SURE]
    value, interval = len(reached) / len(aims), clopper_pearson(len(reached), len(aims))
    weak = [aim for aim in aims if aim.last.grade < SOUND]
    overdue = [aim for aim in aims if aim not in reached and aim.due < history.day(history.as_of)]
    missed = [aim for aim in overdue if aim.chance <= 1 - SURE]
    return Measurement(
        state=State.ATTENTION if missed else _state(aims, reached, weak),
        n=len(aims),
        value=value,
        interval=interval,
        range=Range(None, None, "the charter's own targets, each by its due day"),
        says=f"{len(reached)} of {count(len(aims), 'success metric')} have "
        f"reached the target with a chance of {percent(SURE)} or more: {percent(value)} "
        f"({percents(interval.low, interval.high)}).",
        action=_action(weak, missed),
        notes=_notes(aims),
        figures={
            "reached": float(len(reached)),
            "sound_share": _sound_share(aims),
            "missed": float(len(missed)),
        },
        evidence=(_evidence(aims),),
    )


def _state(aims, reached, weak) -> State:
    sound = [aim for aim in reached if aim not in weak]
    return State.HEALTHY if len(sound) == len(aims) else State.UNCLEAR


def _aims(history: History) -> list[Aim]:
    """Fold what was told of each metric; the target in force is the last."""
    aims = {}
    for told in history.told:
        details = told.details
        key = details["successmetric"]
        if told.verb == "successmetric_defined":
            aims[key] = Aim(
                key, told.project, details.get("kind", ""), details["baseline"],
                (details["target"],), details.get("direction", "up"), str(details.get("due", "")),
                tuple(one for one in history.observed if one.metric == key),
            )  # fmt: skip
        elif key in aims and "target" in details.get("now", {}):
            was, now = aims[key], details["now"]
            aims[key] = Aim(
                was.id, was.project, was.kind, was.baseline, (*was.targets, now["target"]),
                was.direction, str(now.get("due", was.due)), was.seen,
            )  # fmt: skip
    return list(aims.values())


def _sound_share(aims: list[Aim]) -> float | None:
    """Return how much of the way that is claimed rests on grade 2 or better, metrics alike."""
    claims = [(abs(_way(aim)), aim.last.grade >= SOUND) for aim in aims]
    total = sum(way for way, _ in claims)
    return sum(way for way, sound in claims if sound) / total if total else None


def _way(aim: Aim) -> float:
    whole = aim.targets[-1] - aim.baseline
    return max(0.0, (aim.last.value - aim.baseline) / whole) if whole else 0.0


def _action(weak: list[Aim], missed: list[Aim]) -> str:
    if missed:
        return (
            f"{count(len(missed), 'metric')} missed the target by the due day. Decide with the "
            "customer: another way, another target, or stop."
        )
    if weak:
        grade = GRADES[min(aim.last.grade for aim in weak)]
        return (
            f"{count(len(weak), 'claim')} rest on evidence of grade 0 or 1 (“{grade}”). Two weeks "
            "before and after with a control period would make it grade 2."
        )
    return "The claims rest on sound evidence. Show them at the next retrospective."


def _notes(aims: list[Aim]) -> tuple[str, ...]:
    notes = []
    unsure = sum(not aim.last.spread for aim in aims)
    if unsure:
        notes.append(
            f"{count(unsure, 'observation')} came without a standard error, taken as exact."
        )
    moved = sum(len(aim.targets) > 1 for aim in aims)
    if moved:
        notes.append(f"{count(moved, 'target')} changed since it was first agreed; both are shown.")
    notes.append("Time to market isn't in it yet: it needs releases.")
    return tuple(notes)


def _evidence(aims: list[Aim]) -> Evidence:
    rows = [
        {
            "id": aim.id,
            "kind": aim.kind,
            "targets": list(aim.targets),
            "value": aim.last.value,
            "chance": round(aim.chance, 3),
            "grade": aim.last.grade,
            "seen": aim.last.on.isoformat(),
        }
        for aim in aims
    ]
    return Evidence.of("Last observation of each metric.", rows, model="success_metric")


SIGNAL = Signal(
    key="H1",
    name="Outcome attainment",
    unit="share",
    question="Does what was delivered do what it was to do, and how well do we know?",
    definition=(
        "The share of success metrics whose true value has reached the target with a chance of "
        "80 % or more, given the last observation and its standard error. Beside it the share of "
        "the claimed way that rests on evidence of grade 2 or better."
    ),
    window="now, by the last observation of each metric",
    sample=f"at least {LEAST} metrics with an observation",
    interval="90 %, exact (Clopper–Pearson) over metrics",
    range="the charter's own targets; attention when one is surely missed after its due day",
    gaming="Moving the target: both targets are shown.",
    limits="A refuted idea is a result: fewer than a third of ideas at Bing moved their metric.",
    measure=measure,
    about_people=False,
)
