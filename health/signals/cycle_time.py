from dataclasses import replace
from math import isinf
from typing import Any

import numpy as np

from health.history.arrays import Stories
from health.history.history import History
from health.signals.distribution import Distribution
from health.signals.durations import (
    WEEKS,
    Durations,
    blocks_of,
    durations,
    quantile_of_blocks,
    sound,
)
from health.signals.measurement import Evidence, Measurement, Point, Range, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, days, percent, within
from numerics.statistics.interval import Floats, Interval, of_draws
from numerics.statistics.pace import MINUTE, Lifetimes, duration_pace_change, share_open
from numerics.statistics.survival import DROPPED, OPEN, chance_over, seen_of
from numerics.statistics.trends import Change, duration_change

LEAST_FOR_BOUND, LEAST_FOR_INTERVAL, LEAST_FOR_TWO_SIDED = 6, 20, 39
Q = 0.85
MANY_OPEN = 0.10  # of the last sprints' stories; their durations would tell too little


def measure(history: History, rng: np.random.Generator) -> Measurement:
    seen = durations(history)
    n = len(seen.finished)
    evidence, notes = _evidence(seen), _notes(history, seen)
    if n < LEAST_FOR_BOUND or seen.sle is None:
        why = (
            f"It needs {LEAST_FOR_BOUND} stories that were started and finished in {WEEKS} weeks; "
            f"there {'is' if n == 1 else 'are'} {n}."
        )
        return too_little(n, why, notes=notes)
    limit = sprint_length(history)
    found = Measurement(
        judged(0, 0),
        n,
        range=Range(0.0, limit, "the sprint's length: what starts on its first day should fit"),
        action=_action(seen),
        notes=notes,
        figures=_figures(seen),
        evidence=evidence,
        series=_series(history),
        changes=_changes(history),
        distribution=_distribution(seen, limit),
    )
    if n < LEAST_FOR_INTERVAL:
        return replace(
            found,
            value=seen.sle,
            says=f"The next story is finished within {days(seen.sle)} with a chance of 85 %, "
            f"by {n} finished stories.",
            why_not=f"A range for the 85 % point needs {LEAST_FOR_INTERVAL} finished stories; "
            "until then the value is the bound of the next story alone.",
        )
    block = blocks_of(history, seen.stories.started)
    value, draws = quantile_of_blocks(seen.days, seen.ends, Q, block, rng)
    interval = of_draws(draws)
    fits, slow = float(np.mean(draws <= limit)), chance_over(draws, limit, seen.days)
    interval = Interval(seen_of(interval.low, seen.days), interval.high)
    return replace(
        found,
        state=judged(fits, slow),
        value=seen_of(value, seen.days),
        interval=interval,
        chance_healthy=fits,
        chance_attention=slow,
        says=f"85 % of the stories are finished {within(value)} of work on them starting "
        f"({_between(interval)}), half of them {within(seen.curve.quantile(0.5))}.",
    )


def sprint_length(history: History) -> float:
    """The working days of a sprint."""
    return history.sprint_days * len(history.calendar.days) / 7


def slow_stage(finished: Stories) -> str:
    """Return the stage in which the slowest third spent most of its time."""
    if not len(finished):
        return ""
    slow = finished.where(finished.cycle >= np.quantile(finished.cycle, 2 / 3))
    spent = {"doing": slow.doing, "review": slow.review, "to do, parked": slow.parked}
    return max(spent, key=lambda stage: float(spent[stage].sum()))


def _between(interval: Interval) -> str:
    if isinf(interval.high):
        return f"at least {days(interval.low)}"
    return f"{days(interval.low)} to {days(interval.high)}"


def _action(seen: Durations) -> str:
    return (
        f"The slowest third of what was finished spent most of its time in "
        f"{slow_stage(seen.finished)}. Look there first."
    )


def _figures(seen: Durations) -> dict[str, Any]:
    started = len(seen.stories)
    return {
        "sle": seen.sle,
        "p50": seen.curve.quantile(0.5) if started else None,
        "p85": seen.curve.quantile(Q) if started else None,
        "started": float(started),
        "open": float(np.sum(seen.ends == 0)),
        "dropped_share": float(np.mean(seen.ends == DROPPED)) if started else None,
    }


def _distribution(seen: Durations, limit: float) -> Distribution:
    return Distribution.of(
        "finished stories",
        "working days in work",
        "working days",
        seen.finished.cycle,
        open_ones=seen.days[seen.ends == OPEN],
        also="still open",
        marks=((limit, "a sprint's length"),),
    )


