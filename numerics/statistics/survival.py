"""How long things take when some aren't finished yet and some never will be."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from numerics.contracts import Array, Either, Number, takes, unchecked
from numerics.statistics.interval import Floats

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = [
    "DONE",
    "DROPPED",
    "OPEN",
    "Survival",
    "chance_over",
    "done_within_draws",
    "fit",
    "prediction_bound",
    "quantile_draws",
    "seen_of",
]

OPEN, DONE, DROPPED = 0, 1, 2
CHUNK = 200  # resamples at once, so that memory stays small
NEARLY = 1e-12  # sums of many parts miss a round share by their last bits

SHARE, NOUGHT_OR_MORE = Number(low=0, high=1), Number(low=0)
DURATIONS = Array("items", NOUGHT_OR_MORE)
ENDS = Array("items", Number(low=OPEN, high=DROPPED, whole=True))
WEIGHTS = Array("resamples>=1 items", NOUGHT_OR_MORE)
AGES = Array("stories", NOUGHT_OR_MORE)


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan and Meier's curve with “dropped” as a competing end.

    Attributes
    ----------
    times : ndarray
        The distinct durations at which something ended, ascending, shape (times,).
    still_open : ndarray
        The chance that an item is in progress after each of them, shape (times,).
    done, dropped : ndarray
        The chance that it ended so by then, shape (times,).
    """

    times: Floats
    still_open: Floats
    done: Floats
    dropped: Floats

    @takes(q=SHARE)
    def quantile(self, q: float) -> float:
        """Return the duration within which a share of what gets finished is finished.

        Parameters
        ----------
        q : float
            The share, from 0 to 1.

        Returns
        -------
        float
            The duration; infinite if the share isn't reached within what was seen. What is still
            open at the longest duration counts as finished later, never as finished.
        """
        if not self.times.size:
            return inf
        # argmax of truths is the place of the first, and 0 where there is none.
        reached = self.done >= q * (1 - self.dropped[-1]) - NEARLY
        return float(self.times[reached.argmax()]) if reached.any() else inf

    @takes(duration=Either(Array(each=NOUGHT_OR_MORE), NOUGHT_OR_MORE))
    def open_after(self, duration: float | Floats) -> Floats:
        """Return the chance to be in progress still after a duration.

        Parameters
        ----------
        duration : float or ndarray
            One duration or many, of any shape.

        Returns
        -------
        ndarray
            The chances, in the shape of `duration`.
        """
        return self._at(self.still_open, duration, start=1.0)

    @takes(age=AGES, more=AGES)
    def done_within(self, age: Floats, more: Floats) -> Floats:
        """Return the chance that items in progress are done after so much more time.

        Parameters
        ----------
        age : ndarray
            How long each has been in progress, shape (stories,).
        more : ndarray
            How much time there is for it, shape (stories,).

        Returns
        -------
        ndarray
            The chances, shape (stories,); NaN for an item older than everything that ever ended:
            history can't say.
        """
        remaining = unchecked(Survival.open_after)(self, age)
        gain = self._at(self.done, age + more, 0.0) - self._at(self.done, age, 0.0)
        chance = np.divide(
            gain, remaining, out=np.full_like(gain, np.nan), where=remaining > NEARLY
        )
        # Sums of many parts may pass 1 in the last bits.
        chances: Floats = np.minimum(chance, 1.0)
        return chances

    def _at(self, curve: Floats, duration: float | Floats, start: float) -> Floats:
        # On the right side a duration at which something ended comes after that end. Place 0 is
        # before the first end: the start.
        place = np.searchsorted(self.times, np.asarray(duration, float), side="right")
        return np.concatenate(([start], curve))[place]


