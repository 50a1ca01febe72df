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

LEAST, LEAST_LOCKED = 12, 8
LOCKED = 0.8  # of the tests, by a prediction and threshold that were frozen first
SPRINTS = 3  # within which half should be decided
TOO_SAFE = 0.8


def measure(history: History, rng: np.random.Generator) -> Measurement:
    tested = list(history.rhythm.hypotheses)
    figures = _figures(history, tested)
    late = []
    for one in tested:
        if one.decided is None and one.due < _today(history):
            late.append(one)
    evidence = (_evidence(history, late),)
    if len(tested) < LEAST:
        why = f"It needs {LEAST} hypotheses whose test has started; there are {len(tested)}."
        notes = (_locked(tested),) if len(tested) >= LEAST_LOCKED else ()
        return too_little(len(tested), why, figures=figures, evidence=evidence, notes=notes)
    ages, ends = _ages(history, tested)
    weights = block_weights(len(tested), rng, RESAMPLES)
    draws = survival.quantile_draws(ages, ends, 0.5, weights)
    value, interval = survival.fit(ages, ends).quantile(0.5), of_draws(draws)
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


def _says(n: int, value: float, interval: Interval, longest: float, ends: Any) -> str:
    if np.isinf(value):
        open_now = int(np.sum(ends == survival.OPEN))
        return (
            f"{open_now} of {count(n, 'hypothesis', 'hypotheses')} are still being tested, so half "
            f"of them take {days(longest)} at least."
        )
    if np.isinf(interval.high):
        ends_at = f"at least {days(interval.low)}"
    else:
        ends_at = f"{days(interval.low)} to {days(interval.high)}"
    return (
        f"Half of {count(n, 'hypothesis', 'hypotheses')} are decided {within(value)} of their test "
        f"starting ({ends_at})."
    )


def _seen_at(history: History, tested: list[Prediction], end: float) -> tuple[float | None, int]:
    """Return the median as it was known at the end of a sprint, of those started in this year."""
    known = []
    for one in tested:
        if one.stated <= end:
            known.append(
                one if one.decided is None or one.decided <= end else replace(one, decided=None)
            )
    if len(known) < LEAST:
        return None, len(known)
    median = survival.fit(*_ages(replace(history, as_of=end), known)).quantile(0.5)
    return (median if np.isfinite(median) else None), len(known)


def _today(history: History) -> date:
    return datetime.fromtimestamp(history.as_of, ZoneInfo("UTC")).date()


def _ages(history: History, tested: list[Prediction]) -> tuple[np.ndarray, np.ndarray]:
    starts = np.array([one.stated for one in tested])
    stops = np.array([history.as_of if one.decided is None else one.decided for one in tested])
    ends = np.where([one.decided is None for one in tested], survival.OPEN, survival.DONE)
    return np.asarray(history.working_days(starts, stops), float), ends


def _figures(history: History, tested: list[Prediction]) -> dict[str, Any]:
    due = []
    for one in tested:
        if one.due <= _today(history) or one.decided is not None:
            due.append(one)
    decided = []
    for one in tested:
        if one.decided is not None:
            decided.append(one)
    supported = sum(one.verdict == "supported" for one in decided)
    return {
        "decided_of_due": len(decided) / len(due) if due else None,
        "preregistered": sum(one.preregistered for one in tested) / len(tested) if tested else None,
        "supported_at_least": wilson(supported, len(decided)).low if decided else None,
    }


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
    return Evidence.of("Being tested past the date of decision.", rows, model="hypothesis")


SIGNAL = Signal(
    key="E2",
    name="Hypotheses decided",
    unit="working days",
    question="How soon is it known whether a prediction holds?",
    definition=(
        "Working days from the start of a test, which locks its words, to its verdict: the median "
        "by Kaplan and Meier, so that undecided ones count. Whether predictions were supported is "
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
