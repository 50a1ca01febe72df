"""What a made-up team answers to its pulse: one round a sprint, the long one a quarter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from benchmarks.invented import log
from benchmarks.invented.habits import Planted
from health.history.ceremonies import PulseResponses
from numerics.statistics.reidentification import blurred, keeps_apart
from pulse.disclosure import BLURRED, LEAST, LEAST_SHARE, UNTOLD, WHOLE
from pulse.models.wave import ITEMS

QUARTER = 7  # rounds, of which the last is the long one
USUAL, PEOPLE, ROUNDS, DAY, STATEMENTS = 5.3, 0.5, 0.15, 0.3, 0.7  # a mean, and spreads
YEAR = 26  # rounds


def answered(
    told: log.Log, planted: Planted, rng: np.random.Generator, away: np.random.Generator
) -> Iterator[Any]:
    """Yield the rounds as they closed with each sprint, lower by so many points since one.

    `away` draws who answers each of them, and the offsets that blur what not all answered.
    """
    people = told.habits.people
    own, telling = USUAL + PEOPLE * rng.normal(size=people), Telling(away.normal(size=people))
    for sprint in range(told.sprints):
        kind = "safety" if sprint % QUARTER == QUARTER - 1 else "pulse"
        lower = planted.lower * (sprint >= planted.sprint)
        mood = own + ROUNDS * rng.normal() - lower + DAY * rng.normal(size=people)
        felt = mood[:, None] + STATEMENTS * rng.normal(size=(people, len(ITEMS[kind])))
        scores = np.clip(np.rint(felt), 1, 7).astype(int)
        turned = np.array([item.reversed for item in ITEMS[kind]])
        here = away.random(people) < planted.answering
        sheets = tuple(map(tuple, np.where(turned, 8 - scores, scores)[here].tolist()))
        yield PulseResponses(
            sprint,
            kind,
            datetime.fromtimestamp(log.close(sprint), UTC).date(),
            people,
            tuple((item.key, item.reversed) for item in ITEMS[kind]),
            **telling.of(sprint, here.astype(float), sheets, scores[here]),
        )


@dataclass
class Telling:
    """How much of each round is told: in full, a blurred mean or nothing, as the product does."""

    offsets: np.ndarray
    whole: list[Any] = field(default_factory=list)  # sprint, and who answered

    def of(self, sprint: int, group: Any, sheets: Any, scores: Any) -> dict[str, Any]:
        n = len(sheets)
        if n < max(LEAST, LEAST_SHARE * group.size):
            return {"how": UNTOLD, "answered": n, "sheets": ()}
        year = []
        for when, one in self.whole:
            if when > sprint - YEAR:
                year.append(one)
        if keeps_apart(np.array([*year, group])):
            self.whole.append((sprint, group))
            return {"how": WHOLE, "answered": n, "sheets": sheets}
        found = blurred(float(scores.mean()), np.array(year), group, self.offsets)
        return {
            "how": BLURRED,
            "answered": n,
            "sheets": (),
            "mean": found.mean,
            "spread": found.spread,
        }
