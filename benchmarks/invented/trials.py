"""Which teams are made up for which question, and how many of them were alerted."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from benchmarks.invented import habits, log, mood
from benchmarks.invented.arrays import Reader
from benchmarks.invented.habits import Planted
from benchmarks.invented.watching import Report, report, reports
from health.signals.catalogue import SIGNALS
from health.signals.signal import Signal

CHANGE = 22  # the sprint with which it begins: twenty and more lie before its reports' last three
YOUNG = 13  # the same of a team with the least that a trend and the one before it need
SPRINTS = 3  # within which it should be found
SIZES = {"6–12": (6, 12), "16–24": (16, 24), "35–45": (35, 45)}  # fresh stories
ACTIONS = {"2–5": (2, 5), "6–9": (6, 9), "12–18": (12, 18)}
PEOPLE = {"6–8": (6, 8)}
USUAL = {"stories": SIZES["6–12"], "actions": ACTIONS["2–5"], "people": PEOPLE["6–8"]}


@dataclass(frozen=True, slots=True)
class Change:
    """Something planted, the signal that should tell it, and in which direction."""

    name: str
    planted: Planted
    signal: str
    direction: int
    grows: str  # what there is more of in the larger teams

    @property
    def sizes(self) -> dict[str, tuple[int, int]]:
        return {"stories": SIZES, "actions": ACTIONS, "people": PEOPLE}[self.grows]

    @property
    def first_size(self) -> tuple[int, int]:
        return next(iter(self.sizes.values()))


def _change(
    name: str, signal: str, direction: int, grows: str = "stories", **planted: Any
) -> Change:
    return Change(name, Planted(CHANGE, **planted), signal, direction, grows)


SLOWER, RETURNS, FOLLOWED = CHANGES = (
    _change("30 % longer cycle times", "B1", 1, slower=1.3),
    _change("15 points more returns", "A2", 1, returns=0.15),
    _change("25 points less follow-through", "E1", -1, "actions", followed=0.25),
)
LYING = _change("a quarter of what is started left lying", "B3", 1, stuck=0.25)
OTHERS = (
    _change("35 points fewer hand-offs across disciplines", "A1", -1, apart=0.35),
    LYING,
    _change("20 points more of the planned not started", "C1", -1, unstarted=0.2),
    _change("half a point less in the pulse", "G1", -1, "people", lower=0.5),
    _change(
        "half a point less in the pulse, which 90 % answer",
        "G1",
        -1,
        "people",
        lower=0.5,
        answering=0.9,
    ),
)
LARGER = (
    _change("100 % longer cycle times", "B1", 1, slower=2.0),
    _change("200 % longer cycle times", "B1", 1, slower=3.0),
    _change("30 points more returns", "A2", 1, returns=0.3),
    _change("45 points less follow-through", "E1", -1, "actions", followed=0.45),
)


TESTED = (*CHANGES, LYING)  # also by other tests than the product's


@dataclass(frozen=True, slots=True)
class Trial:
    """One made-up team: which, of which size and age, with what planted in it."""

    seed: int
    number: int
    size: dict[str, Any]
    planted: Planted = log.QUIET_TEAM
    rough: bool = False
    first: int = CHANGE  # of the reports, after this sprint

    def told(self) -> log.Log:
        """Return all but the pulse: nobody tells an answer as an event."""
        rng = np.random.default_rng([self.seed, self.number])
        ways = habits.drawn(rng, rough=self.rough, **self.size)
        return log.told(ways, self.first + SPRINTS, rng, self.planted)

    def told_with_pulse(self) -> log.Log:
        told = self.told()
        rng, away = (np.random.default_rng([self.seed, self.number, place]) for place in (1, 2))
        waves = mood.answered(told, self.planted, rng, away)
        return replace(told, waves=tuple(waves))

    def run(self) -> list[Report]:
        """Return the reports after each of the sprints in which the change could be found."""
        return reports(self.told_with_pulse(), range(self.first, self.first + SPRINTS), trending())


@cache
def trending() -> tuple[Signal, ...]:
    """Return the signals that have trends at all: only they need to be measured of every team."""
    keys = set()
    for trial in quiet(0, 3):
        for key in report(Reader(trial.told_with_pulse()).history(CHANGE + SPRINTS - 1)):
            keys.add(key)
    trending = []
    for signal in SIGNALS:
        if signal.key in keys:
            trending.append(signal)
    return tuple(trending)


def run(trial: Trial) -> list[Report]:
    return trial.run()


def quiet(seed: int, teams: int, *, rough: bool = False, first: int = CHANGE) -> list[Trial]:
    trials = []
    for number in range(teams):
        trials.append(Trial(seed, number, USUAL, rough=rough, first=first))
    return trials


def changed(
    seed: int, teams: int, change: Change, size: tuple[float, float], first: int = CHANGE
) -> list[Trial]:
    sizes, planted = USUAL | {change.grows: size}, replace(change.planted, sprint=first)
    trials = []
    for number in range(teams):
        trials.append(Trial(seed, number, sizes, planted, first=first))
    return trials


def cells() -> list[tuple[Change, list[str], int]]:
    """Return every change, the sizes of team in which it is planted, and after which sprint."""
    smaller = []
    for change in (*OTHERS, *LARGER):
        smaller.append((change, list(change.sizes)[:2], CHANGE))
    young = [(change, list(change.sizes)[:1], YOUNG) for change in CHANGES]
    return [(change, list(change.sizes), CHANGE) for change in CHANGES] + smaller + young


def is_found(change: Change, seen: list[Report]) -> bool:
    """Say whether one of the reports alerts the change, in its direction."""
    of_signal = []
    for one in seen:
        if change.signal in one:
            of_signal.append(one[change.signal])
    return any(one.alert and one.direction == change.direction for one in of_signal)


def stands_at_last(change: Change, seen: list[Report]) -> bool:
    """Say whether the last report by itself holds the change for more than chance."""
    one = seen[-1].get(change.signal)
    return bool(one and one.stands and one.direction == change.direction)


def alerted(seen: Report) -> set[str]:
    alerted = set()
    for key, one in seen.items():
        if one.alert:
            alerted.add(key)
    return alerted
