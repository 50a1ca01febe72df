"""How long it takes from the signed charter until a release is used in production."""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.random import Generator

from health.history.ceremonies import Released
from health.history.history import History
from health.signals.words import count
from numerics.statistics import survival
from numerics.statistics.interval import Floats, Interval, of_draws
from numerics.statistics.resampling import block_weights

LEAST = 6
WEEK = 7 * 86_400


@dataclass(frozen=True, slots=True)
class TimeToMarket:
    """Weeks until half of what reaches its users is used there; releases still open count."""

    n: int
    used: int
    median: float | None = None
    interval: Interval | None = None
    uncounted: int = 0  # without an approved charter before them

    @property
    def says(self) -> str:
        if self.median is None or self.interval is None:
            return f"Time to market needs {LEAST} releases in use; there are {self.used}."
        if isfinite(self.interval.high):
            high = f"{self.interval.high:.0f}"
        else:
            high = "more than seen"
        return (
            f"Half of {count(self.n, 'release')} are in use within {self.median:.0f} weeks of the "
            f"last signature on the charter that was in force for each ({self.interval.low:.0f}–"
            f"{high})."
        )

    @property
    def figures(self) -> dict[str, float | None]:
        return {
            "releases": float(self.n),
            "time_to_market_weeks": self.median,
            "time_to_market_low": self.interval.low if self.interval else None,
            "time_to_market_high": self.interval.high if self.interval else None,
        }


def time_to_market(history: History, rng: Generator) -> TimeToMarket:
    """Estimate the median by Kaplan and Meier; its interval by a bootstrap of releases."""
    releases = history.rhythm.releases
    counted = []
    for one in releases:
        if _counts(one):
            counted.append(one)
    weeks, ends = _durations(history, counted)
    used = int(np.sum(ends == survival.DONE))
    uncounted = len(releases) - len(counted)
    if used < LEAST:
        return TimeToMarket(len(counted), used, uncounted=uncounted)
    draws = survival.quantile_draws(weeks, ends, 0.5, block_weights(weeks.size, rng))
    median = survival.fit(weeks, ends).quantile(0.5)
    return TimeToMarket(len(counted), used, median, of_draws(draws), uncounted)


def _counts(one: Released) -> bool:
    """Whether there is a signed charter to count from, and nothing was used before it."""
    return one.approved is not None and (one.used is None or one.used >= one.approved)


def _durations(history: History, releases: list[Released]) -> tuple[Floats, np.ndarray]:
    weeks, ends = [], []
    for one in releases:
        assert one.approved is not None, "only those that count come here"
        is_used = one.used is not None and one.used <= history.as_of
        if is_used:
            ends.append(survival.DONE)
        else:
            ends.append(survival.OPEN if one.withdrawn is None else survival.DROPPED)
        until = one.used if is_used else one.withdrawn
        weeks.append(((history.as_of if until is None else until) - one.approved) / WEEK)
    return np.array(weeks, float), np.array(ends)
