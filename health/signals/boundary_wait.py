from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator

from health.history.arrays import WINDOW, Stories
from health.history.history import History
from health.reports.minimum_contributors import MINIMUM_CONTRIBUTORS
from health.signals import pooled_share as pooled
from health.signals.distribution import Distribution
from health.signals.durations import blocks_of, quantile_of_blocks
from health.signals.measurement import Evidence, Measurement, Point, Range, judged, too_little
from health.signals.past_share import BaselineShare
from health.signals.signal import Signal
from health.signals.words import percent, within
from numerics.statistics.interval import Floats, Interval, of_draws
from numerics.statistics.survival import DONE, OPEN, chance_over, fit, seen_of

if TYPE_CHECKING:
    pass

LEAST, LIMIT, SHOWN = 12, 1.0, 13
LEAST_TO, STANDS_OUT = 5, 0.3  # hand-offs to a discipline; more of them wait, as a share
LONG_WAIT = 3.0  # working days that the slowest sixth wait at least, where a few lie long
SHARE = "share_of_cycle_time"
NO_SHARE = {SHARE: None, "share_low": None, "share_high": None}


def measure(history: History, rng: Generator) -> Measurement:
    waits = history.waits
    recent = waits.handed > history.window_start
    n = int(recent.sum())
    if n < LEAST:
        return too_little(n, _why(n))
    length = history.working_days(waits.handed, np.nan_to_num(waits.taken_up, nan=history.as_of))
    ends = np.where(np.isnan(waits.taken_up), OPEN, DONE)
    lengths, states = length[recent], ends[recent]
    curve, block = fit(lengths, states), blocks_of(history, waits.handed[recent])
    median, draws = quantile_of_blocks(lengths, states, 0.5, block, rng)
    brief, slow = float(np.mean(draws <= LIMIT)), chance_over(draws, LIMIT, lengths)
    middle = of_draws(draws)
    share = _share(history, length, rng)
    return Measurement(
        state=judged(brief, slow),
        n=n,
        value=seen_of(median, lengths),
        interval=Interval(seen_of(middle.low, lengths), middle.high),
        range=Range(0.0, LIMIT, "design choice: half are taken up within a working day"),
        chance_healthy=brief,
        chance_attention=slow,
        says=f"After a hand-off to the other discipline half of the stories are taken up "
        f"{within(median)}, 85 % {within(curve.quantile(0.85))}.{_told(share)}",
        action=_action(median, curve.quantile(0.85), states, _slow(history, recent, lengths)),
        notes=(*_notes(states), *_usual(share)),
        figures={
            "p85": curve.quantile(0.85),
            **(share.figures(SHARE, "share") if share else NO_SHARE),
        },
        evidence=(_evidence(history, waits.story[recent], lengths, states),),
        distribution=_distribution(lengths, states),
        series=_points(history, length, ends),
    )


def _points(history: History, length: Floats, ends: np.ndarray) -> tuple[Point, ...]:
    """The median of the hand-offs made in each sprint; none while most of them still wait."""
    place = history.round_of(history.waits.handed)
    points = []
    for number, label in list(enumerate(history.round_labels()))[-SHOWN:]:
        own = place == number
        if own.any():
            median = fit(length[own], ends[own]).quantile(0.5)
        else:
            median = np.inf
        points.append(Point(label, median if np.isfinite(median) else None, int(own.sum())))
    return tuple(points)


def _why(n: int) -> str:
    return f"It needs {LEAST} hand-offs between disciplines in six sprints; there are {n}."


def _share(history: History, length: Floats, rng: Generator) -> BaselineShare | None:
    """Return waiting over cycle time of the stories finished in the window, by sprint."""
    known = history.done.where(~np.isnan(history.done.cycle))
    waited = _waited(history, length, known)
    recent = known.done > history.window_start
    if known.cycle[recent].sum() <= 0:
        return None
    _, block = np.unique(history.round_of(known.done[recent]), return_inverse=True)
    found = pooled.ratio(
        pooled.sums(block, waited[recent]), pooled.sums(block, known.cycle[recent]), rng
    )
    stood = history.by_round(known.done, waited)
    lived = history.by_round(known.done, known.cycle)
    return BaselineShare(found, pooled.own_limits(stood, lived, WINDOW))


def _waited(history: History, length: Floats, stories: Stories) -> Floats:
    """Return the days that each of the stories waited, shape (stories,), in the order of ids."""
    known = np.isin(history.waits.story, stories.id)
    place = np.searchsorted(stories.id, history.waits.story[known])
    return pooled.sums(place, length[known], len(stories))


