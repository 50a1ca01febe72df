"""Invented histories of very different kinds: on none of them may the ranges collapse.

Nothing is tuned on them, and no promise is judged by them: they show what kind of past the method
bears less well. Each is so many weeks of work from Monday to Friday and a little at weekends.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from numerics.contracts import Number, OneOf, takes
from numerics.forecasting import History

__all__ = ["KINDS", "histories"]

Floats = npt.NDArray[np.float64]

WEEKS = 156
WEEKDAYS = np.array([0.21, 0.2, 0.2, 0.2, 0.17, 0.01, 0.01])


def steady(rate: float) -> Callable[[np.random.Generator], Floats]:
    return lambda rng: np.full(WEEKS, rate)


def bursty(rng: np.random.Generator) -> Floats:
    """Weeks that differ by far more than counting has them differ."""
    return rng.gamma(0.5, 24.0, WEEKS)


def with_pauses(rng: np.random.Generator) -> Floats:
    """Nothing at all in every second week, at random."""
    return np.where(rng.random(WEEKS) < 0.5, 0.0, rng.gamma(1.0, 24.0, WEEKS))


def dying(rng: np.random.Generator) -> Floats:
    return 20 * np.exp(-np.arange(WEEKS) / 50)


def growing(rng: np.random.Generator) -> Floats:
    return 3 * np.exp(np.arange(WEEKS) / 60)


def seasonal(rng: np.random.Generator) -> Floats:
    """A year's wave, with nothing at the turn of the year and little in two weeks of summer."""
    week = np.arange(WEEKS) % 52
    rate = 15 * (1 + 0.5 * np.sin(2 * np.pi * week / 52))
    return np.where(week == 51, 0.5, np.where((week == 30) | (week == 31), 0.3 * rate, rate))


def in_regimes(rng: np.random.Generator) -> Floats:
    """Each quarter another pace, up to fifteen times the one before."""
    return np.repeat(rng.choice([4.0, 10.0, 25.0, 60.0], WEEKS // 13), 13)


def wandering(rng: np.random.Generator) -> Floats:
    """A random walk of a fifth a week."""
    weeks: Floats = np.clip(10 * np.exp(np.cumsum(rng.normal(0, 0.2, WEEKS))), 0.5, 300)
    return weeks


def by_releases(rng: np.random.Generator) -> Floats:
    """Ten times as much in every sixth week."""
    return np.where(np.arange(WEEKS) % 6 == 5, 40.0, 4.0) * rng.gamma(2.0, 0.5, WEEKS)


def short(rng: np.random.Generator) -> Floats:
    """Thirty to sixty weeks."""
    weeks = int(rng.integers(30, 61))
    return 10 * np.exp(np.cumsum(rng.normal(0, 0.15, weeks))) * rng.gamma(3.0, 1 / 3, weeks)


def rise_and_fall(rng: np.random.Generator) -> Floats:
    """From a handful to forty a week in a year, a year of that, and down to almost nothing."""
    return np.interp(np.arange(WEEKS), [0, 52, 104, WEEKS - 1], [2.0, 40.0, 40.0, 0.5])


def doubling_and_halving(rng: np.random.Generator) -> Floats:
    """Every half year twice the pace, or half of it."""
    steps = np.cumsum(rng.choice([-1, 1], WEEKS // 26))
    return np.repeat(12 * 2.0 ** np.clip(steps, -2, 2), 26)


def with_long_gaps(rng: np.random.Generator) -> Floats:
    """Three times, nothing at all for two to five months."""
    rate = np.full(WEEKS, 12.0)
    for begin in (35, 75, 120):
        rate[begin : begin + int(rng.integers(9, 22))] = 0
    return rate


def school_year(rng: np.random.Generator) -> Floats:
    """A steady pace with two weeks off at the turn of the year, one in spring, six in summer."""
    week = np.arange(WEEKS) % 52
    off = (week >= 50) | (week == 14) | ((week >= 27) & (week < 33))
    return np.where(off, 1.0, 18.0)


def in_trains(rng: np.random.Generator) -> Floats:
    """Merged in trains: a few big ones, most weeks small, the size of a train by a power law."""
    return np.minimum(4 * (rng.pareto(1.8, WEEKS) + 0.5), 200)


def cleaned_up(rng: np.random.Generator) -> Floats:
    """Eight a week, and about every ten weeks a day on which 20 to 300 are closed."""
    return np.full(WEEKS, 8.0)


def fifteen_years(rng: np.random.Generator) -> Floats:
    """A slow walk, with a new pace every two years or so."""
    walk = np.cumsum(rng.normal(0, 0.03, 780) + rng.normal(0, 0.7, 780) * (rng.random(780) < 0.01))
    weeks: Floats = np.clip(15 * np.exp(walk - walk.mean()), 2, 200)
    return weeks


KINDS: dict[str, Callable[[np.random.Generator], Floats]] = {
    "steady, 8 a week": steady(8.0),
    "steady, 1.6 a week": steady(1.6),
    "steady, 100 a week": steady(100.0),
    "bursty": bursty,
    "with pauses": with_pauses,
    "dying": dying,
    "growing": growing,
    "seasonal": seasonal,
    "in regimes": in_regimes,
    "wandering": wandering,
    "by releases": by_releases,
    "rise and fall": rise_and_fall,
    "doubling, halving": doubling_and_halving,
    "with long gaps": with_long_gaps,
    "school year": school_year,
    "in trains": in_trains,
    "cleaned up": cleaned_up,
    "fifteen years": fifteen_years,
    "short": short,
}


@takes(kind=OneOf(*KINDS), count=Number(low=0, whole=True), seed=Number(low=0, whole=True))
def histories(kind: str, count: int, seed: int) -> Iterator[History]:
    """Invent histories of one kind.

    Parameters
    ----------
    kind : str
        One of ``KINDS``.
    count : int
        How many.
    seed : int
        The same seed gives the same ones, whatever other kinds there are.

    Yields
    ------
    History
        Three years of days, unless the kind says otherwise.

    Examples
    --------
    >>> [len(one.weeks) for one in histories("steady, 8 a week", 2, seed=1)]
    [156, 156]
    """
    for place in range(count):
        rng = np.random.default_rng([seed, place, *kind.encode()])
        days = rng.poisson(np.outer(KINDS[kind](rng), WEEKDAYS).ravel())
        if kind == "cleaned up":
            days += rng.integers(20, 301, len(days)) * (rng.random(len(days)) < 1 / 70)
        yield History(days)
