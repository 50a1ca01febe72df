from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from health.history.ceremonies import Prediction
from health.history.history import History
from health.signals import as_of_each_sprint
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Range, State, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, days, percent, percents, within
from numerics.statistics import survival
from numerics.statistics.interval import Interval, of_draws
from numerics.statistics.proportions import chance_above, wilson
from numerics.statistics.resampling import RESAMPLES, block_weights
from projects.models.hypothesis_amendment import OVERDUE_AFTER

LEAST, LEAST_LOCKED = 12, 8
LOCKED = 0.8  # of the tests, by a prediction and threshold that were frozen first
SPRINTS = 3  # within which half should be decided
TOO_SAFE = 0.8


def measure(history: History, rng: np.random.Generator) -> Measurement:
    tested = list(history.rhythm.hypotheses)
    figures = _figures(history, tested)
    late = []
    for one in tested:
        if _is_open(one) and one.due + OVERDUE_AFTER <= _today(history):
            late.append(one)
    evidence = (_evidence(history, late),)
    if len(tested) < LEAST:
        why = f"It needs {LEAST} hypotheses whose test has started; there are {len(tested)}."
        notes = (_locked(tested),) if len(tested) >= LEAST_LOCKED else ()
        return too_little(len(tested), why, figures=figures, evidence=evidence, notes=notes)
    ages, ends = _ages(history, tested)
    weights = block_weights(len(tested), rng, RESAMPLES)
    draws = _medians(ages, ends, weights)
    value, interval = _median(ages, ends), of_draws(draws)
    limit = SPRINTS * history.sprint_days * len(history.calendar.days) / 7
    well, ill = float(np.mean(draws <= limit)), survival.chance_over(draws, limit, ages)
    longest = survival.seen_of(np.inf, ages)
    low = survival.seen_of(interval.low, ages)
    return Measurement(
        state=judged(well, ill),
        n=len(tested),
        value=survival.seen_of(value, ages),
        interval=Interval(low, interval.high),
        range=Range(0.0, limit, f"{SPRINTS} sprints (design choice)"),
        chance_healthy=well,
        chance_attention=ill,
        says=_says(len(tested), value, Interval(low, interval.high), longest, ends),
        action=_action(late),
        notes=_notes(figures, tested),
        figures=figures,
        evidence=evidence,
        distribution=Distribution.of(
            "hypotheses decided",
            "working days of testing",
            "working days",
            ages[ends == survival.DONE],
            open_ones=ages[ends == survival.OPEN],
            also="still being tested",
            marks=((limit, f"{SPRINTS} sprints"),),
        ),
        series=as_of_each_sprint.points(history, partial(_seen_at, history, tested)),
    )


def _median(ages: np.ndarray, ends: np.ndarray) -> float:
    """Of those that get a verdict; as long as none has one, it isn't reached."""
    if not np.any(ends == survival.DONE):
        return np.inf
    return survival.fit(ages, ends).quantile(0.5)


def _medians(ages: np.ndarray, ends: np.ndarray, weights: np.ndarray) -> np.ndarray:
    if not np.any(ends == survival.DONE):
        return np.full(len(weights), np.inf)
    return survival.quantile_draws(ages, ends, 0.5, weights)


def _says(n: int, value: float, interval: Interval, longest: float, ends: Any) -> str:
    if np.isinf(value):
        open_now = int(np.sum(ends == survival.OPEN))
        if not open_now:
            return f"All {count(n, 'hypothesis', 'hypotheses')} were withdrawn, none was decided."
        return (
            f"{open_now} of {count(n, 'hypothesis', 'hypotheses')} are still being tested, so half "
            f"of them take {days(longest)} at least."
        )
    if np.isinf(interval.high):
        ends_at = f"at least {days(interval.low)}"
    else:
        ends_at = f"{days(interval.low)} to {days(interval.high)}"
    withdrawn = int(np.sum(ends == survival.DROPPED))
    if withdrawn:
        verb = "was" if withdrawn == 1 else "were"
        return (
            f"Half of those that get there are decided {within(value)} of their test starting "
            f"({ends_at}); {withdrawn} of {count(n, 'hypothesis', 'hypotheses')} {verb} withdrawn."
        )
    return (
        f"Half of {count(n, 'hypothesis', 'hypotheses')} are decided {within(value)} of their test "
        f"starting ({ends_at})."
    )


def _seen_at(history: History, tested: list[Prediction], end: float) -> tuple[float | None, int]:
    """Return the median as it was known at the end of a sprint, of those started in this year."""
    known = []
    for one in tested:
        if one.stated <= end:
            known.append(_as_of(one, end))
    if len(known) < LEAST:
        return None, len(known)
    median = _median(*_ages(replace(history, as_of=end), known))
    return (median if np.isfinite(median) else None), len(known)