def _told(share: BaselineShare | None) -> str:
    if not share:
        return ""
    return f" Waiting took {percent(share.found.value)} of the cycle time ({share.spread})."


def _usual(share: BaselineShare | None) -> tuple[str, ...]:
    if share is None:
        return ()
    if share.usual is None:
        return ("What share of the cycle time is usual here takes ten sprints before these six.",)
    usual = f"Before these six sprints {share.usually} of the cycle time were usual in a sprint"
    judged_by = "The state is judged by the working day, not by this."
    return (f"{usual}, its own limits (XmR). {judged_by}",)


def _slow(history: History, recent: np.ndarray, lengths: Floats) -> tuple[str, int, int] | None:
    """Return to whom hand-offs wait long, how many of how many, if those to others hardly do.

    A discipline of fewer than three isn't named: it would be told of its people.
    """
    long, to = lengths > LIMIT, history.waits.to[recent]
    for one in sorted(set(to.tolist())):
        own = to == one
        rest = long[~own].mean() if (~own).any() else 0.0
        stands_out = long[own].mean() - rest >= STANDS_OUT
        if (
            stands_out
            and own.sum() >= LEAST_TO
            and history.sizes.get(one, 0) >= MINIMUM_CONTRIBUTORS
        ):
            return one, int(long[own].sum()), int(own.sum())
    return None


def _action(
    median: float, late: float, states: np.ndarray, slow: tuple[str, int, int] | None
) -> str:
    """Advise by what makes the waits: what still lies there, one way, all, or a few long ones."""
    still = int(np.sum(states == OPEN))
    if still * 3 >= states.size:
        return (
            f"{still} of {states.size} hand-offs still wait. Agree today who takes up the oldest, "
            "and hand on nothing more until it is."
        )
    if median > LIMIT and slow:
        to, long, of = slow
        return (
            f"It is hand-offs to {to} that wait: {long} of {of} longer than a day. Agree on who in "
            f"{to} takes up what arrives, and hold some room for it."
        )
    if median > LIMIT:
        return (
            "Most hand-offs wait longer than a day. Announce each a day before, and give it to "
            "somebody who has room for it."
        )
    if late > LONG_WAIT:
        return (
            "Most hand-offs are taken up at once, a few lie long. Ask at the stand-up for what was "
            "handed on two days ago; the longest are listed below."
        )
    return "Hand-offs are taken up quickly. Keep announcing them."


def _distribution(lengths: Floats, states: np.ndarray) -> Distribution:
    return Distribution.of(
        "hand-offs taken up",
        "working days of waiting",
        "working days",
        lengths[states == DONE],
        open_ones=lengths[states == OPEN],
        also="still waiting",
        marks=((LIMIT, "half should be taken up"),),
    )


def _notes(states: np.ndarray) -> tuple[str, ...]:
    still = int(np.sum(states == OPEN))
    if still == 1:
        return ("1 still waits; it counts with its time so far.",)
    if still:
        return (f"{still} still wait; they count with their time so far.",)
    return ()


def _evidence(history: History, story: Any, lengths: Floats, states: Any) -> Evidence:
    order = np.lexsort((story, -lengths))[:5]
    rows = []
    for i, row in zip(order, history.rows(story[order].tolist()), strict=True):
        rows.append(
            row | {"days": round(float(lengths[i]), 1), "still_waiting": bool(states[i] == OPEN)}
        )
    return Evidence.of("The five longest waits.", rows)


SIGNAL = Signal(
    key="A3",
    name="Cross-discipline wait",
    unit="working days",
    question="How long does work lie between the disciplines?",
    definition=(
        "Working days from handing a story to another discipline until somebody of that one moves "
        "it or hands it on, or comments or pairs on it or blocks it and does something more on "
        "that or the next working day. Beside it these waits as a share of the cycle time of "
        "finished stories."
    ),
    window="hand-offs of the last six sprints",
    sample=f"at least {LEAST} hand-offs between known disciplines",
    interval="90 %, bootstrap of sprints; open waits count as censored (Kaplan–Meier)",
    range=(
        "half within one working day; the share of the cycle time is told beside the team's own "
        "limits before these sprints and not judged"
    ),
    gaming="An empty first touch: it counts only if something follows it by the next working day.",
    limits="Work that goes on off the board looks like waiting.",
    measure=measure,
)
