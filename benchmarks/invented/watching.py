"""What a team's reports alert, sprint after sprint: the product's own signals and their trends."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.invented.arrays import Reader
from benchmarks.invented.log import Log
from health.history.history import History
from health.reports.building import SEED
from health.reports.composer import trends_of
from health.signals.catalogue import SIGNALS
from health.signals.signal import Signal
from numerics.statistics.trends import Change

ENOUGH = 2  # draws


@dataclass(frozen=True, slots=True)
class Seen:
    """One signal's trend in one report; the changes now and a sprint before, where known."""

    direction: int
    p_value: float
    stands: bool
    alert: bool
    now: Change | None = None
    before: Change | None = None


Report = dict[str, Seen]  # by the signal's key; those without a trend aren't in it


class FewDraws(np.random.Generator):
    """Draws hardly anything for the bootstrap of an interval: no trend depends on it."""

    def multinomial(self, n: Any, pvals: Any, size: Any = None) -> Any:
        return super().multinomial(n, pvals, None if size is None else min(size, ENOUGH))


def reports(told: Log, sprints: range, signals: tuple[Signal, ...] = SIGNALS) -> list[Report]:
    """Return what the reports after these sprints say of trends; all trends are held together."""
    reader = Reader(told)
    return [report(reader.history(sprint), signals) for sprint in sprints]


def report(history: History, signals: tuple[Signal, ...] = SIGNALS) -> Report:
    measured = []
    for signal in signals:
        measured.append((signal, signal.measure(history, FewDraws(np.random.PCG64(SEED)))))
    report = {}
    for (signal, found), trend in zip(measured, trends_of(measured), strict=True):
        if trend:
            report[signal.key] = Seen(
                trend["direction"],
                trend["p_value"],
                trend["stands"],
                trend["alert"],
                *found.changes,
            )
    return report
