"""How long things take when some aren't finished yet and some never will be."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from numerics.statistics.interval import Floats

if TYPE_CHECKING:
    import numpy.typing as npt

OPEN, DONE, DROPPED = 0, 1, 2
CHUNK = 200  # resamples at once, so that memory stays small


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan and Meier's curve with “dropped” as a competing end (Aalen and Johansen 1978).

    times (k,): the distinct durations at which something ended, ascending; still_open: the chance
    that an item is in progress after each; done and dropped: the chance that it ended so by then.
    """

    times: Floats
    still_open: Floats
    done: Floats
    dropped: Floats

    def quantile(self, q: float) -> float:
        """Return the duration within which the share q of what gets finished is finished.

        What is still open at the longest duration counts as finished later, never as finished;
        infinite if the share isn't reached within what was seen.
        """
        if not self.times.size:
            return inf
        reached = self.done >= q * (1 - self.dropped[-1]) - 1e-12
        return float(self.times[reached.argmax()]) if reached.any() else inf

    def open_after(self, duration: float | Floats) -> Floats:
        """Return the chance to be in progress still after the duration."""
        return self._at(self.still_open, duration, start=1.0)

    def done_within(self, age: Floats, more: Floats) -> Floats:
        """Return the chance that an item of this age is done after so much more time, shape of age.

        Not a number for an item older than everything that ever ended: history can't say.
        """
        remaining = self.open_after(age)
        gain = self._at(self.done, age + more, 0.0) - self._at(self.done, age, 0.0)
        chance = np.divide(gain, remaining, out=np.full_like(gain, np.nan), where=remaining > 1e-12)
        return np.minimum(chance, 1.0)  # sums of many parts may pass it in the last bits

    def _at(self, curve: Floats, duration: float | Floats, start: float) -> Floats:
        place = np.searchsorted(self.times, np.asarray(duration, float), side="right")
        return np.concatenate(([start], curve))[place]


def chance_over(draws: Floats, limit: float, ages: Floats) -> float:
    """Return how likely it is over the limit: what was never reached is, once it could have been.

    A draw beyond all that was seen says "longer than the longest"; where that lies within the
    limit nobody knows yet on which side it will end.
    """
    could_have_been = bool(ages.size) and float(ages.max()) >= limit
    return float(np.mean((draws > limit) & (np.isfinite(draws) | could_have_been)))


def seen_of(value: float, ages: Floats) -> float:
    """Return the time, or where it lies beyond all that was seen, the longest: it is more."""
    return float(ages.max()) if np.isinf(value) and ages.size else value


def fit(durations: Floats, ends: np.ndarray) -> Survival:
    """Return the curve of durations (n,) that ended as OPEN (censored), DONE or DROPPED."""
    times, curves = _curves(durations, ends, np.ones((1, durations.size)))
    still_open, done, dropped = (curve[0] for curve in curves)
    return Survival(times, still_open, done, dropped)


def quantile_draws(durations: Floats, ends: np.ndarray, q: float, weights: Floats) -> Floats:
    """Return the quantile of each resample; weights (resamples, n): how often each item counts."""
    return np.concatenate(
        [
            _quantiles(*_curves(durations, ends, weights[start : start + CHUNK]), q)
            for start in range(0, len(weights), CHUNK)
        ]
    )


def done_within_draws(
    durations: Floats, ends: np.ndarray, weights: Floats, age: Floats, more: Floats
) -> Floats:
    """Return Survival.done_within of each resample, shape (resamples, items)."""
    parts = []
    for start in range(0, len(weights), CHUNK):
        times, (still_open, done, _) = _curves(durations, ends, weights[start : start + CHUNK])
        now, then = (np.searchsorted(times, at, side="right") for at in (age, age + more))
        remaining = np.hstack((np.ones((len(done), 1)), still_open))[:, now]
        reached = np.hstack((np.zeros((len(done), 1)), done))
        gain = reached[:, then] - reached[:, now]
        known = remaining > 1e-12
        parts.append(np.divide(gain, remaining, out=np.full_like(gain, np.nan), where=known))
    return np.concatenate(parts)


def prediction_bound(durations: Floats, level: float = 0.85) -> float | None:
    """Return the upper bound that the next duration keeps with this chance, or None.

    The ceil(level · (n + 1))-th smallest of n finished durations: exact, whatever their shape, if
    they are exchangeable with the next one. It needs n >= level / (1 - level): 6 for 85 %.
    """
    place = int(np.ceil(level * (durations.size + 1) - 1e-9))
    return float(np.sort(durations)[place - 1]) if 1 <= place <= durations.size else None


def _curves(
    durations: npt.NDArray[np.float64],
    ends: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    """Return the times (k,) and the three curves, each (resamples, k)."""
    times = np.unique(durations[ends != OPEN])
    at = np.searchsorted(times, durations, side="left")  # the first time it is not past
    ended_done = _by_time(weights, at, ends == DONE, times.size)
    ended_dropped = _by_time(weights, at, ends == DROPPED, times.size)
    last_seen = np.searchsorted(times, durations, side="right") - 1
    leaving = _by_time(weights, np.maximum(last_seen, 0), last_seen >= 0, times.size)
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    return times, _chances(ended_done, ended_dropped, at_risk)


def _chances(
    ended_done: npt.NDArray[np.float64],
    ended_dropped: npt.NDArray[np.float64],
    at_risk: npt.NDArray[np.float64],
) -> tuple[Floats, Floats, Floats]:
    safe = np.maximum(at_risk, 1e-12)
    left = 1 - (ended_done + ended_dropped) / safe
    still_open: Floats = np.multiply.accumulate(left, axis=1)
    before = np.concatenate((np.ones((len(safe), 1)), still_open[:, :-1]), axis=1)
    done = np.cumsum(before * ended_done / safe, axis=1)
    dropped = np.cumsum(before * ended_dropped / safe, axis=1)
    return still_open, done, dropped


def _by_time(
    weights: npt.NDArray[np.float64],
    at: npt.NDArray[np.int64],
    which: npt.NDArray[np.bool_],
    k: int,
) -> npt.NDArray[np.float64]:
    """Add up the weights of the chosen items at each time, shape (resamples, k)."""
    sums = np.zeros((len(weights), k))
    if k and which.any():
        order = np.argsort(at[which], kind="stable")
        sorted_at = at[which][order]
        first = np.flatnonzero(np.diff(sorted_at, prepend=-1))
        sums[:, sorted_at[first]] = np.add.reduceat(weights[:, which][:, order], first, axis=1)
    return sums


def _quantiles(
    times: npt.NDArray[np.float64],
    curves: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]],
    q: float,
) -> npt.NDArray[np.float64]:
    _, done, dropped = curves
    if not times.size:
        return np.full(len(done), inf)
    reached = done >= q * (1 - dropped[:, -1:]) - 1e-12
    return np.where(reached.any(axis=1), times[reached.argmax(axis=1)], inf)
