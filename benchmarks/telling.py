"""Rules by which rounds of a pulse could be told, to be compared by `bin/bench pulse`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from numerics.statistics.reidentification import keeps_apart, unexplained

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.pulse import Year

LEAST, LEAST_SHARE, LEAST_APART, QUARTER = 5, 0.6, 3, 6


@dataclass(frozen=True)
class Figure:
    """One figure told of some rounds.

    `weights` (rounds, people) are those of the answers in it, `offsets` (people,) those of standard
    normal numbers that belong to a person, and `noise` the spread of what is drawn for it alone.
    """

    rounds: tuple[int, ...]
    weights: np.ndarray
    value: float
    truth: float
    offsets: np.ndarray | float = 0.0
    noise: float = 0.0


def enough(told: Year, number: int) -> Any:
    answered = told.answered[number].sum()
    return answered >= LEAST and answered >= LEAST_SHARE * told.inside[number].sum()


def mean_of(
    told: Year, numbers: list[int], *, offsets: float = 0.0, drawn: float = 0.0, noise: float = 0.0
) -> Figure:
    weights = np.zeros(told.answered.shape)
    weights[numbers] = told.answered[numbers]
    weights /= weights.sum()
    truth = float((weights * told.scores).sum())
    return Figure(tuple(numbers), weights, truth + drawn, truth, offsets, noise)


def everything(told: Year, rng: np.random.Generator) -> list[Figure]:
    everything = []
    for number in range(len(told.answered)):
        if enough(told, number):
            everything.append(mean_of(told, [number]))
    return everything


def nothing(told: Year, rng: np.random.Generator) -> list[Figure]:
    return []


def by_pairs(told: Year, rng: np.random.Generator) -> list[Figure]:
    """The rule of before: as the same people, or three others, as each round told before."""
    sets: list[int] = []
    for number in range(len(told.answered)):
        apart = []
        for one in sets:
            apart.append(int((told.answered[number] ^ told.answered[one]).sum()))
        if enough(told, number) and all(one == 0 or one >= LEAST_APART for one in apart):
            sets.append(number)
    return [mean_of(told, [number]) for number in sets]


def by_quarters(told: Year, rng: np.random.Generator) -> list[Figure]:
    """All sheets of a quarter in one figure."""
    quarters = []
    for first in range(0, len(told.answered) - QUARTER + 1, QUARTER):
        quarters.append(
            [number for number in range(first, first + QUARTER) if enough(told, number)]
        )
    by_quarters = []
    for numbers in quarters:
        if numbers:
            by_quarters.append(mean_of(told, numbers))
    return by_quarters


def by_who_could_be_told_apart(told: Year, rng: np.random.Generator) -> list[Figure]:
    groups: list[int] = []
    for number in range(len(told.answered)):
        if enough(told, number) and keeps_apart(told.answered[[*groups, number]].astype(float)):
            groups.append(number)
    return [mean_of(told, [number]) for number in groups]


def with_noise(told: Year, rng: np.random.Generator, spread: float) -> list[Figure]:
    """Every round, each with a number of its own added."""
    figures = []
    for number in range(len(told.answered)):
        if enough(told, number):
            drawn = spread * rng.normal()
            figures.append(mean_of(told, [number], drawn=drawn, noise=spread))
    return figures


def blurred(told: Year, rng: np.random.Generator, spread: float) -> list[Figure]:
    """In full where nobody could be told apart, else with offsets that stay with each person."""
    own = rng.normal(size=told.answered.shape[1])
    groups: list[int] = []
    figures: list[Figure] = []
    for number in range(len(told.answered)):
        if not enough(told, number):
            continue
        tried = told.answered[[*groups, number]].astype(float)
        if keeps_apart(tried):
            groups.append(number)
            figures.append(mean_of(told, [number]))
            continue
        group = told.answered[number]
        offsets = spread * unexplained(tried[:-1], group.astype(float)) / group.sum()
        figures.append(mean_of(told, [number], offsets=offsets, drawn=float(offsets @ own)))
    return figures


RULES: dict[str, Callable[[Year, np.random.Generator], list[Figure]]] = {
    "nothing told": nothing,
    "everything told": everything,
    "by pairs of rounds (before)": by_pairs,
    "by who could be told apart": by_who_could_be_told_apart,
    "pooled quarters": by_quarters,
    "every round, noise of 0.25": partial(with_noise, spread=0.25),
    "every round, noise of 0.5": partial(with_noise, spread=0.5),
    "in full or blurred by 1": partial(blurred, spread=1.0),
    "in full or blurred by 1.5": partial(blurred, spread=1.5),
    "in full or blurred by 2": partial(blurred, spread=2.0),
}