@takes(
    draws=Array("resamples>=1", Number(finite=False)),
    limit=Number(),
    ages=DURATIONS,
)
def chance_over(draws: Floats, limit: float, ages: Floats) -> float:
    """Return how likely a time is over the limit.

    What was never reached is over it, once it could have been. A draw beyond all that was seen says
    "longer than the longest"; where that lies within the limit nobody knows yet on which side it
    will end.

    Parameters
    ----------
    draws : ndarray
        The time in each resample, infinite where it was never reached, shape (resamples,).
    limit : float
        The limit, in the same unit.
    ages : ndarray
        For how long each item was watched, shape (items,).

    Returns
    -------
    float
        The share of the draws that are over the limit.

    Examples
    --------
    Half of the draws were never reached. After 12 days of watching they are over 10, after 8 not
    yet:

    >>> draws = np.array([4.0, 6.0, np.inf, np.inf])
    >>> chance_over(draws, 10.0, np.array([12.0])), chance_over(draws, 10.0, np.array([8.0]))
    (0.5, 0.0)
    """
    could_have_been = bool(ages.size) and float(ages.max()) >= limit
    return float(np.mean((draws > limit) & (np.isfinite(draws) | could_have_been)))


@takes(value=Number(finite=False), ages=DURATIONS)
def seen_of(value: float, ages: Floats) -> float:
    """Return a time as far as it was seen.

    Parameters
    ----------
    value : float
        The time, infinite where it was never reached.
    ages : ndarray
        For how long each item was watched, shape (items,).

    Returns
    -------
    float
        The time, or where it is infinite the longest that was watched: it is more than that.

    Examples
    --------
    >>> seen_of(np.inf, np.array([3.0, 12.0])), seen_of(4.0, np.array([3.0, 12.0]))
    (12.0, 4.0)
    """
    return float(ages.max()) if np.isinf(value) and ages.size else value


@takes(durations=DURATIONS, ends=ENDS)
def fit(durations: Floats, ends: np.ndarray) -> Survival:
    """Return the curve of durations some of which haven't ended yet.

    Parameters
    ----------
    durations : ndarray
        How long each item has lasted, until its end or until now, shape (items,).
    ends : ndarray
        How each ended: `OPEN` (censored), `DONE` or `DROPPED`, shape (items,).

    Returns
    -------
    Survival
        The curve; without any item, or any that ended, it has no times.

    Notes
    -----
    The product-limit estimator [1]_, which counts an item as at risk until it was last seen. Ends
    of two kinds compete: what was dropped can't get done any more, and is neither censored nor done
    [2]_.

    References
    ----------
    .. [1] Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete
       observations. Journal of the American Statistical Association 53(282), 457-481.
    .. [2] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous
       Markov chains based on censored observations. Scandinavian Journal of Statistics 5(3),
       141-150.
    .. [3] Freireich, E. J. et al. (1963). The effect of 6-mercaptopurine on the duration of
       steroid-induced remissions in acute leukemia. Blood 21(6), 699-716.

    Examples
    --------
    Weeks in remission of the 21 patients who were given 6-MP [3]_, nine of whom relapsed. Half of
    them had by week 23:

    >>> weeks = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16.0])
    >>> weeks = np.append(weeks, [17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
    >>> ends = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    >>> curve = fit(weeks, ends)
    >>> curve.times.tolist()
    [6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0]
    >>> curve.still_open.round(4).tolist()
    [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    >>> curve.quantile(0.5)
    23.0
    """
    times, curves = _curves(durations, ends, np.ones((1, durations.size)))
    still_open, done, dropped = (curve[0] for curve in curves)
    return Survival(times, still_open, done, dropped)


@takes(durations=DURATIONS, ends=ENDS, q=SHARE, weights=WEIGHTS)
def quantile_draws(durations: Floats, ends: np.ndarray, q: float, weights: Floats) -> Floats:
    """Return `Survival.quantile` of each resample.

    Parameters
    ----------
    durations, ends : ndarray
        As for `fit`, shape (items,).
    q : float
        The share of what gets finished, from 0 to 1.
    weights : ndarray
        How often each item counts in each resample, shape (resamples, items).

    Returns
    -------
    ndarray
        The durations, infinite where the share isn't reached, shape (resamples,).

    Examples
    --------
    >>> days, ends = np.array([1.0, 2, 3]), np.array([DONE, DONE, OPEN])
    >>> quantile_draws(days, ends, 0.5, np.array([[1.0, 1, 1], [0, 1, 2], [0, 0, 3]])).tolist()
    [2.0, inf, inf]
    """
    return np.concatenate(
        [
            _quantiles(*_curves(durations, ends, weights[start : start + CHUNK]), q)
            for start in range(0, len(weights), CHUNK)
        ]
    )


