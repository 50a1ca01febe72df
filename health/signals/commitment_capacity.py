from dataclasses import replace

import numpy as np
from numpy.random import Generator

from health.history.arrays import Sprint
from health.history.history import History
from health.signals import as_of_each_sprint as as_of_each_sprint
from health.signals.concurrent_themes import LEAST_PEOPLE, themes_a_day
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Point, Range, State, too_little
from health.signals.signal import Signal
from health.signals.throughput import (
    LEAST_CHANCE,
    SEED,
    Plan,
    completions,
    day_of,
    kickoff_of,
    longest,
    running_plan,
)
from health.signals.words import count, percent
from numerics.forecasting import CountForecast, NotEnoughHistory, forecast_count
from numerics.statistics.interval import Interval

LOW, HIGH = LEAST_CHANCE, 0.90
FEW = 500  # futures for a point of the line, of which only the median is told


def measure(history: History, rng: Generator) -> Measurement:
    """Set the plan against its forecast; beside it, how many themes people work on in a day."""
    found, themes = _planned(history), themes_a_day(history)
    told = () if themes is None else (_concurrent(themes),)
    is_measured = found.value is not None
    return replace(
        found,
        says=" ".join([found.says, *told]) if is_measured else found.says,
        notes=found.notes if is_measured else (*found.notes, *told),
        figures={**found.figures, "themes_a_day": themes},
    )


def _concurrent(themes: float) -> str:
    return f"Half of the people work on {themes:.1f} themes or more in a day."


def _planned(history: History) -> Measurement:
    try:
        plan = running_plan(history)
    except NotEnoughHistory as reason:
        return too_little(0, str(reason))
    if plan is None:
        return too_little(0, "It needs a running sprint with stories frozen at its kickoff.")
    frozen, forecast, chance = plan.frozen, plan.forecast, plan.chance
    return Measurement(
        state=_state(chance),
        n=forecast.n,
        value=frozen / max(forecast.median, 0.5),
        interval=_interval(forecast, frozen),
        range=_range(forecast),
        says=f"At the kickoff {count(frozen, 'story')} {'was' if frozen == 1 else 'were'} frozen, "
        f"with a chance, as it stood then, of {percent(chance)} to finish all of them: by the "
        f"forecast it is even odds to finish {forecast.median:.0f} or more in the sprint. How it "
        "stands now, with what came later, is told on the sprint's page.",
        action=_action(plan),
        notes=_notes(history, chance),
        figures={
            "frozen": float(frozen),
            "p50": forecast.median,
            "chance_all": chance,
            "capacity": history.capacity,
        },
        evidence=(_evidence(history, plan.sprints),),
        distribution=Distribution.of(
            "possible futures",
            "stories finished in the sprint",
            "stories",
            forecast.draws,
            marks=((float(frozen), "frozen"),),
        ),
        series=_points(history),
    )


def _points(history: History) -> tuple[Point, ...]:
    """Set what each sprint froze against its forecast, with the usual capacity."""
    if not len(history.done):
        return ()
    place = history.round_of(np.array([sprint.closed for sprint in history.closed], float))
    first, whole = day_of(history.done.done.min()), completions(history)

    def ratio(end: float) -> tuple[float | None, int]:
        ended = place == np.searchsorted(history.rounds, end) - 1
        sprints = [history.closed[i] for i in np.flatnonzero(ended)]
        frozen = sum(sprint.committed or 0 for sprint in sprints)
        if not frozen:
            return None, 0
        known = whole.before(max(0, (kickoff_of(sprints) - first).days))
        try:
            futures = forecast_count(known, longest(sprints), seed=SEED, draws=FEW)
        except NotEnoughHistory:
            return None, frozen
        return frozen / max(futures.median, 0.5), frozen

    return as_of_each_sprint.points(history, ratio)


def _state(chance: float) -> State:
    if chance < LOW:
        return State.ATTENTION
    if chance <= HIGH:
        return State.HEALTHY
    return State.UNCLEAR


def _range(forecast: CountForecast) -> Range:
    """Where the ratio lies when the chance is in its range, so that it is drawn as it is judged.

    A chance of 35 % at least takes as many stories at most as the 65 % quantile of the futures, one
    of 90 % at most takes more than their 10 % quantile.
    """
    median = max(forecast.median, 0.5)
    return Range(
        (_quantile(forecast, 1 - HIGH) + 1) / median,
        _quantile(forecast, 1 - LOW) / median,
        "design choice: a chance of 35 % to 90 % to finish all of it, as so many stories",
    )


def _quantile(forecast: CountForecast, p: float) -> float:
    return float(np.quantile(forecast.draws, p, method="inverted_cdf"))


def _interval(forecast: CountForecast, frozen: int) -> Interval:
    return Interval(
        frozen / max(_quantile(forecast, 0.95), 0.5), frozen / max(_quantile(forecast, 0.05), 0.5)
    )


def _action(plan: Plan) -> str:
    if plan.advised == plan.frozen:
        return f"The plan has a chance of {percent(plan.chance)}. Leave it as it is."
    return (
        f"This plan has a chance of {percent(plan.chance)}. Cutting {plan.frozen - plan.advised} "
        f"of {count(plan.frozen, 'story')} makes it "
        f"{percent(plan.forecast.chance_of_at_least(plan.advised))}."
    )


def _evidence(history: History, sprints: list[Sprint]) -> Evidence:
    stage = dict(zip(history.stories.id.tolist(), history.stories.category.tolist(), strict=True))
    rows = []
    for sprint in sprints:
        for row in history.rows(sprint.frozen_stories):
            rows.append(row | {"sprint": sprint.label, "stage_now": stage.get(row["id"], "todo")})
    return Evidence.of("Frozen at the kickoff.", rows)


def _notes(history: History, chance: float) -> tuple[str, ...]:
    notes = []
    if history.capacity != 1:
        notes.append(f"The team has {percent(history.capacity)} of its usual days in this sprint.")
    if chance > HIGH:
        notes.append("Over 90 %: is there room for more, or is the commitment kept small?")
    return tuple(notes)


SIGNAL = Signal(
    key="D1",
    name="Commitment and capacity",
    unit="factor",
    question="Is the running sprint's commitment one the team can keep?",
    definition=(
        "Stories frozen at kickoff over the median of the forecast for the sprint, made with what "
        "was known at kickoff and scaled by who is away. Beside it the chance to finish them all, "
        "and how many themes people have in work on one day: each one's mean of six sprints, "
        f"of these the median, not shown under {LEAST_PEOPLE} people. The line tells the ratio of "
        "each closed sprint, with the usual capacity: who was away then isn't kept."
    ),
    window="the running sprint; the forecast learns from the 26 weeks before it",
    sample="six weeks of history with 15 finished stories in the last twelve",
    interval="90 % of the forecast's futures",
    range="a chance between 35 % and 90 % to finish all of it",
    gaming="Splitting stories raises both sides alike.",
    limits=(
        "Other work of the same people isn't seen, only their days away. Many themes are well as "
        "long as they are few a day (Vasilescu 2016); no limit is published, so none is judged."
    ),
    measure=measure,
)