def _evidence(seen: Durations) -> tuple[Evidence, ...]:
    if seen.sle is None:
        return ()
    slow = seen.finished.where(seen.finished.cycle > seen.sle)
    order = np.lexsort((slow.id, -slow.cycle))
    rows = []
    for i in order:
        rows.append(
            {"id": int(slow.id[i]), "key": slow.key[i], "days": round(float(slow.cycle[i]), 1)}
        )
    return (Evidence.of("Took longer than the service level expectation.", rows),)


def _notes(history: History, seen: Durations) -> tuple[str, ...]:
    dropped = int(np.sum(seen.ends == DROPPED))
    notes = []
    if dropped:
        notes.append(
            f"{count(dropped, 'started story')} ({percent(dropped / len(seen.stories))}) "
            f"{'was' if dropped == 1 else 'were'} dropped, counted as a competing end."
        )
    bulk = history.bulk_closed
    if len(bulk):
        notes.append(
            f"{count(len(bulk), 'story')} closed in bulk (more than five by one hand within two "
            "minutes) say nothing about durations and are left out."
        )
    unstarted = int(np.sum(np.isnan(history.recent(history.done).started)))
    if unstarted:
        notes.append(
            f"{count(unstarted, 'story')} went straight to done without ever being in work; "
            "their durations aren't known."
        )
    if 0 < len(seen.finished) < LEAST_FOR_TWO_SIDED:
        n = len(seen.finished)
        notes.append(
            f"{n} finished stories bound the next one from both sides with at most "
            f"{percent((n - 1) / (n + 1))}."
        )
    return tuple(notes)


def _samples(history: History) -> list[Floats]:
    done = history.done.where(~np.isnan(history.done.cycle))
    place = history.round_of(done.done)
    samples = []
    for number in range(history.closed_rounds):
        samples.append(done.cycle[place == number])
    return samples


def _series(history: History) -> tuple[Point, ...]:
    rows = zip(history.round_labels(), _samples(history), strict=True)
    points = []
    for label, one in rows:
        points.append(
            Point(
                label,
                float(np.quantile(one, Q, method="inverted_cdf")) if one.size else None,
                one.size,
            )
        )
    return tuple(points[-13:])


def _changes(history: History) -> tuple[Change | None, Change | None]:
    return _change(history, history.closed_rounds), _change(history, history.closed_rounds - 1)


def _change(history: History, rounds: int) -> Change | None:
    """Compare durations; where many are still open, the pace at which those of an age finish."""
    lives = _lives(history, history.rounds[: rounds + 1])
    if share_open(lives) > MANY_OPEN:
        return duration_pace_change(lives)
    return duration_change(_samples(history)[:rounds])


def _lives(history: History, edges: Floats) -> Lifetimes:
    started = sound(history).where(~np.isnan(sound(history).started))
    ended = np.fmax(started.done, started.dropped)
    age = history.working_days(started.started, np.nan_to_num(ended, nan=edges[-1]))
    return Lifetimes(
        age=history.working_days(started.started[:, None], edges[None, :]),
        end=np.where(np.isnan(ended), np.inf, np.maximum(age, MINUTE)),
        done=~np.isnan(started.done),
    )


SIGNAL = Signal(
    key="B1",
    name="Cycle time",
    unit="working days",
    question="How long does a story take once somebody starts on it?",
    definition=(
        "Working days from first being in work to done; a reopened story's clock goes on. The 85 % "
        "point counts unfinished work too (Kaplan–Meier) and dropped stories as a competing end "
        "(Aalen–Johansen). The service level expectation is what the next story keeps with a "
        "chance of 85 %: the ceil(0.85·(n+1))-th shortest of n finished ones."
    ),
    window=f"stories started, and stories finished, in the last {WEEKS} weeks",
    sample=(
        f"{LEAST_FOR_BOUND} finished stories for the expectation, {LEAST_FOR_INTERVAL} for the "
        "85 % point with its interval"
    ),
    interval="90 %, bootstrap of whole sprints, 2,000 resamples",
    range="the 85 % point at most as long as a sprint",
    gaming=(
        "Splitting stories or closing and reopening them: reopening lets the clock run on, and the "
        "dropped share is shown."
    ),
    limits="Working days are whole days (UTC) of the team's calendar; nights on them count.",
    measure=measure,
    worse=1,
)