@takes(durations=DURATIONS, ends=ENDS, weights=WEIGHTS, age=AGES, more=AGES)
def done_within_draws(
    durations: Floats, ends: np.ndarray, weights: Floats, age: Floats, more: Floats
) -> Floats:
    """Return `Survival.done_within` of each resample.

    Parameters
    ----------
    durations, ends : ndarray
        As for `fit`, shape (items,).
    weights : ndarray
        How often each item counts in each resample, shape (resamples, items).
    age, more : ndarray
        How long each story in progress has been so, and how much time there is for it, shape
        (stories,).

    Returns
    -------
    ndarray
        The chances, NaN for a story older than everything that ended in the resample, shape
        (resamples, stories).

    Examples
    --------
    >>> days, ends = np.array([1.0, 2, 3, 4]), np.array([DONE, DONE, DONE, DONE])
    >>> weights = np.array([[1.0, 1, 1, 1], [2, 0, 1, 1]])
    >>> done_within_draws(days, ends, weights, np.array([1.0]), np.array([2.0])).round(3).tolist()
    [[0.667], [0.5]]
    """
    parts = []
    for start in range(0, len(weights), CHUNK):
        times, (still_open, done, _) = _curves(durations, ends, weights[start : start + CHUNK])
        now, then = (np.searchsorted(times, at, side="right") for at in (age, age + more))
        # A column of what holds before the first end, for place 0.
        remaining = np.hstack((np.ones((len(done), 1)), still_open))[:, now]
        reached = np.hstack((np.zeros((len(done), 1)), done))
        gain = reached[:, then] - reached[:, now]
        known = remaining > NEARLY
        parts.append(np.divide(gain, remaining, out=np.full_like(gain, np.nan), where=known))
    return np.concatenate(parts)


@takes(durations=DURATIONS, level=Number(above=0, below=1))
def prediction_bound(durations: Floats, level: float = 0.85) -> float | None:
    """Return the upper bound that the next duration keeps with this chance.

    Parameters
    ----------
    durations : ndarray
        Finished durations, in any order, shape (items,).
    level : float
        The chance, between 0 and 1.

    Returns
    -------
    float or None
        The ceil(level · (n + 1))-th smallest of the n durations; None where that is more than there
        are. It takes n >= level / (1 - level): 6 for 85 %.

    Notes
    -----
    Exact, whatever their shape, if they are exchangeable with the next one [1]_.

    References
    ----------
    .. [1] Wilks, S. S. (1941). Determination of sample sizes for setting tolerance limits. The
       Annals of Mathematical Statistics 12(1), 91-96.

    Examples
    --------
    >>> prediction_bound(np.arange(1.0, 20.0)), prediction_bound(np.arange(1.0, 6.0))
    (17.0, None)
    """
    # A little less, so that 0.85 · 20 is 17 also where it comes out in the last bits above it.
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
    last_seen = np.searchsorted(times, durations, side="right") - 1  # -1: before the first time
    leaving = _by_time(weights, np.maximum(last_seen, 0), last_seen >= 0, times.size)
    # Summed from the end: who leaves at a time or later is at risk at it.
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    return times, _chances(ended_done, ended_dropped, at_risk)


def _chances(
    ended_done: npt.NDArray[np.float64],
    ended_dropped: npt.NDArray[np.float64],
    at_risk: npt.NDArray[np.float64],
) -> tuple[Floats, Floats, Floats]:
    safe = np.maximum(at_risk, NEARLY)  # nobody is at risk where nothing of a resample is left
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
        # The place where each run of equal times begins; reduceat adds from each up to the next.
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
    reached = done >= q * (1 - dropped[:, -1:]) - NEARLY
    return np.where(reached.any(axis=1), times[reached.argmax(axis=1)], inf)
