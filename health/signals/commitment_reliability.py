from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from health.history.arrays import Sprint
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.commitments import by_sprint, column, why_too_little, with_commitment
from health.signals.measurement import Evidence, Measurement, Range, judged, too_little
from health.signals.signal import Signal
from health.signals.throughput import Plan, running_plan, sprint_forecast
from health.signals.words import count, percent, percents
from numerics.forecasting import NotEnoughHistory
from numerics.statistics.trends import share_change

LOW, HIGH = 0.65, 0.95


def measure(history: History, rng: np.random.Generator) -> Measurement:
    sprints = with_commitment(history.window)
    why = why_too_little(sprints)
    if why:
        return too_little(len(sprints), why)
    kept, frozen = column(sprints, "done"), column(sprints, "committed")
    found = pooled.overdispersed_share(kept, frozen, rng)
    inside, under = found.chance_between(LOW, HIGH), 1 - found.chance_above(LOW)
    ever = with_commitment(history.closed)
    all_kept, all_frozen = column(ever, "done"), column(ever, "committed")
    return Measurement(
        state=judged(inside, under),
        n=len(sprints),
        value=found.value,
        interval=found.interval,
        range=Range(LOW, HIGH, "65 %: LinearB's “strong”, SAFe 80–100 %; over 95 % check churn"),
        chance_healthy=inside,
        chance_attention=under,
        says=f"{int(kept.sum())} of {count(int(frozen.sum()), 'story')} frozen at the kickoffs of "
        f"{len(sprints)} sprints were done when they ended: {percent(found.value)} "
        f"({percents(found.interval.low, found.interval.high)}).",
        action=_action(history, found, sprints),
        notes=(f"Interval: {found.method}.", *_notes(found, history)),
        figures=_figures(sprints, rng),
        evidence=(_evidence(history, sprints),),
        distribution=by_sprint(
            "share of the commitment done, in %",
            "share",
            sprints,
            kept / frozen,
            ((LOW, "the range's lower end"), (HIGH, "its upper end")),
        ),
        series=pooled.points([sprint.label for sprint in ever], all_kept, all_frozen),
        changes=(share_change(all_kept, all_frozen), share_change(all_kept[:-1], all_frozen[:-1])),
    )


def _action(history: History, found: pooled.Pooled, sprints: list[Sprint]) -> str:
    usual = round(_a_round(np.mean, sprints, "committed"))
    share = f"{percent(found.value)} ({percents(found.interval.low, found.interval.high)})"
    advised, because = _next_time(history, sprints, usual, found.value)
    if len({one.project for one in sprints}) > 1:
        whole = " over all projects"
    else:
        whole = ""
    if advised < usual and because:
        advice = f"Freeze {advised} next time, not {usual}{whole}: {because}."
    else:
        advice = f"Keep freezing about {advised}{whole}."
    return f"You finish {share} of what you freeze at kickoff. {advice}"


def _a_round(
    middle: Callable[[NDArray[np.float64]], float], sprints: list[Sprint], name: str
) -> float:
    """Add up the middles of the projects, whose sprints run beside each other."""
    projects = {one.project for one in sprints}
    mine = []
    for project in sorted(projects):
        mine.append([one for one in sprints if one.project == project])
    return float(sum(middle(column(one, name)) for one in mine))


def _next_time(
    history: History, sprints: list[Sprint], usual: int, share: float
) -> tuple[int, str]:
    """Return how many to freeze and why: as many as D1 advises, where a sprint runs.

    Else it is as many as usual, or where too few of them are kept, the forecast's median if that
    is less. It is of all that gets finished, also of what comes in after kickoff, so it may be more
    than was ever kept of a commitment; then, and without a forecast, it is what is usually kept.
    """
    if plan := _plan(history):
        if plan.advised < plan.frozen:
            return plan.advised, (
                f"the running sprint's {plan.frozen} have a chance of {percent(plan.chance)}, "
                f"and it is even odds to finish {plan.advised} or more in a sprint"
            )
        return plan.advised, _as_now(plan) if share < LOW else ""
    if share >= LOW:
        return usual, ""
    kept = max(1, round(_a_round(np.median, sprints, "done")))
    try:
        median = max(1, round(sprint_forecast(history, sprints[-1:]).median))
    except NotEnoughHistory:
        return kept, "as many as you usually finish of them; there is no forecast yet"
    if median < usual:
        return median, f"by the forecast it is even odds to finish {median} or more in a sprint"
    return kept, (
        f"as many as you usually finish of them; the forecast's {median} a sprint also count "
        "what wasn't frozen"
    )


def _as_now(plan: Plan) -> str:
    return f"as in the running sprint, whose plan has a chance of {percent(plan.chance)}"


def _plan(history: History) -> Plan | None:
    try:
        return running_plan(history)
    except NotEnoughHistory:
        return None


def _is(number: int) -> str:
    if number == 1:
        return "is"
    return "are"


def _notes(found: pooled.Pooled, history: History) -> list[str]:
    notes = []
    if found.value > HIGH:
        notes.append("Over 95 %: is there room for more, or is the commitment kept small?")
    if empty := len(history.window) - len(with_commitment(history.window)):
        notes.append(f"{count(empty, 'sprint')} had nothing frozen, and {_is(empty)} left out.")
    return notes


def _figures(sprints: list[Sprint], rng: np.random.Generator) -> dict[str, Any]:
    points, done = column(sprints, "committed_points"), column(sprints, "done_points")
    if points.sum() <= 0:
        return {"points_share": None}
    found = pooled.ratio(done, points, rng)
    return {
        "points_share": found.value,
        "points_low": found.interval.low,
        "points_high": found.interval.high,
    }


def _evidence(history: History, sprints: list[Sprint]) -> Evidence:
    stage = dict(zip(history.stories.id.tolist(), history.stories.category.tolist(), strict=True))
    rows = []
    for sprint in reversed(sprints):
        for row in history.rows(sprint.missed_stories):
            rows.append(row | {"sprint": sprint.label, "stage_now": stage.get(row["id"], "todo")})
    return Evidence.of("Frozen at kickoff, not done when the sprint ended.", rows)


SIGNAL = Signal(
    key="C1",
    name="Commitment reliability",
    unit="share",
    question="How much of what the team takes on at kickoff does it finish in the sprint?",
    definition=(
        "Stories of the commitment that stand in done when the sprint ends, over all of the "
        "commitment's stories, summed over sprints. The commitment is frozen at kickoff: taking a "
        "story out later doesn't take it out of the sum. A sprint ends when it is closed, at the "
        "latest a day after its last one."
    ),
    window="the last six closed sprints",
    sample="at least 4 sprints and 20 frozen stories",
    interval="90 %, bootstrap of sprints from six on, before that beta-binomial by sprint",
    range="65 % to 95 %",
    gaming=(
        "The frozen commitment can't be edited. Committing to less raises it: over 95 % is no "
        "target but a question."
    ),
    limits=(
        "For scale: of 699 open-source sprints, half delivered under 82 % of their points, one in "
        "ten nothing, and only 24 % between 80 % and 120 %."
    ),
    measure=measure,
    worse=-1,
)
