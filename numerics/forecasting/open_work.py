"""How many of a sprint's open stories will be finished by its end."""

from collections.abc import Sequence

import numpy as np

from numerics.contracts import Array, Instance, Number, takes
from numerics.forecasting.ranges import CountForecast

__all__ = ["forecast_open_work"]

SHARE = Number(low=0, high=1)


@takes(
    chances=Array("stories", SHARE, listed=True),
    pace=Instance(CountForecast),
    seed=Number(low=0, whole=True),
    begun=SHARE,
)
def forecast_open_work(
    chances: Sequence[float], pace: CountForecast, *, seed: int, begun: float = 1.0
) -> CountForecast:
    """Blend what the stories' ages say with what the team's pace says.

    Parameters
    ----------
    chances : sequence of float
        P(finished by the sprint's end) of each open story, from the ages of work in progress.
    pace : CountForecast
        The team's `forecast_count` until the sprint's end; it is cut off at the stories there are.
    seed : int
        The same seed gives the same forecast.
    begun : float
        The share of the stories that are started, from 0 to 1.

    Returns
    -------
    CountForecast
        How many of the stories will be finished.

    Raises
    ------
    ValueError
        For a chance outside 0 to 1.

    Notes
    -----
    Independent stories make their total Poisson-binomial. Ages weigh half where all stories are
    begun, and nothing where none has an age (a design choice), so that a kickoff alone changes no
    chance.

    Examples
    --------
    >>> pace = CountForecast(draws=np.array([1.0, 2.0, 3.0, 4.0]), n=13)
    >>> forecast_open_work([0.9, 0.8, 0.2], pace, seed=1, begun=0.0).draws.tolist()
    [1.0, 2.0, 3.0, 3.0]
    """
    odds = np.asarray(chances, dtype=float)
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
