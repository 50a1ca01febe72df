"""How versions reach production, in figures of one project or team; no bands, and no comparison.

Each says from how many it is told. What is still open counts as longer than it has lasted so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from numerics.statistics.interval import Interval, of_draws
from numerics.statistics.orders import median_interval
from numerics.statistics.proportions import wilson
from numerics.statistics.resampling import RESAMPLES, block_weights, ratio_draws
from numerics.statistics.survival import DONE, DROPPED, OPEN, fit, quantile_draws

LEAST = 6  # gaps, lead times and incidents, before a median is told
LEAST_SETTLED, LEAST_SOLUTIONS = 12, 6  # before a share has an interval, and one by solution
SEED = 20_261_130
DAY, HOUR = 86_400.0, 3_600.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 90 % interval, or why there is none."""

    n: int
    sentence: str
    value: float | None = None
    low: float | None = None
    high: float | None = None  # none beside a value: it isn't reached yet


@dataclass(frozen=True, slots=True)
class Lasted:
    """How long something took, in seconds, until its end or until now."""

    seconds: float
    end: int = DONE  # of numerics.statistics.survival


def gap_figure(moments: Sequence[float]) -> Figure:
    """Tell the median of days between deployments to production.

    Parameters
    ----------
    moments : sequence of float
        When each went live, in seconds, in any order.

    Returns
    -------
    Figure
        The median gap in days, from 6 gaps on, with the interval by order.
    """
    gaps = np.diff(np.sort(np.asarray(moments, float))) / DAY
    if len(gaps) < LEAST:
        return Figure(
            len(gaps),
            f"It needs {LEAST} gaps between deployments to production, and has {len(gaps)}.",
        )
    value, interval = float(np.median(gaps)), median_interval(gaps)
    told = f"Half of {len(gaps)} gaps between deployments to production last {_days(value)} at most"
    return _figure(len(gaps), told, value, interval, _days)


def lead_figure(lasted: Sequence[Lasted]) -> Figure:
    """Tell how long it takes from the first start of a story to production, by solution.

    Parameters
    ----------
    lasted : sequence of Lasted
        One a solution; dropped is a competing end.

    Returns
    -------
    Figure
        The median in days of those that get there, from 6 solutions on.
    """
    told = "Half of the solutions that get to production are there within {} of their first start"
    return _half(lasted, DAY, told, "solutions whose work has begun", _days)


def notice_figure(lasted: Sequence[Lasted]) -> Figure:
    """Tell within how many clock hours half of the incidents are noticed, from 6 on."""
    return _half(lasted, HOUR, "Half of the incidents are noticed within {}", "incidents", _hours)


def restore_figure(lasted: Sequence[Lasted]) -> Figure:
    """Tell within how many clock hours half of the incidents are over, from 6 on."""
    return _half(lasted, HOUR, "Half of the incidents are over within {}", "incidents", _hours)


def share_figure(settled: Sequence[tuple[int, bool]]) -> Figure:
    """Tell of how many settled deployments an incident is on record.

    Parameters
    ----------
    settled : sequence of (solution, whether there was one)
        One a deployment.

    Returns
    -------
    Figure
        Counts from 1; from 12 deployments on with Wilson's interval, and from 6 solutions on with
        that of a bootstrap by solution, as deployments of one solution are alike.
    """
    n, hits = len(settled), sum(had for _, had in settled)
    if not n:
        return Figure(0, "No deployment is settled yet.")
    told = f"{hits} of {n} settled deployment{'' if n == 1 else 's'} had an incident"
    if n < LEAST_SETTLED:
        return Figure(n, f"{told}. An interval needs {LEAST_SETTLED}.", hits / n)
    all_of = Counter(solution for solution, _ in settled)
    if len(all_of) < LEAST_SOLUTIONS:
        return _figure(n, told, hits / n, wilson(hits, n), _percent)
    hit = Counter(solution for solution, had in settled if had)
    tops = np.array([float(hit[one]) for one in all_of])
    bottoms = np.array([float(number) for number in all_of.values()])
    draws = ratio_draws(tops, bottoms, np.random.default_rng(SEED))
    return _figure(n, told, hits / n, of_draws(draws), _percent)


def _half(lasted: Sequence[Lasted], unit: float, told: str, what: str, words: _Words) -> Figure:
    n = len(lasted)
    if n < LEAST:
        return Figure(n, f"It needs {LEAST} {what}, and has {n}.")
    durations = np.array([one.seconds for one in lasted]) / unit
    ends = np.array([one.end for one in lasted])
    if not np.any(ends == DONE):
        longest = words(float(durations.max()))
        return Figure(n, f"None of {n} {what} got there yet; the longest has lasted {longest}.")
    value = fit(durations, ends).quantile(0.5)
    weights = block_weights(n, np.random.default_rng(SEED), RESAMPLES)
    interval = of_draws(quantile_draws(durations, ends, 0.5, weights))
    others = _others(ends)
    if np.isinf(value):
        return Figure(n, f"Of {n} {what} fewer than half got there yet{others}.")
    return _figure(n, told.format(words(value)) + others, value, interval, words)


def _others(ends: np.ndarray) -> str:
    """What didn't get there: it is part of the figure."""
    found = []
    for end, word in ((OPEN, "still open"), (DROPPED, "dropped")):
        if number := int(np.sum(ends == end)):
            found.append(f"{number} {word}")
    return f" ({', '.join(found)})" if found else ""


def _figure(n: int, told: str, value: float, interval: Interval | None, words: _Words) -> Figure:
    if interval is None:
        return Figure(n, f"{told}.", value)
    low = interval.low if np.isfinite(interval.low) else None
    high = interval.high if np.isfinite(interval.high) else None
    if low is None:
        return Figure(n, f"{told}.", value)
    reach = f"at least {words(low)}" if high is None else f"{words(low)} to {words(high)}"
    return Figure(n, f"{told}; 90 % interval {reach}.", value, low, high)


class _Words:
    """A number with its unit."""

    def __init__(self, unit: str, times: float = 1.0) -> None:
        self.unit, self.times = unit, times

    def __call__(self, value: float) -> str:
        return f"{value * self.times:.3g} {self.unit}"


_days, _hours, _percent = _Words("days"), _Words("hours"), _Words("%", 100.0)
