"""Whether what a report says of a sprint tells anything of the next one, on real sprints.

`bin/bench validity` reads `agile_sprints_tse2017/derived_sprints_tidy.csv` in the folder that
BACKTEST_DATA names, else in ../shared/data, each real sprint once. What was delivered of the
commitment in a sprint is set against the sprint before: how much of it was delivered then (C1),
how much scope changed (C2), and how much was done by half its time. Teams differ, so each is
compared with itself (fixed effects); whole teams are resampled for the intervals.
"""

import os
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path("agile_sprints_tse2017") / "derived_sprints_tidy.csv"
LEAST_POINTS, LEAST_PAIRS, RESAMPLES, SEED = 5, 5, 4000, 20
SIGNALS = ("C1, delivered of the commitment", "C2, scope churn", "done by half time")


def main() -> None:
    data = Path(os.environ.get("BACKTEST_DATA") or ROOT.parent / "shared" / "data")
    if not (data / TABLE).exists():
        print(f"There are no sprints in {data}; name another folder by BACKTEST_DATA.")
        return
    teams = list(teams_of(data / TABLE))
    rng = np.random.default_rng(SEED)
    print(f"{len(teams)} teams, {sum(map(len, teams))} pairs of a sprint and the one after it\n")
    print("| in a sprint | ρ with the next one's delivery (95 %) | together, by regression |")
    print("|---|---|---|")
    slopes = resampled(teams, regression, rng)
    for place, name in enumerate(SIGNALS):
        alone = resampled(teams, lambda pairs, place=place: [correlation(pairs, place)], rng)
        print(f"| {name} | {told(alone[:, 0])} | {told(slopes[:, place])} |")
    same = resampled(teams, lambda pairs: [correlation_within(pairs)], rng)
    print(f"| C2, with delivery of the same sprint | {told(same[:, 0])} | |")


def teams_of(table: Any) -> Any:
    """Yield (pairs, 4) of each team: the three signals of a sprint, and delivery in the next."""
    from numerics.backtesting.sprints import read_table

    for project in read_table(table):
        by_board = sorted(project.sprints, key=attrgetter("board"))
        for _, sprints in groupby(by_board, key=attrgetter("board")):
            known = []
            for one in sprints:
                if one.committed >= LEAST_POINTS:
                    known.append(one)
            if len(known) > LEAST_PAIRS:
                rows = np.array([signals(one) for one in known])
                yield np.column_stack((rows[:-1], rows[1:, 0]))


def signals(sprint: Any) -> tuple[float, ...]:
    late, half = sprint.standings[80], sprint.standings[50]
    return (
        np.log((max(sprint.delivered, 0) + 1) / (sprint.committed + 1)),
        np.log1p(max(late.added + late.removed, 0) / sprint.committed),
        np.log1p(max(half.done, 0) / sprint.committed),
    )


def resampled(teams: Any, measure: Callable[..., Any], rng: np.random.Generator) -> np.ndarray:
    """Return the measure of all teams, and below it those of resampled ones."""
    draws = [measure([within(pairs) for pairs in teams])]
    for _ in range(RESAMPLES):
        chosen = rng.integers(len(teams), size=len(teams))
        draws.append(measure([within(teams[place]) for place in chosen]))
    return np.array(draws)


def within(pairs: np.ndarray) -> np.ndarray:
    """Take the team's own mean out of every column."""
    without: np.ndarray = pairs - pairs.mean(axis=0)
    return without


def correlation(teams: Any, place: int) -> float:
    pairs = np.concatenate(teams)
    return spearman(pairs[:, place], pairs[:, 3])


def correlation_within(teams: Any) -> float:
    pairs = np.concatenate(teams)
    return spearman(pairs[:, 1], pairs[:, 0])


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def ranks(values: np.ndarray) -> np.ndarray:
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(times) - (times - 1) / 2)[place]


def regression(teams: Any) -> np.ndarray:
    """Slopes of the next delivery on all three together, each in its own standard deviations."""
    pairs = np.concatenate(teams)
    scaled = pairs / pairs.std(axis=0)
    slopes: np.ndarray = np.linalg.lstsq(scaled[:, :3], scaled[:, 3], rcond=None)[0]
    return slopes


def told(draws: np.ndarray) -> str:
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    return f"{draws[0]:+.2f} ({low:+.2f} to {high:+.2f})"


if __name__ == "__main__":
    main()
