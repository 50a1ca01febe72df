"""Which rounds of a pulse may be told, and what a teammate could work out from them.

`bin/bench pulse` makes up `--teams` teams (100) of each size and share of people who answer, a year
of rounds each, with one person in four replaced within it. Each rule tells its figures; a
teammate, who knows who answered when, their own answers, the rule and how people usually differ,
then works out everybody else's, by the best there is for such figures (conditioning a normal
distribution on all of them at once). Once for people who answer the same all year, once for such as
change their mind a little. Five minutes of one core.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.telling import RULES

if TYPE_CHECKING:
    from benchmarks.telling import Figure

SIZES, RATES, ROUNDS = range(3, 11), (0.8, 0.9, 0.95, 1.0), 26
USUAL, PEOPLE, CHANGING = 5.0, 1.0, 0.5  # a mean, and spreads between people and within them
REPLACED = 0.01  # chance of each person in each round
HALF, THIRD = 0.5, 1 / 3
SURE = 1.6449  # spreads on either side hold 90 %


@dataclass(frozen=True)
class Year:
    """Who was there and answered, (rounds, people), and what each would say, in thirds."""

    inside: np.ndarray
    answered: np.ndarray
    scores: np.ndarray
    changing: float


def main(arguments: list[str] | None = None) -> None:
    asked = parsed(arguments)
    began = time.perf_counter()
    for changing in (0.0, CHANGING):
        for rate in RATES:
            print_rate(asked, rate, changing)
    print(f"\nin {time.perf_counter() - began:.0f} s")


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench pulse")
    parser.add_argument("--teams", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20)
    return parser.parse_args(arguments)


def print_rate(asked: argparse.Namespace, rate: float, changing: float) -> None:
    if changing:
        people = "change a little from round to round"
    else:
        people = "answer the same all year"
    print(f"\n{rate:.0%} answer, and {people}:\n")
    heads = " | ".join(f"{size}" for size in SIZES)
    print(f"| rule | rounds shown to teams of {heads} | off by | exact | sure | near |")
    print(f"|---|{'---|' * (len(SIZES) + 4)}")
    for name, rule in RULES.items():
        shown, told = [], []
        for size in SIZES:
            rng = np.random.default_rng([asked.seed, size, int(100 * rate), int(10 * changing)])
            found = []
            for _ in range(asked.teams):
                found.append(tried(rule, year(size, rate, changing, rng), rng))
            shown.append(np.mean([one[0] for one in found]))
            for one in found:
                if size >= 5:
                    told.append(one[1:])
        off, exact, sure, near = np.nanmean(np.array(told), axis=0)
        cells = " | ".join(f"{100 * share:.0f}" for share in shown)
        print(
            f"| {name} | {cells} | {off:.2f} | {100 * exact:.1f} % | {100 * sure:.1f} % | "
            f"{100 * near:.0f} % |",
            flush=True,
        )


def year(size: int, rate: float, changing: float, rng: np.random.Generator) -> Year:
    seats = np.arange(size)
    inside = np.zeros((ROUNDS, size * ROUNDS), dtype=bool)
    for number in range(ROUNDS):
        leave = rng.random(size) < REPLACED * bool(number)
        leave[0] = False  # the curious one stays
        seats = np.where(leave, seats.max() + np.cumsum(leave), seats)
        inside[number, seats] = True
    inside = inside[:, : seats.max() + 1]
    people = inside.shape[1]
    felt = USUAL + PEOPLE * rng.normal(size=people) + changing * rng.normal(size=(ROUNDS, people))
    scores = np.clip(np.rint(felt / THIRD) * THIRD, 1, 7)
    return Year(inside, inside & (rng.random(inside.shape) < rate), scores, changing)


def tried(rule: Callable[..., Any], told: Year, rng: np.random.Generator) -> tuple[Any, ...]:
    """Return the share of rounds shown, how far figures are off, and what is worked out."""
    figures = rule(told, rng)
    shown = sum(len(one.rounds) for one in figures) / ROUNDS
    if figures:
        off = np.mean([abs(one.value - one.truth) for one in figures])
    else:
        off = np.nan
    middle, spread = worked_out(figures, told)
    others = told.answered.copy()
    others[:, 0] = False
    if not others.any():
        return shown, off, np.nan, np.nan, np.nan
    wrong, spread = np.abs(middle - told.scores)[others], spread[others]
    is_exact = (wrong < THIRD / 2) & (SURE * spread < THIRD / 2)
    return shown, off, is_exact.mean(), (SURE * spread < HALF).mean(), (wrong <= HALF).mean()


def worked_out(figures: list[Figure], told: Year) -> tuple[np.ndarray, np.ndarray]:
    """Return the best guess of each answer and its spread, both (rounds, people).

    What is unknown are the answers, and the offsets that a rule may add for each person. Known are
    the figures and the teammate's own answers.
    """
    rounds, people = told.inside.shape
    size = rounds * people
    who = np.tile(np.arange(people), rounds)
    spreads = PEOPLE**2 * (who[:, None] == who) + told.changing**2 * np.eye(size)
    own = np.eye(size)[who == 0]
    of_answers = np.array([*(one.weights.ravel() for one in figures), *own])
    of_offsets = np.zeros((len(of_answers), people))
    for place, one in enumerate(figures):
        of_offsets[place] = one.offsets
    noise = np.array([one.noise**2 for one in figures] + [0.0] * len(own))
    values = np.array([*(one.value for one in figures), *told.scores[:, 0]])
    across = of_answers @ spreads
    among = across @ of_answers.T + of_offsets @ of_offsets.T + np.diag(noise)
    weights = np.linalg.pinv(among, hermitian=True, rcond=1e-9)
    middle = USUAL + across.T @ weights @ (values - USUAL * of_answers.sum(axis=1))
    left = np.diag(spreads) - np.einsum("ij,ik,kj->j", across, weights, across)
    shape = (rounds, people)
    return middle.reshape(shape), np.sqrt(np.maximum(left, 0.0)).reshape(shape)


if __name__ == "__main__":
    main()
