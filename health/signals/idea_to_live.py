from typing import Any

import numpy as np

from health.history.history import History
from health.history.production import STEPS, Taken
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, days, within
from numerics.statistics import survival
from numerics.statistics.interval import Floats, Interval, of_draws
from numerics.statistics.resampling import RESAMPLES, block_weights

LEAST = 12
WINDOW = 2 * 365 * 86_400.0  # seconds
ON_THE_WAY = STEPS[:-1]
AFTER = {
    "sketched": "after the sketch, before a signed fit",
    "fits": "between a signed fit and the first trial",
    "in the wild": "in trials, before one passed",
    "proven": "between a passed trial and production",
}


def measure(history: History, rng: np.random.Generator) -> Measurement:
    sketched = _sketched(history)
    spent = _spent(history, sketched)
    live = sum(one.live is not None for one in sketched)
    figures = {"live": float(live), "ended": float(sum(_has_ended(one) for one in sketched))}
    figures |= {f"days_{name.replace(' ', '_')}": total for name, total in spent.items()}
    evidence = _evidence(history, sketched)
    notes = (*_where(spent), *_unsketched(history))
    if len(sketched) < LEAST:
        return too_little(
            len(sketched),
            _why(len(sketched), live),
            figures=figures,
            evidence=evidence,
            notes=notes,
        )
    ages, ends = _ages(history, sketched)
    return _measured(ages, ends, rng, figures=figures, evidence=evidence, notes=notes)


def _why(n: int, live: int) -> str:
    if not n:
        return "No solution was sketched within two years."
    return (
        f"A median needs {LEAST} solutions sketched within two years; there are {n}, and {live} "
        f"{'is' if live == 1 else 'are'} live."
    )


def _measured(ages: Floats, ends: np.ndarray, rng: np.random.Generator, **told: Any) -> Measurement:
    value, interval = _half(ages, ends, rng)
    return Measurement(
        state=judged(0, 0),
        n=len(ages),
        value=survival.seen_of(value, ages),
        interval=Interval(survival.seen_of(interval.low, ages), interval.high),
        says=_says(value, interval, ages, ends),
        action=_action(told["notes"]),
        distribution=Distribution.of(
            "solutions in production",
            "working days from the sketch",
            "working days",
            ages[ends == survival.DONE],
            open_ones=ages[ends == survival.OPEN],
            also="still on their way",
        ),
        **told,
    )


def _sketched(history: History) -> list[Taken]:
    """Those whose way is known: not in production before they were sketched."""
    found = []
    for one in history.solutions:
        if one.sketched > history.as_of - WINDOW and _has_a_way(one):
            found.append(one)
    return found


def _has_a_way(one: Taken) -> bool:
    return one.live is None or one.live >= one.sketched


def _has_ended(one: Taken) -> bool:
    return one.live is None and one.ended is not None


def _until(one: Taken, as_of: float) -> float:
    """When it went live or ended; now, while it is on its way."""
    if one.live is not None:
        return min(one.live, as_of)
    return as_of if one.ended is None else one.ended


def _ages(history: History, sketched: list[Taken]) -> tuple[Floats, np.ndarray]:
    ends = []
    for one in sketched:
        if one.live is not None:
            ends.append(survival.DONE)
        else:
            ends.append(survival.OPEN if one.ended is None else survival.DROPPED)
    starts = np.array([one.sketched for one in sketched])
    stops = np.array([_until(one, history.as_of) for one in sketched])
    return np.asarray(history.working_days(starts, stops), float), np.array(ends)


def _half(ages: Floats, ends: np.ndarray, rng: np.random.Generator) -> tuple[float, Interval]:
    """Of those that get there; as long as none has, it isn't reached."""
    if not np.any(ends == survival.DONE):
        return np.inf, Interval(np.inf, np.inf)
    draws = survival.quantile_draws(ages, ends, 0.5, block_weights(len(ages), rng, RESAMPLES))
    return survival.fit(ages, ends).quantile(0.5), of_draws(draws)


def _spent(history: History, sketched: list[Taken]) -> dict[str, float]:
    """Add up the working days that all of them were at each step, the furthest they had come to."""
    spent = dict.fromkeys(ON_THE_WAY, 0.0)
    for one in sketched:
        for name, start, stop in _stays(one, history.as_of):
            spent[name] += float(history.working_days(start, stop))
    return spent