def _as_of(one: Prediction, end: float) -> Prediction:
    """What was known of it at that time."""
    decided = one.decided if one.decided is not None and one.decided <= end else None
    withdrawn = one.withdrawn if one.withdrawn is not None and one.withdrawn <= end else None
    return replace(one, decided=decided, withdrawn=withdrawn)


def _is_open(one: Prediction) -> bool:
    return one.decided is None and one.withdrawn is None


def _ended(one: Prediction, as_of: float) -> float:
    """When it was decided or withdrawn; now, while it is tested."""
    if one.decided is not None:
        return one.decided
    return as_of if one.withdrawn is None else one.withdrawn


def _today(history: History) -> date:
    return datetime.fromtimestamp(history.as_of, ZoneInfo("UTC")).date()


def _ages(history: History, tested: list[Prediction]) -> tuple[np.ndarray, np.ndarray]:
    starts = np.array([one.stated for one in tested])
    stops = np.array([_ended(one, history.as_of) for one in tested])
    ends = np.full(len(tested), survival.DONE)
    ends[[one.decided is None for one in tested]] = survival.OPEN
    ends[[one.withdrawn is not None for one in tested]] = survival.DROPPED
    return np.asarray(history.working_days(starts, stops), float), ends


def _figures(history: History, tested: list[Prediction]) -> dict[str, Any]:
    due = []
    for one in tested:
        if one.withdrawn is None and (one.due <= _today(history) or one.decided is not None):
            due.append(one)
    decided = []
    for one in tested:
        if one.decided is not None:
            decided.append(one)
    supported = sum(one.verdict == "supported" for one in decided)
    figures = {
        "decided_of_due": len(decided) / len(due) if due else None,
        "preregistered": sum(one.preregistered for one in tested) / len(tested) if tested else None,
        "supported_at_least": wilson(supported, len(decided)).low if decided else None,
    }
    withdrawn = sum(one.withdrawn is not None for one in tested)
    # Reports of before there were any say the same as they did.
    return figures | {"withdrawn": withdrawn} if withdrawn else figures


def _locked(tested: list[Prediction]) -> str:
    """Say how often the words were locked first, and whether that is as often as it should be."""
    n, locked = len(tested), sum(one.preregistered for one in tested)
    spread = wilson(locked, n)
    state = judged(chance_above(LOCKED, locked, n), 1 - chance_above(LOCKED, locked, n))
    well = {State.HEALTHY: "as it should be", State.ATTENTION: "which is too seldom"}
    return (
        f"Prediction and threshold were locked first in {locked} of {n}: {percent(locked / n)} "
        f"({percents(spread.low, spread.high)}), {well.get(state, 'which may be often enough')}; "
        f"at least {percent(LOCKED)} is meant (design choice)."
    )


def _notes(figures: dict[str, Any], tested: list[Prediction]) -> tuple[str, ...]:
    notes = [_locked(tested)]
    if (figures["supported_at_least"] or 0) > TOO_SAFE:
        notes.append(
            "Nearly everything predicted came true: the predictions may be too safe. Elsewhere "
            "under a third of ideas moved the number they were built to move (Bing, 2013)."
        )
    return tuple(notes)


def _action(late: list[Prediction]) -> str:
    if not late:
        return "Nothing waits past its date. A refuted hypothesis is a delivered result too."
    waits = "is" if len(late) == 1 else "are"
    return (
        f"{count(len(late), 'hypothesis', 'hypotheses')} {waits} past the decision date. Decide, "
        "or write down what is missing."
    )


def _evidence(history: History, late: list[Prediction]) -> Evidence:
    rows = []
    for one in late:
        rows.append(
            {"id": one.id, "days": round(float(history.working_days(one.stated, history.as_of)), 1)}
        )
    return Evidence.of(
        "Being tested three days past the end of their box.", rows, model="hypothesis"
    )


SIGNAL = Signal(
    key="E2",
    name="Hypotheses decided",
    unit="working days",
    question="How soon is it known whether a prediction holds?",
    definition=(
        "Working days from the start of a test, which locks its words, to its verdict: the median "
        "by Kaplan and Meier, so that undecided ones count; one that was withdrawn ended without "
        "a verdict. A box that was amended ends on its new day, and what counts as a result wasn't "
        "locked first if it was amended after results. Whether predictions were supported is "
        "never rated. The line tells the median as it was known when each sprint ended, of the "
        "tests of this year that had started."
    ),
    window="tests started within the last year",
    sample=f"at least {LEAST} started tests; {LEAST_LOCKED} to say how often they were locked",
    interval="90 %, bootstrap of the hypotheses",
    range=f"half decided within {SPRINTS} sprints (design choice)",
    gaming="A verdict that is changed later stays in the history.",
    limits="Small and large questions count alike.",
    measure=measure,
)
