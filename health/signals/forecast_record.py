"""A team's two-week forecasts whose day has come: those it lived by, or its past replayed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from health.history.history import History
from health.history.past_forecasts import PastForecast
from health.signals.throughput import SEED, completions, day_of
from numerics.forecasting import LEVELS, Skill, effective_number, recalibrated, replay
from numerics.forecasting.scores import crps
from numerics.statistics.interval import Floats

DAYS = 14
DRAWS = 500
RIVAL_DAYS = 84


@dataclass(frozen=True, slots=True)
class Resolved:
    """One forecast and what came: its 85 % range, which of its ranges held, both scores."""

    id: int
    project: str
    issued_on: date
    low: float
    high: float
    outcome: float
    held: tuple[bool, ...]  # by level, as in LEVELS
    ours: float | None
    rival: float | None

    def as_row(self) -> dict[str, Any]:
        row = {
            "id": self.id,
            "issued": self.issued_on.isoformat(),
            "low": self.low,
            "high": self.high,
            "outcome": self.outcome,
            "held": self.held[1],
        }
        if self.project:
            return {**row, "project": self.project}
        return row


@dataclass(frozen=True)
class Record:
    """What is known of how well they held, oldest first."""

    rows: tuple[Resolved, ...]

    @property
    def n(self) -> int:
        return len(self.rows)

    def hits(self, level: float) -> int:
        return sum(one.held[LEVELS.index(level)] for one in self.rows)

    @property
    def effective(self) -> float:
        """As how many independent ones they count; two of a project may share days."""
        starts: dict[str, list[int]] = defaultdict(list)
        for one in self.rows:
            starts[one.project].append(one.issued_on.toordinal())
        return sum(effective_number(days, DAYS) for days in starts.values())

    @property
    def skill(self) -> Skill | None:
        pairs = []
        for one in self.rows:
            pairs.append((one.issued_on.toordinal(), one.ours, one.rival))
        return Skill.of(pairs, DAYS, seed=SEED)


def lived(history: History) -> Record:
    """Those that were frozen when they were issued and have been scored."""
    return Record(tuple(_of(one) for one in history.past_forecasts if one.is_fortnight))


def _of(one: PastForecast) -> Resolved:
    held = (bool(one.held_50), bool(one.held_85), bool(one.held_95))
    return Resolved(
        one.id,
        one.project,
        one.issued_on,
        one.low or 0.0,
        one.high or np.inf,
        one.value or 0.0,
        held,
        one.crps,
        one.rival_crps,
    )


def replayed(history: History, rng: Generator) -> Record:
    """What the method would have said every fortnight, knowing only what was known then."""
    past = completions(history)
    first = day_of(history.as_of) - timedelta(days=len(past.days))
    rows = []
    for place, (told, one) in enumerate(recalibrated(replay(past, DAYS, seed=SEED, draws=DRAWS))):
        ranges = told.intervals
        held = tuple(ranges[level].holds(one.outcome) for level in LEVELS)
        rival = _bootstrap(past.flow, one.issued, rng)
        mine, theirs = crps(one.draws, one.outcome), crps(rival, one.outcome)
        issued, span = first + timedelta(days=one.issued), ranges[0.85]
        rows.append(
            Resolved(place, "", issued, span.low, span.high, one.outcome, held, mine, theirs)
        )
    return Record(tuple(rows))


def _bootstrap(flow: NDArray[np.int64], day: int, rng: Generator) -> Floats:
    """The futures that resampling the days of the last twelve weeks gives, sorted."""
    days = flow[max(0, day - RIVAL_DAYS) : day]
    return np.sort(rng.choice(days, (DRAWS, DAYS)).sum(axis=1)).astype(float)
