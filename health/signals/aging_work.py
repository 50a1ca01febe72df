from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from health.history.arrays import Stories
from health.history.history import History
from health.signals import as_of_each_sprint as as_of_each_sprint
from health.signals.cycle_time import LEAST_FOR_BOUND
from health.signals.distribution import Distribution
from health.signals.durations import WEEKS, Durations, durations, in_progress
from health.signals.measurement import Evidence, Measurement, Range, State, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, days, percent, percents
from numerics.statistics.interval import Floats
from numerics.statistics.proportions import chance_above, clopper_pearson
from numerics.statistics.survival import done_within_draws, prediction_bound

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.random import Generator

LEAST = 5
EXPECTED = 0.15  # older than an 85 % expectation
LEAST_AS_OLD = 5  # stories that tell what becomes of one of that age
RESAMPLES = 500  # for the chances of single items


def measure(history: History, rng: np.random.Generator) -> Measurement:
    seen, open_work = durations(history), in_progress(history)
    n = len(open_work)
    if n < LEAST or seen.sle is None:
        return too_little(n, _why(n, len(seen.finished)))
    age = history.working_days(open_work.started, history.as_of)
    old = int(np.sum(age > seen.sle))
    interval = clopper_pearson(old, n)
    too_many = chance_above(EXPECTED, old, n)
    sure = interval.low > EXPECTED
    return Measurement(
        state=State.ATTENTION if sure else judged(1 - too_many, 0),
        n=n,
        value=old / n,
        interval=interval,
        range=Range(0.0, EXPECTED, "what an 85 % expectation leaves over"),
        chance_healthy=1 - too_many,
        chance_attention=too_many,
        says=f"{old} of {count(n, 'story')} in progress {'is' if old == 1 else 'are'} older than "
        f"{days(seen.sle)}, within which the next story will be finished with a chance of 85 %: "
        f"{percent(old / n)} "
        f"({percents(interval.low, interval.high)}).",
        action=_action(old),
        notes=(*_notes(history, open_work), *_beside_b1(seen)),
        figures={"sle": seen.sle, "old": float(old), "median_age": float(np.median(age))},
        evidence=(_evidence(history, seen, open_work, age, rng),),
        series=as_of_each_sprint.points(history, partial(_seen_at, history)),
        distribution=Distribution.of(
            "stories in progress",
            "age in working days",
            "working days",
            age,
            marks=((seen.sle, "within which 85 % of the next are finished"),),
        ),
    )


def _why(n: int, finished: int) -> str:
    if n < LEAST:
        return f"It needs {LEAST} stories in progress; there {'is' if n == 1 else 'are'} {n}."
    return (
        f"What is old can't be said yet: it needs {LEAST_FOR_BOUND} stories finished in 13 weeks; "
        f"there {'is' if finished == 1 else 'are'} {finished}."
    )


def _action(old: int) -> str:
    if not old:
        return "Nothing is older than what you expect of yourselves. Finish before you start."
    them = "This one is" if old == 1 else f"These {old} are"
    return (
        f"{them} older than 85 % of the stories that you finished in 13 weeks were. Swarm, split "
        "or drop one today."
    )


def _notes(history: History, open_work: Stories) -> tuple[str, ...]:
    parked = int(np.sum(open_work.category == "todo"))
    blocked = int(np.sum(~np.isnan(open_work.blocked)))
    notes = []
    if parked:
        notes.append(f"{count(parked, 'started story')} back in to do; the age goes on.")
    if blocked:
        notes.append(
            f"{count(blocked, 'story')} of these {'is' if blocked == 1 else 'are'} blocked."
        )
    return tuple(notes)


def _beside_b1(seen: Durations) -> tuple[str, ...]:
    """Explain the two ages of a report, where they are said otherwise."""
    past = seen.curve.quantile(0.85)
    if days(past) == days(seen.sle or 0):
        return ()
    told = (
        f"B1's {days(past)} hold for 85 % of the stories started in 13 weeks, open ones counted "
        f"with their age; {days(seen.sle or 0)} hold for the next one, by the "
        f"{len(seen.finished)} that were finished."
    )
    return (told,)


def _evidence(
    history: History, seen: Durations, open_work: Stories, age: Floats, rng: np.random.Generator
) -> Evidence:
    chances = _chances(history, seen, age, rng)
    rows = []
    for i in np.lexsort((open_work.id, -age)):
        row = {
            "id": int(open_work.id[i]),
            "key": open_work.key[i],
            "days": round(float(age[i]), 1),
            "stage": str(open_work.category[i]),
        }
        if chances is not None and not np.isnan(chances[:, i]).any():
            low, middle, high = (round(float(part), 2) for part in chances[:, i])
            row |= {"done_by_sprint_end": middle, "low": low, "high": high}
        rows.append(row)
    return Evidence.of(
        "In progress, oldest first, with the chance to be done in this sprint.", rows
    )


def _seen_at(history: History, end: float) -> tuple[float | None, int]:
    """Return the share when a sprint ended, by what was the expectation then."""
    ended = np.fmax(history.stories.done, history.stories.dropped)
    was_open = (history.stories.started <= end) & ~(ended <= end)
    age = history.working_days(history.stories.started[was_open], end)
    sle = prediction_bound(_cycles_before(history, end))
    if sle is None or age.size < LEAST:
        return None, age.size
    return float(np.mean(age > sle)), age.size


def _cycles_before(history: History, edge: float) -> Floats:
    done = history.done
    recent = (done.done <= edge) & (done.done > edge - WEEKS * 7 * 86_400) & ~np.isnan(done.cycle)
    return done.cycle[recent]


def _chances(
    history: History, seen: Durations, age: npt.NDArray[np.float64], rng: Generator
) -> Any:
    """Return the 5, 50 and 95 % points of each item's chance; None without a running sprint."""
    if not history.running or not len(seen.stories):
        return None
    day = max(sprint.ends_on for sprint in history.running)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    more = np.full(age.shape, float(history.working_days(history.as_of, end.timestamp())))
    weights = seen.weights(history, rng, RESAMPLES)
    draws = done_within_draws(seen.days, seen.ends, weights, age, more)
    grew_as_old = (seen.days[None, :] >= age[:, None]).sum(axis=1)
    known = ~np.isnan(draws).all(axis=0) & (grew_as_old >= LEAST_AS_OLD)
    chances = np.full((3, age.size), np.nan)
    if known.any():
        chances[:, known] = np.nanquantile(draws[:, known], [0.05, 0.5, 0.95], axis=0)
    return chances


SIGNAL = Signal(
    key="B2",
    name="Aging work",
    unit="share",
    question="Is something growing old in progress?",
    definition=(
        "The share of stories in progress that are older, in working days since they were first in "
        "work, than the service level expectation of B1."
    ),
    window="now",
    sample=f"at least {LEAST} stories in progress, and what B1 needs for its expectation",
    interval="90 %, exact (Clopper–Pearson); chances of single items by a bootstrap of sprints",
    range="at most 15 %, which an 85 % expectation leaves over by definition",
    gaming="Moving a story back to to do doesn't stop its age; it is shown as parked.",
    limits="Attention is said only when the whole interval lies above 15 %.",
    measure=measure,
)
