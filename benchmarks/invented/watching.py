"""What a team's reports alert, sprint after sprint: the product's own signals and their trends."""

from dataclasses import dataclass

from benchmarks.invented.arrays import Reader
from benchmarks.invented.log import Log
from metrics.reports.composer import guarded, trends_of
from metrics.reports.history import History
from metrics.reports.making import SEED
from metrics.signals.catalogue import SIGNALS
from metrics.signals.signal import Signal


@dataclass(frozen=True, slots=True)
class Seen:
    """One signal's trend in one report."""

    direction: int
    p_value: float
    stands: bool
    alert: bool


Report = dict[str, Seen]  # by the signal's key; those without a trend aren't in it


def reports(told: Log, sprints: range, signals: tuple[Signal, ...] = SIGNALS) -> list[Report]:
    """Return what the reports after these sprints say of trends; all trends are held together."""
    reader = Reader(told)
    return [report(reader.history(sprint), signals) for sprint in sprints]


def report(history: History, signals: tuple[Signal, ...] = SIGNALS) -> Report:
    trends = trends_of([guarded(signal, history, SEED) for signal in signals])
    return {
        signal.key: Seen(trend["direction"], trend["p_value"], trend["stands"], trend["alert"])
        for signal, trend in zip(signals, trends, strict=True)
        if trend
    }
