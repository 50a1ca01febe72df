from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from health.history.arrays import Stories
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.distribution import Distribution
from health.signals.durations import blocks_of, in_progress
from health.signals.measurement import Evidence, Measurement, Point, Range, judged, too_little
from health.signals.past_share import BaselineShare
from health.signals.signal import Signal
from health.signals.words import between, count, percent
from numerics.statistics.interval import Floats
from numerics.statistics.rates import RateRatio, rate_ratio, rate_ratio_change, scatter_of

WEEKS, LEAST, LEAST_ROUNDS = 8, 15, 4
WEEK = 7 * 86_400.0


def measure(history: History, rng: Generator) -> Measurement:
    stories = history.stories.where(~history.stories.bulk)
    starts, ends = _weekly(history, stories.started), _weekly(history, _ended(stories))
    n = int(min(starts.sum(), ends.sum()))
    if n < LEAST:
        return too_little(
            n,
            f"It needs {LEAST} stories started and {LEAST} ended in {WEEKS} weeks; there are "
            f"{int(starts.sum())} and {int(ends.sum())}.",
        )
    found = rate_ratio(starts, ends, _scatter(history, stories))
    balanced = found.chance_at_most(1.0)
    blocked = _blocked(history, stories, rng)
    return Measurement(
        state=judged(1.0 if found.interval.low <= 1 else balanced, 1 - balanced),
        n=n,
        value=found.value,
        interval=found.interval,
        range=Range(0.0, 1.0, "what comes in goes out (Little's law), or less of it"),
        chance_attention=1 - balanced,
        says=f"{count(int(starts.sum()), 'story')} were started and {int(ends.sum())} ended in "
        f"{WEEKS} weeks: {found.value:.1f} started for each that ended "
        f"({between(found.interval.low, found.interval.high)}).",
        action=_action(found),
        notes=_notes(blocked),
        figures={
            "started": float(starts.sum()),
            "ended": float(ends.sum()),
            "wip_change": float(starts.sum() - ends.sum()),
            **(blocked.figures("blocked_share", "blocked") if blocked else {"blocked_share": None}),
        },
        evidence=_evidence(history, stories),
        distribution=_distribution(history, starts - ends),
        series=_points(history, stories),
        changes=_changes(history, stories),
    )


def _ended(stories: Stories) -> Floats:
    return np.fmax(stories.done, stories.dropped)


def _weekly(history: History, moments: Floats) -> Floats:
    """Return how many moments lie in each of the last weeks, oldest first, shape (WEEKS,)."""
    ago = (history.as_of - moments) / WEEK
    inside = (ago >= 0) & (ago < WEEKS)
    return np.bincount((WEEKS - 1 - ago[inside]).astype(int), minlength=WEEKS).astype(float)


def _distribution(history: History, more: Floats) -> Distribution:
    """By how many more were started than ended; weeks that can't be told one from the other."""
    edges = (history.as_of - WEEK * np.arange(WEEKS, -1, -1)).tolist()
    return Distribution.of(
        "weeks",
        "how many more stories were started than ended",
        "stories",
        more,
        marks=((0.0, "as many ended as were started"),),
        spans=list(pairwise(edges)),
    )


def _scatter(history: History, stories: Stories) -> tuple[float, float] | None:
    """Return the scatter of starts and ends by sprint: within one they come in waves."""
    if history.closed_rounds < LEAST_ROUNDS:
        return None
    starts, ends = history.by_round(stories.started), history.by_round(_ended(stories))
    return scatter_of(starts[-13:]), scatter_of(ends[-13:])


def _blocked(history: History, stories: Stories, rng: Generator) -> BaselineShare | None:
    """Pool the stories that ended in the window or are open, those of a sprint kept together."""
    begun = stories.where(~np.isnan(stories.started))
    until = np.fmin(_ended(begun), history.as_of)
    now = np.nan_to_num(history.working_days(begun.blocked, until))
    blocked, active = begun.blocked_days + now, history.working_days(begun.started, until)
    recent = ~(_ended(begun) < history.as_of - WEEKS * WEEK)
    if active[recent].sum() <= 0:
        return None
    block = blocks_of(history, until[recent])
    found = pooled.ratio(
        pooled.sums(block, blocked[recent]), pooled.sums(block, active[recent]), rng, most=1.0
    )
    stood = history.by_round(_ended(begun), blocked)
    lived = history.by_round(_ended(begun), active)
    return BaselineShare(found, pooled.own_limits(stood, lived, _rounds_within(history)))


