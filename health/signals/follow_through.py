import numpy as np

from health.history.ceremonies import AgreedAction
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Point, Range, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics import survival
from numerics.statistics.interval import Floats
from numerics.statistics.pace import MINUTE, Lifetimes, pace_change
from numerics.statistics.proportions import chance_above, wilson
from numerics.statistics.trends import Change

RETROS = 6
FOLLOWED, SEEN = 8, 12  # actions with full follow-up, or any when open ones are censored
LIMIT = 0.5


def measure(history: History, rng: np.random.Generator) -> Measurement:
    actions = recent(history)
    within = 2 * history.sprint_days * len(history.calendar.days) / 7
    ages, ends = followed(history, actions)
    settled = int(np.sum((ends != survival.OPEN) | (ages >= within)))
    if settled < FOLLOWED and len(actions) < SEEN:
        return too_little(len(actions), _why(len(actions), settled))
    share = float(survival.fit(ages, ends).done_within(np.zeros(1), np.array([within]))[0])
    # An action that is still open has told part of what it will tell.
    n = float(np.sum(np.where(ends != survival.OPEN, 1.0, np.minimum(1.0, ages / within))))
    interval, well = wilson(share * n, n), chance_above(LIMIT, share * n, n)
    open_ones = []
    for one in actions:
        if one.closed is None:
            open_ones.append(one)
    done = sum(one.done for one in actions)
    return Measurement(
        state=judged(well, 1 - well),
        n=len(actions),
        value=share,
        interval=interval,
        range=Range(LIMIT, 1.0, "design choice"),
        chance_healthy=well,
        chance_attention=1 - well,
        says=f"Of {count(len(actions), 'action')} agreed on in the last {RETROS} retrospectives "
        f"{percent(share)} are followed through within two sprints "
        f"({percents(interval.low, interval.high)}).{_late(history, open_ones)}",
        action=_action(done, len(actions), len(open_ones)),
        notes=("Closed without evidence counts as dropped.",),
        figures={
            "done": float(done),
            "dropped": float(sum(one.closed is not None and not one.done for one in actions)),
            "open": float(len(open_ones)),
            "carried": float(sum(one.carried for one in actions)),
        },
        evidence=(_evidence(history, open_ones),),
        distribution=Distribution.of(
            "actions closed",
            "working days since agreed on",
            "working days",
            ages[ends != survival.OPEN],
            open_ones=ages[ends == survival.OPEN],
            also="still open",
            marks=((within, "two sprints"),),
        ),
        series=_points(history, within),
        changes=(
            _change(history, history.rounds, within),
            _change(history, history.rounds[:-1], within),
        ),
    )


def _change(history: History, edges: Floats, within: float) -> Change | None:
    """Compare the pace of the sprints between these edges with nothing that came after them."""
    actions = history.rhythm.actions
    starts = np.array([one.created for one in actions])
    ages, ends = followed(history, list(actions))
    lives = Lifetimes(
        age=history.working_days(starts[:, None], edges[None, :]),
        end=np.where(ends == survival.OPEN, np.inf, np.maximum(ages, MINUTE)),
        done=ends == survival.DONE,
    )
    return pace_change(lives, within)


def _points(history: History, within: float) -> tuple[Point, ...]:
    """The share followed through, by the sprint they were agreed in, of those whose time is up."""
    actions = list(history.rhythm.actions)
    ages, ends = followed(history, actions)
    kept = (ends == survival.DONE) & (ages <= within)
    told = (ends != survival.OPEN) | (ages > within)
    created = np.array([one.created for one in actions])[told]
    tops = history.by_round(created, kept[told].astype(float))
    return pooled.points(history.round_labels(), tops, history.by_round(created))


def recent(history: History) -> list[AgreedAction]:
    """The actions of the last six retrospectives that agreed on any."""
    actions = history.rhythm.actions
    last = list(dict.fromkeys(one.retrospective for one in reversed(actions)))[:RETROS]
    recent = []
    for one in actions:
        if one.retrospective in last:
            recent.append(one)
    return recent


def followed(history: History, actions: list[AgreedAction]) -> tuple[Floats, np.ndarray]:
    """Return for each action its working days until closed or now, and how that ended."""
    starts = np.array([one.created for one in actions])
    stops = np.array([history.as_of if one.closed is None else one.closed for one in actions])
    ends = []
    for one in actions:
        if one.closed is None:
            ends.append(survival.OPEN)
        else:
            ends.append(survival.DONE if one.done else survival.DROPPED)
    return np.asarray(history.working_days(starts, stops), float), np.array(ends)


def _why(n: int, settled: int) -> str:
    return (
        f"It needs {FOLLOWED} actions of retrospectives that had two sprints' time, or {SEEN} in "
        f"all; there are {settled} and {n}."
    )


def _late(history: History, open_ones: list[AgreedAction]) -> str:
    """How many are past their day: most may be followed through, and these aren't."""
    today = history.day(history.as_of)
    late = sum(one.due.isoformat() < today for one in open_ones)
    if not late:
        return ""
    if len(open_ones) == 1:
        return " The one that is open is past its day."
    if late == len(open_ones):
        return f" All {late} open ones are past their day."
    are = "is past its" if late == 1 else "are past their"
    return f" {late} of the {len(open_ones)} open ones {are} day."


def _action(done: int, n: int, open_now: int) -> str:
    if not open_now:
        return f"{done} of {n} were done with evidence, none is open. Keep agreeing on few."
    return (
        f"{done} of {n} were done with evidence, {open_now} are open. Carry at most two into the "
        "next sprint, as stories."
    )


def _evidence(history: History, open_ones: list[AgreedAction]) -> Evidence:
    rows = []
    for one in open_ones:
        rows.append(
            {
                "id": one.id,
                "days": round(float(history.working_days(one.created, history.as_of)), 1),
                "carried": one.carried,
            }
        )
    return Evidence.of("Agreed on and still open, oldest first.", rows, model="action")


SIGNAL = Signal(
    key="E1",
    name="Follow-through of retrospectives",
    unit="share",
    question="Is what retrospectives agree on done?",
    definition=(
        "The chance that an agreed action is closed with evidence within two sprints, by Kaplan "
        "and Meier, so that open ones count for as long as they have been open."
    ),
    window=f"the last {RETROS} retrospectives that agreed on something",
    sample=f"at least {FOLLOWED} actions with two sprints' time, or {SEEN} in all",
    interval="90 %, Wilson; open actions count for the part of their time that has passed",
    range="at least half (design choice)",
    gaming="Closing without evidence counts as dropped; trivial actions are visible in the list.",
    limits="Whether an action was worth doing isn't measured.",
    measure=measure,
    worse=-1,
)
