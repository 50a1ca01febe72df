from typing import Any

import numpy as np

from health.history.arrays import WINDOW
from health.history.history import History
from health.history.production import Deployed
from health.signals import pooled_share as pooled
from health.signals.by_solution import by_sprint, recent_start, share_by_solution
from health.signals.measurement import Evidence, Measurement, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents

LEAST = 12


def measure(history: History, rng: np.random.Generator) -> Measurement:
    settled = []
    for one in history.deployed:
        if one.troubles is not None and one.at > recent_start(history):
            settled.append(one)
    quiet = sum(not one.troubles for one in settled)
    figures: dict[str, float | None] = {
        "quiet": float(quiet),
        "with_incident": float(sum("incident" in (one.troubles or ()) for one in settled)),
        "taken_back": float(sum("taken back" in (one.troubles or ()) for one in settled)),
    }
    evidence = (_evidence(settled),)
    if len(settled) < LEAST:
        why = _why(quiet, len(settled))
        return too_little(len(settled), why, figures=figures, evidence=evidence)
    at, hits = np.array([one.at for one in settled]), _quiet(settled)
    found = share_by_solution(np.array([one.solution for one in settled]), hits, rng)
    limits = pooled.own_limits(history.by_round(at, hits), history.by_round(at), WINDOW)
    too_few = 1 - found.chance_above(limits.low) if limits else None
    return Measurement(
        state=judged(0, 0) if too_few is None else judged(1 - too_few, too_few),
        n=len(settled),
        value=found.value,
        interval=found.interval,
        range=pooled.own_range(limits),
        chance_healthy=None if too_few is None else 1 - too_few,
        chance_attention=too_few,
        says=(
            f"{_told(quiet, len(settled))}: {percent(found.value)} "
            f"({percents(found.interval.low, found.interval.high)})."
        ),
        action=_action(len(settled) - quiet),
        notes=_notes(found, has_limits=limits is not None),
        figures=figures,
        evidence=evidence,
        series=by_sprint(history, at, hits),
    )


def _quiet(settled: list[Deployed]) -> np.ndarray:
    return np.array([not one.troubles for one in settled], float)


def _why(quiet: int, n: int) -> str:
    if not n:
        return "No deployment of the last year is settled yet; that is asked 30 days after it."
    return f"{_told(quiet, n)}. A state needs {LEAST}."


def _told(quiet: int, n: int) -> str:
    return (
        f"{quiet} of {count(n, 'settled deployment')} passed without an incident and without "
        "being taken back"
    )


def _action(loud: int) -> str:
    if not loud:
        return "Nothing went wrong in production. Go on in steps as small."
    return (
        "Read the stories of those that didn't in a retrospective: what would have shown it "
        "before the customer saw it?"
    )


def _notes(found: pooled.Pooled, *, has_limits: bool) -> tuple[str, ...]:
    notes = [f"Interval: {found.method}."]
    if not has_limits:
        notes.append(
            "No range yet: the team's own limits need ten sprints with settled deployments before "
            "these six."
        )
    return tuple(notes)


def _evidence(settled: list[Deployed]) -> Evidence:
    rows: list[dict[str, Any]] = []
    for one in reversed(settled):
        if one.troubles:
            rows.append({"id": one.id, "troubles": list(one.troubles)})
    return Evidence.of("Settled with an incident, or taken back.", rows, model="deployment")


SIGNAL = Signal(
    key="I2",
    name="Quiet deployments",
    unit="share",
    question="Does what goes live stay up, and stay quiet?",
    definition=(
        "Of the deployments to production that are settled, which is asked on day 30, the share "
        "that lost nothing by an incident or by being taken back. What is found later settles one "
        "anew. What is imported counts nowhere."
    ),
    window="deployments that started within the last year and are settled",
    sample=f"counts and the list from the first one on; a state from {LEAST}",
    interval="90 %, Wilson; a bootstrap of solutions where these differ (design effect over 1.2)",
    range=(
        "the team's own natural limits of the 10 to 20 sprints before these six; too few is the "
        "bad side"
    ),
    gaming=(
        "Not reporting an incident hides it; both who look after a solution are asked on day 30."
    ),
    limits="An outage counts as a late report does; how heavy it was stands on its page.",
    measure=measure,
    shape="Quiet or not: of two kinds there is nothing to spread out.",
    about_people=False,
)
