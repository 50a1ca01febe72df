"""How many of a sprint's open stories will be finished by its end."""

from collections.abc import Sequence

import numpy as np

from numerics.forecasting.ranges import CountForecast


def forecast_open_work(
    chances: Sequence[float], pace: CountForecast, *, seed: int, begun: float = 1.0
) -> CountForecast:
    """Blend what the stories' ages say with what the team's pace says.

    ``chances`` holds P(finished by the sprint's end) of each open story, from the ages of work in
    progress; independent stories make their total Poisson-binomial. ``pace`` is the team's
    ``forecast_count`` until the sprint's end, cut off at the stories there are. ``begun`` is the
    share of the stories that are started, 0 to 1: ages weigh half where all of them are, and
    nothing where none has an age (a design choice), so that a kickoff alone changes no chance.
    Raises ValueError for a chance outside 0 to 1.
    """
    odds = np.asarray(chances, dtype=float)
    if ((odds < 0) | (odds > 1)).any():
        raise ValueError("The chance of a story lies between 0 and 1.")
    rng = np.random.default_rng([seed, len(odds)])
    size = len(pace.draws)
    # Equal chances are drawn together: a what-if may add thousands of stories.
    alike, counts = np.unique(odds, return_counts=True)
    futures = round(size * begun / (2 - begun))  # begun / 2 of all there are in the end
    by_age = rng.binomial(counts, alike, size=(futures, len(alike))).sum(axis=1)
    # Of stories that nobody has begun, no more are done than the team ever could.
    by_age = np.minimum(by_age, pace.draws[-1])
    by_pace = np.minimum(pace.draws, len(odds))
    return CountForecast(
        draws=np.sort(np.concatenate([by_age, by_pace])),
        n=pace.n,
        recalibration=pace.recalibration,
        days=pace.days,
    )
