"""Which teams are made up for which question, and how many of them were alerted."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.invented import habits, log
from benchmarks.invented.arrays import Reader
from benchmarks.invented.habits import Planted
from benchmarks.invented.watching import Report, report, reports
from metrics.signals.catalogue import SIGNALS
from metrics.signals.signal import Signal

CHANGE = 15  # the sprint with which it begins; ten and more lie before it
SPRINTS = 3  # within which it should be found
SIZES = {"6–12": (6, 12), "16–24": (16, 24), "35–45": (35, 45)}  # fresh stories
ACTIONS = {"2–5": (2, 5), "6–9": (6, 9), "12–18": (12, 18)}
USUAL = {"stories": SIZES["6–12"], "actions": ACTIONS["2–5"]}


@dataclass(frozen=True, slots=True)
class Change:
    """Something planted, the signal that should tell it, and in which direction."""

    name: str
    planted: Planted
    signal: str
    direction: int
    grows: str  # what there is more of in the larger teams

    @property
    def sizes(self) -> dict[str, tuple[float, float]]:
        return SIZES if self.grows == "stories" else ACTIONS


def _slower(factor: float) -> Change:
    name = f"{100 * (factor - 1):.0f} % longer cycle times"
    return Change(name, Planted(CHANGE, slower=factor), "B1", 1, "stories")


def _returns(more: float) -> Change:
    name = f"{100 * more:.0f} points more returns"
    return Change(name, Planted(CHANGE, returns=more), "A2", 1, "stories")


def _followed(less: float) -> Change:
    name = f"{100 * less:.0f} points less follow-through"
    return Change(name, Planted(CHANGE, followed=less), "E1", -1, "actions")


CHANGES = (_slower(1.3), _returns(0.15), _followed(0.25))
LARGER = (_slower(2.0), _slower(3.0), _returns(0.3), _followed(0.45))  # in the smaller two sizes


@dataclass(frozen=True, slots=True)
class Trial:
    """One made-up team: which, of which size, with what planted in it."""

    seed: int
    number: int
    size: dict
    planted: Planted = log.QUIET_TEAM
    rough: bool = False

    def told(self) -> log.Log:
        rng = np.random.default_rng([self.seed, self.number])
        ways = habits.drawn(rng, rough=self.rough, **self.size)
        return log.told(ways, CHANGE + SPRINTS, rng, self.planted)

    def run(self) -> list[Report]:
        """Return the reports after each of the sprints in which the change could be found."""
        return reports(self.told(), range(CHANGE, CHANGE + SPRINTS), trending())


@cache
def trending() -> tuple[Signal, ...]:
    """Return the signals that have trends at all: only they need to be measured of every team."""
    keys = {
        key
        for trial in quiet(0, 3)
        for key in report(Reader(trial.told()).history(CHANGE + SPRINTS - 1))
    }
    return tuple(signal for signal in SIGNALS if signal.key in keys)


def run(trial: Trial) -> list[Report]:
    return trial.run()


def quiet(seed: int, teams: int, *, rough: bool = False) -> list[Trial]:
    return [Trial(seed, number, USUAL, rough=rough) for number in range(teams)]


def changed(seed: int, teams: int, change: Change, size: tuple[float, float]) -> list[Trial]:
    sizes = USUAL | {change.grows: size}
    return [Trial(seed, number, sizes, change.planted) for number in range(teams)]


def cells() -> list[tuple[Change, list[str]]]:
    """Return every change with the sizes of team in which it is planted."""
    return [(change, list(change.sizes)) for change in CHANGES] + [
        (change, list(change.sizes)[:2]) for change in LARGER
    ]


def is_found(change: Change, seen: list[Report]) -> bool:
    """Say whether one of the reports alerts the change, in its direction."""
    of_signal = [one[change.signal] for one in seen if change.signal in one]
    return any(one.alert and one.direction == change.direction for one in of_signal)


def stands_at_last(change: Change, seen: list[Report]) -> bool:
    """Say whether the last report by itself holds the change for more than chance."""
    one = seen[-1].get(change.signal)
    return bool(one and one.stands and one.direction == change.direction)


def alerted(seen: Report) -> set[str]:
    return {key for key, one in seen.items() if one.alert}
