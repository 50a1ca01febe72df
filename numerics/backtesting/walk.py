"""Walk through a project's past, forecast at every step, and score what came.

The forecasts are the product's own (``numerics.forecasting``); every method, ours and the ones to
beat, sees only what lies before the step.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from numerics.backtesting import baselines
from numerics.backtesting.completions import Series
from numerics.forecasting import (
    LEVELS,
    Forecast,
    History,
    Replayed,
    recalibrated,
    replay,
    replay_points,
)
from numerics.forecasting.count import DRAWS
from numerics.forecasting.ranges import Draws
from numerics.forecasting.scores import brier, crps, pinball, pit

OURS, BOOTSTRAP, MEAN, LAST = "forecast", "bootstrap", "mean", "last value"
CLEANED = "bootstrap, bulk closes left out"
METHODS = (OURS, BOOTSTRAP, CLEANED, MEAN, LAST)
EVERY_DATE, WITHOUT_BULK = "every date", "without bulk closes"

FIELDS = (
    *("n", "outcome", "crps", "pinball", "pit", "brier", "widest", "widest_held"),
    *(f"{what}_{round(100 * level)}" for level in LEVELS for what in ("held", "width")),
)
Table = npt.NDArray[np.void]


@dataclass(frozen=True, eq=False)
class Scores:
    """A table of scores per method for one series at one horizon; a row per forecast."""

    series: str
    tables: dict[str, Table]

    @property
    def count(self) -> int:
        return len(self.tables[OURS])


Walked = Iterable[tuple[Forecast, Replayed, float]]


def walk_completions(series: Series, days: int, seed: int) -> dict[str, Scores]:
    """Scores of forecasts ``days`` days ahead, by what counts as an outcome."""
    history, seed = series.history, seed_of(series.name, seed)
    past = list(replay(history, days, seed=seed, with_bulk=True))
    rivals = [rivals_of_days(history.before(one.issued), days, seed) for one in past]
    goals = [float(history.days[one.issued - days : one.issued].sum()) for one in past]
    views = {EVERY_DATE: past, WITHOUT_BULK: [without_bulk(one, history.flow) for one in past]}
    return {view: score(series.name, seen, rivals, goals) for view, seen in views.items()}


def walk_points(name: str, delivered: npt.NDArray[np.float64], sprints: int, seed: int) -> Scores:
    """Scores of forecasts of one board's next ``sprints`` sprints, in points."""
    seed = seed_of(name, seed)
    past = list(replay_points(delivered.tolist(), sprints, seed=seed))
    rivals = [rivals_of_sprints(delivered[: one.issued], sprints, seed) for one in past]
    goals = [float(delivered[: one.issued][-sprints:].mean() * sprints) for one in past]
    return score(name, past, rivals, goals)


def seed_of(name: str, seed: int) -> int:
    """Each series has dice of its own, so that adding a file changes no other's result."""
    return zlib.crc32(name.encode()) ^ seed


def without_bulk(one: Replayed, flow: npt.NDArray[np.int64]) -> Replayed:
    return replace(one, outcome=float(flow[one.issued : one.resolved].sum()))


def rivals_of_days(known: History, days: int, seed: int) -> dict[str, Draws]:
    rng = np.random.default_rng([seed, days, len(known.days), 1])
    return {
        BOOTSTRAP: baselines.daily_bootstrap(known.days, days, DRAWS, rng),
        CLEANED: baselines.daily_bootstrap(known.flow, days, DRAWS, rng),
        MEAN: baselines.daily_mean(known.days, days),
        LAST: baselines.last_stretch(known.days, days),
    }


def rivals_of_sprints(known: npt.NDArray[np.float64], sprints: int, seed: int) -> dict[str, Draws]:
    rng = np.random.default_rng([seed, sprints, len(known), 1])
    return {
        BOOTSTRAP: baselines.sprint_bootstrap(known, sprints, DRAWS, rng),
        MEAN: baselines.sprint_mean(known, sprints),
        LAST: baselines.last_sprint(known, sprints),
    }


def score(
    name: str, past: list[Replayed], rivals: list[dict[str, Draws]], goals: list[float]
) -> Scores:
    """Score ours with its recalibration, and the rivals as they are."""
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list, {OURS: []})
    for (forecast, one), others, goal in zip(recalibrated(past), rivals, goals, strict=True):
        rows[OURS].append(score_one(forecast, one.outcome, goal))
        for method, draws in others.items():
            plain = baselines.PlainForecast(draws=draws, n=one.n)
            rows[method].append(score_one(plain, one.outcome, goal))
    return Scores(name, {method: as_table(found) for method, found in rows.items()})


def score_one(forecast: Forecast, outcome: float, goal: float) -> tuple[float, ...]:
    """The values of FIELDS. The goal, for the Brier score: no fewer than in the stretch before."""
    widest = forecast.ranges[-1]
    chance = float((forecast.draws >= goal).mean())
    return (
        forecast.n,
        outcome,
        crps(forecast.draws, outcome),
        pinball(forecast.draws, outcome),
        pit(forecast.draws, outcome),
        brier(chance, outcome >= goal),
        widest.level,
        widest.holds(outcome),
        *held_and_width(forecast, outcome),
    )


def held_and_width(forecast: Forecast, outcome: float) -> Iterator[float]:
    for interval in forecast.intervals.values():
        yield from (interval.holds(outcome), interval.width)


def as_table(rows: list[tuple[float, ...]]) -> Table:
    return np.array(rows, dtype=[(name, float) for name in FIELDS])