def _stays(one: Taken, as_of: float) -> list[tuple[str, float, float]]:
    """At which steps it stayed, from when until when, up to production or its end."""
    until = _until(one, as_of)
    reached = []
    for place, moment in enumerate(one.moments[:-1]):
        if moment is not None and moment <= until:
            reached.append((moment, place))
    stays, furthest, since = [], 0, one.sketched
    for moment, place in sorted(reached):
        if place > furthest:
            stays.append((STEPS[furthest], since, moment))
            furthest, since = place, moment
    stays.append((STEPS[furthest], since, until))
    return stays


def _says(value: float, interval: Interval, ages: Floats, ends: np.ndarray) -> str:
    others = _others(ends)
    if np.isinf(value):
        longest = days(survival.seen_of(np.inf, ages))
        return f"Fewer than half got to production within {longest}, the longest seen{others}."
    if np.isinf(interval.high):
        ends_at = f"at least {days(interval.low)}"
    else:
        ends_at = f"{days(interval.low)} to {days(interval.high)}"
    return (
        f"Half of those that get there are in production {within(value)} of their sketch "
        f"({ends_at}){others}."
    )


def _others(ends: np.ndarray) -> str:
    """What isn't there: it is part of the figure."""
    waiting, dropped = int(np.sum(ends == survival.OPEN)), int(np.sum(ends == survival.DROPPED))
    parts = []
    if waiting:
        parts.append(f"{waiting} {'is' if waiting == 1 else 'are'} on their way")
    if dropped:
        parts.append(f"{dropped} {'was' if dropped == 1 else 'were'} dropped")
    return f"; of {count(ends.size, 'solution')} {' and '.join(parts)}" if parts else ""


def _where(spent: dict[str, float]) -> tuple[str, ...]:
    """Say at which step most of the time went; where two share it, none stands out."""
    total = sum(spent.values())
    (first, most), (_, second) = sorted(spent.items(), key=lambda item: -item[1])[:2]
    if total < 1 or most <= second:
        return ()
    return (f"It waits longest {AFTER[first]}: {most:.0f} of {total:.0f} working days so far.",)


def _unsketched(history: History) -> tuple[str, ...]:
    late = sum(not _has_a_way(one) for one in history.solutions)
    if not late:
        return ()
    verb = "was" if late == 1 else "were"
    return (f"{count(late, 'solution')} {verb} in production before the sketch: left out.",)


def _action(notes: tuple[str, ...]) -> str:
    if notes and notes[0].startswith("It waits"):
        return "Look at the oldest ones there: what would let one of them take its next step?"
    return "Look at the oldest ones on their way: what would let one take its next step?"


def _evidence(history: History, sketched: list[Taken]) -> tuple[Evidence, ...]:
    waiting: list[dict[str, Any]] = []
    arrived: list[dict[str, Any]] = []
    for one in sketched:
        if one.live is not None:
            took = history.working_days(one.sketched, _until(one, history.as_of))
            arrived.append({"id": one.id, "days": round(float(took), 1)})
        elif one.ended is None:
            step, since, until = _stays(one, history.as_of)[-1]
            stayed = round(float(history.working_days(since, until)), 1)
            waiting.append({"id": one.id, "days": stayed, "step": step})
    waiting.sort(key=lambda row: (-row["days"], row["id"]))
    return (
        Evidence.of("On their way: at which step, and for how long.", waiting, model="solution"),
        Evidence.of("In production, with how long it took.", arrived, model="solution"),
    )


SIGNAL = Signal(
    key="I3",
    name="From idea to live",
    unit="working days",
    question="How long does it take from a sketch to production, and where does it wait?",
    definition=(
        "Working days from a solution's sketch to its first day live in production: the median by "
        "Kaplan and Meier, so that what is on its way counts; one that was dropped ended without "
        "getting there. Time at a step is time at the furthest step that had been reached: "
        "sketched, fits, in the wild, proven. A step counts from the first time, whatever was "
        "undone later. What is imported counts nowhere."
    ),
    window="solutions sketched within the last two years",
    sample=f"each one from the first on; a median from {LEAST}",
    interval="90 %, bootstrap of the solutions",
    range="none: how long is right depends on what is built, so it isn't judged",
    gaming="Sketching late makes the way look short; questions and hypotheses come before it.",
    limits="A report and a platform count alike.",
    measure=measure,
    about_people=False,
)