def _rounds_within(history: History) -> int:
    """How many of the last sprints reach into the weeks that are judged."""
    return int(np.sum(history.rounds[1:] > history.as_of - WEEKS * WEEK))


def _action(found: RateRatio) -> str:
    if found.interval.low > 1:
        return f"You start {found.value:.1f} for each you finish. Finish two before the next start."
    return "You finish about what you start. Keep it that way."


def _notes(blocked: BaselineShare | None) -> tuple[str, ...]:
    universal = "How much is in progress is judged by no universal limit, only by its growth."
    if blocked and blocked.found.hits > 0:
        return (universal, _told(blocked))
    return (universal,)


def _told(blocked: BaselineShare) -> str:
    told = f"{percent(blocked.found.value)} of the active time was blocked ({blocked.spread})"
    if blocked.usual is None:
        return f"{told}; what is usual here takes ten sprints before these weeks."
    return (
        f"{told}; before these weeks {blocked.usually} were usual in a sprint, own limits "
        "(XmR). The state is judged by what starts and ends, not by this."
    )


def _points(history: History, stories: Stories) -> tuple[Point, ...]:
    starts, ends = history.by_round(stories.started), history.by_round(_ended(stories))
    return pooled.points(history.round_labels(), starts, ends)


def _evidence(history: History, stories: Stories) -> tuple[Evidence, ...]:
    """What is blocked, what was started and hasn't ended, and what was counted as an end."""
    since, open_work = history.as_of - WEEKS * WEEK, in_progress(history)
    unfinished = open_work.where((open_work.started > since) & ~open_work.bulk)
    ended = stories.where(_ended(stories) > since)
    return (
        _blocked_now(history, open_work),
        _in_order(
            "Started within these weeks and not ended, oldest first.",
            unfinished.started,
            unfinished,
        ),
        _in_order("Ended within these weeks, newest first.", -_ended(ended), ended),
    )


def _in_order(why: str, order: Floats, stories: Stories) -> Evidence:
    chosen = stories.where(np.lexsort((stories.id, order)))
    rows = zip(chosen.id.tolist(), chosen.key.tolist(), chosen.category.tolist(), strict=True)
    return Evidence.of(why, [{"id": pk, "key": key, "stage_now": now} for pk, key, now in rows])


def _blocked_now(history: History, open_work: Stories) -> Evidence:
    blocked = open_work.where(~np.isnan(open_work.blocked))
    days = history.working_days(blocked.blocked, history.as_of)
    rows = []
    for i in np.lexsort((blocked.id, -days)):
        rows.append(
            {"id": int(blocked.id[i]), "key": blocked.key[i], "days": round(float(days[i]), 1)}
        )
    return Evidence.of("Blocked now, longest first.", rows)


def _changes(history: History, stories: Stories) -> tuple[Any, ...]:
    starts, ends = history.by_round(stories.started), history.by_round(_ended(stories))
    return rate_ratio_change(starts, ends), rate_ratio_change(starts[:-1], ends[:-1])


SIGNAL = Signal(
    key="B3",
    name="Flow balance",
    unit="factor",
    question="Does the team finish as much as it starts?",
    definition=(
        "Stories first in work a week over stories done or dropped a week. Beside it the share of "
        "active time in which stories were blocked. Bulk closes are left out."
    ),
    window=f"the last {WEEKS} weeks",
    sample=f"at least {LEAST} starts and {LEAST} ends",
    interval=(
        "90 %, ratio of two rates with the scatter of the sprints (negative binomial); of the "
        "blocked share a bootstrap of sprints"
    ),
    range=(
        "1 or less, or an interval that holds 1; the blocked share is told beside the team's own "
        "limits before these weeks and not judged"
    ),
    gaming="Starting late on the board: read it beside the age of the work.",
    limits="More work in progress goes with longer times, and with more output (Sjøberg 2018).",
    measure=measure,
    worse=1,
)
