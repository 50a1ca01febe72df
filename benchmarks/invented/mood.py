"""What a made-up team answers to its pulse: one round a sprint, the long one a quarter."""

from datetime import UTC, datetime

import numpy as np

from benchmarks.invented import log
from metrics.models.pulse import ITEMS
from metrics.reports.rhythm import Sheets

QUARTER = 7  # rounds, of which the last is the long one
USUAL, PEOPLE, ROUNDS, DAY, STATEMENTS = 5.3, 0.5, 0.15, 0.3, 0.7  # a mean, and spreads


def answered(told: log.Log, lower: float, since: int, rng: np.random.Generator):
    """Yield the rounds as they closed with each sprint, `lower` by so many points since one.

    Everybody answers: what rounds that only some answer may tell isn't what is asked here.
    """
    people = told.habits.people
    own = USUAL + PEOPLE * rng.normal(size=people)
    for sprint in range(told.sprints):
        kind = "safety" if sprint % QUARTER == QUARTER - 1 else "pulse"
        mood = (
            own + ROUNDS * rng.normal() - lower * (sprint >= since) + DAY * rng.normal(size=people)
        )
        felt = mood[:, None] + STATEMENTS * rng.normal(size=(people, len(ITEMS[kind])))
        scores = np.clip(np.rint(felt), 1, 7).astype(int)
        turned = np.array([item.reversed for item in ITEMS[kind]])
        yield Sheets(
            sprint, kind, datetime.fromtimestamp(log.close(sprint), UTC).date(), people,
            tuple((item.key, item.reversed) for item in ITEMS[kind]),
            tuple(map(tuple, np.where(turned, 8 - scores, scores).tolist())),
        )  # fmt: skip
