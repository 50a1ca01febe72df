from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from health.history.history import History
from health.signals.by_solution import by_sprint, recent_start, share_by_solution
from health.signals.measurement import Evidence, Measurement, Range, judged, too_little
from health.signals.pooled_share import Pooled
from health.signals.signal import Signal
from health.signals.words import count, percent, percents

LEAST = 12
KEPT = 0.9
MISSED = {"fit": "a signed fit", "trial": "a passed trial"}


@dataclass(frozen=True, slots=True)
class Vote:
    """A solution that went to production with one fit, however often: what any of them lacked."""

    solution: int
    deployment: int  # the first of them
    at: float
    lacked: tuple[str, ...]


def measure(history: History, rng: np.random.Generator) -> Measurement:
    votes = votes_of(history)
    kept = sum(not one.lacked for one in votes)
    figures: dict[str, float | None] = {
        "kept": float(kept),
        "without_fit": float(sum("fit" in one.lacked for one in votes)),
        "without_trial": float(sum("trial" in one.lacked for one in votes)),
    }
    evidence = (_evidence(votes),)
    if len(votes) < LEAST:
        return too_little(len(votes), _why(kept, len(votes)), figures=figures, evidence=evidence)
    hits = np.array([not one.lacked for one in votes], float)
    found = share_by_solution(np.array([one.solution for one in votes]), hits, rng)
    well = found.chance_above(KEPT)
    return Measurement(
        state=judged(well, 1 - well),
        n=len(votes),
        value=found.value,
        interval=found.interval,
        range=Range(KEPT, 1.0, "design choice"),
        chance_healthy=well,
        chance_attention=1 - well,
        says=_says(kept, len(votes), found),
        action=_action(votes),
        notes=(f"Interval: {found.method}.",),
        figures=figures,
        evidence=evidence,
        series=by_sprint(history, np.array([one.at for one in votes]), hits),
    )


def votes_of(history: History) -> list[Vote]:
    """One vote for each solution and fit, so that who deploys every hour doesn't outvote it."""
    votes: dict[tuple[int, str], Vote] = {}
    for one in history.deployed:
        if one.lacked is None or one.at <= recent_start(history):
            continue
        key = (one.solution, one.fit_hash)
        vote = votes.setdefault(key, Vote(one.solution, one.id, one.at, ()))
        lacked = tuple(sorted({*vote.lacked, *one.lacked}))
        votes[key] = Vote(vote.solution, vote.deployment, vote.at, lacked)
    return list(votes.values())


def _why(kept: int, n: int) -> str:
    if not n:
        return "Nothing met the gate of production in a year."
    return f"{_told(kept, n)}. A state needs {LEAST}."


def _told(kept: int, n: int) -> str:
    went = count(n, "solution and fit", "solutions and fits")
    return f"{kept} of {went} went to production with a signed fit and a passed trial"


def _says(kept: int, n: int, found: Pooled) -> str:
    spread = percents(found.interval.low, found.interval.high)
    return f"{_told(kept, n)}: {percent(found.value)} ({spread})."


def _action(votes: list[Vote]) -> str:
    counted = Counter(name for one in votes for name in one.lacked)
    if not counted:
        return "Nothing went past its gate. Go on."
    most = MISSED[max(sorted(counted), key=lambda name: counted[name])]
    return f"What was missing most is {most}. Plan it before the next deployment, not after."


def _evidence(votes: list[Vote]) -> Evidence:
    rows: list[dict[str, Any]] = []
    for one in sorted(votes, key=lambda one: (not one.lacked, -one.at)):
        rows.append({"id": one.deployment, "lacked": list(one.lacked)})
    why = "Went to production within a year, once for each fit; what lacked something first."
    return Evidence.of(why, rows, model="deployment")


SIGNAL = Signal(
    key="I1",
    name="Gates kept",
    unit="share",
    question="Does what goes to production fit, and has it held in the wild?",
    definition=(
        "Of what started in production, the share with a current fit that both disciplines had "
        "signed and a passed trial of the words of that day. Each solution has one vote for each "
        "of its fits, however often it is deployed, and it isn't kept if anything was missing "
        "once. A waiver says why, and counts as missing. Fixes of an open incident meet no gate, "
        "and what is imported counts nowhere."
    ),
    window="deployments that started within the last year",
    sample=f"counts and the list from the first one on; a state from {LEAST}",
    interval="90 %, Wilson; a bootstrap of solutions where these differ (design effect over 1.2)",
    range=f"at least {percent(KEPT)} (design choice)",
    gaming="A signature takes one of each discipline, over the very words that are deployed.",
    limits="It tells that both looked, not how well.",
    measure=measure,
    shape="Kept or not: of two kinds there is nothing to spread out.",
    about_people=False,
)
