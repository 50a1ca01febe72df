"""The whole backtest: every series, every horizon, one result that is plain JSON."""

import math
import os
import random
import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import active_children, get_context
from typing import TypeVar

import numpy as np

from numerics.backtesting.acceptance import judge
from numerics.backtesting.completions import Series
from numerics.backtesting.delivery import mean_nmae, nmae_by_moment
from numerics.backtesting.meaning_of_keys import KEYS
from numerics.backtesting.sprints import Project
from numerics.backtesting.summary import summarise
from numerics.backtesting.walk import (
    EVERY_DATE,
    WITHOUT_BULK,
    Scores,
    walk_completions,
    walk_points,
)
from numerics.forecasting import HORIZONS

__all__ = ["Backtest"]

T = TypeVar("T")

SPRINTS_AHEAD = (1, 3, 5)
MOST_PROCESSES = 4

# What the method's few constants were chosen on, by walking forward: every second project by
# name, and one of the sprint tables. Anything else is held out.
TUNED_ON = frozenset(
    {
        "Alloy_Framework",
        "Appcelerator_Daemon",
        "Atlassian_Bamboo_",
        "Atlassian_Crowd",
        "Atlassian_Software_Cloud",
        "Hyperledger_Fabric",
        "Lsstcorp_Data_management",
        "Moodle",
        "Spring_DataCass",
        "The_Mongo_Java_driver",
    }
)
SPRINTS_TUNED_ON = frozenset({"MongoDB"})

Scored = dict[tuple[str, int], list[Scores]]


@dataclass
class Backtest:
    """A run over completion dates and sprint tables; ``tell`` hears of each finished step."""

    completions: Sequence[Series]
    projects: Sequence[Project]
    seed: int = 1
    sample: float = 1.0
    tell: Callable[[str], None] = field(default=lambda _: None)

    def run(self) -> dict[str, object]:
        completions = sampled(self.completions, self.sample, self.seed)
        projects = sampled(self.projects, self.sample, self.seed)
        result: dict[str, object] = {"keys": KEYS, "seed": self.seed, "sample": self.sample}
        if completions:
            result["completions"] = self._completions(completions)
        if projects:
            result["sprints"] = self._sprints(projects)
        result["acceptance"] = judge(result)
        return result

    def _completions(self, chosen: Sequence[Series]) -> dict[str, object]:
        scored: Scored = defaultdict(list)
        walked = side_by_side(partial(walk_series, seed=self.seed), chosen)
        for place, (series, found) in enumerate(zip(chosen, walked, strict=True), start=1):
            for key, scores in found.items():
                scored[key].append(scores)
            said = "forecasts walked and scored"
            if not any(scores.count for scores in found.values()):
                said = "too short or too quiet for a single forecast, so it counts nowhere"
            self.tell(f"[{place}/{len(chosen)}] {series.name}: {said}")
        return {
            group: {
                "projects": sorted(names),
                **{
                    view: {str(days): self._summary(scored[view, days], names) for days in HORIZONS}
                    for view in (EVERY_DATE, WITHOUT_BULK)
                },
            }
            for group, names in groups([series.name for series in chosen], TUNED_ON)
        }

    def _sprints(self, chosen: Sequence[Project]) -> dict[str, object]:
        scored: dict[int, dict[str, list[Scores]]] = {a: defaultdict(list) for a in SPRINTS_AHEAD}
        delivery = {}
        for place, project in enumerate(chosen, start=1):
            for ahead in SPRINTS_AHEAD:
                scored[ahead][project.name] = list(self._boards(project, ahead))
            delivery[project.name] = nmae_by_moment(project)
            self.tell(f"[{place}/{len(chosen)}] {project.name}: sprints walked and scored")
        return {
            group: {
                "projects": sorted(names),
                "points": {
                    str(ahead): summarise(
                        [one for name in sorted(names) for one in scored[ahead][name]], self.seed
                    )
                    for ahead in SPRINTS_AHEAD
                },
                "delivery": {
                    "projects": {name: delivery[name] for name in sorted(names)},
                    "mean_nmae": mean_nmae([delivery[name] for name in names]),
                    "mean_median_nmae": mean_nmae([delivery[n] for n in names], "median_nmae"),
                },
            }
            for group, names in groups([p.name for p in chosen], SPRINTS_TUNED_ON)
        }

    def _boards(self, project: Project, ahead: int) -> Iterator[Scores]:
        boards: dict[str, list[float]] = defaultdict(list)
        for sprint in project.sprints:
            boards[sprint.board].append(max(sprint.delivered, 0.0))
        for board, delivered in sorted(boards.items()):
            yield walk_points(f"{project.name}/{board}", np.array(delivered), ahead, self.seed)

    def _summary(self, scores: Sequence[Scores], names: set[str]) -> dict[str, object]:
        return summarise([one for one in scores if one.series in names], self.seed)


def walk_series(series: Series, seed: int) -> dict[tuple[str, int], Scores]:
    """Scores of one series, by what counts as an outcome and by horizon."""
    return {
        (view, days): scores
        for days in HORIZONS
        for view, scores in walk_completions(series, days, seed).items()
    }


def side_by_side(walk: Callable[[Series], T], chosen: Sequence[Series]) -> Iterator[T]:
    """What ``walk`` gives for each, in their order; on a few processes, which changes no figure."""
    workers = min(len(chosen), os.cpu_count() or 1, MOST_PROCESSES)
    if workers < 2:
        yield from map(walk, chosen)
        return
    with ProcessPoolExecutor(workers, get_context("fork"), until_told) as pool:
        try:
            yield from pool.map(walk, chosen)
        except BaseException:
            # Whoever stops the run shouldn't wait for a long history to be walked to its end.
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.terminate()
            raise


def until_told() -> None:
    """Ctrl-C goes to the terminal's every process; the one that was started answers for all."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def groups(names: Sequence[str], tuned: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """Held-out projects first: theirs are the figures that count."""
    every = set(names)
    for group, members in (("held out", every - tuned), ("tuned on", every & tuned)):
        if members:
            yield group, members
    if every - tuned and every & tuned:
        yield "all", every


def sampled(items: Sequence[T], share: float, seed: int) -> list[T]:
    """A share of the items, in their order; whole histories, since ranges learn along them."""
    count = math.ceil(share * len(items))
    chosen = set(random.Random(seed).sample(range(len(items)), count))  # noqa: S311  not a secret
    return [item for place, item in enumerate(items) if place in chosen]
