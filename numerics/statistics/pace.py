"""Whether things end sooner or later lately, counting what hasn't ended yet."""

from dataclasses import dataclass, replace
from math import log

import numpy as np

from numerics.contracts import Array, Instance, Number, holds, takes, unchecked
from numerics.statistics.interval import Floats
from numerics.statistics.proportions import newcombe
from numerics.statistics.trends import (
    BEFORE,
    JUDGED,
    RECENT,
    Change,
    choices,
    permuted_change,
    permuted_p,
    pooled_ratio,
    pooled_ratios,
    split,
)

__all__ = [
    "MINUTE",
    "Lifetimes",
    "duration_pace_change",
    "pace_change",
    "share_open",
]

MINUTE = 1 / 1440  # of a day: what ends at once has still lived


@holds(
    age=Array("items edges>=1", Number(low=0)),
    end=Array("items", Number(low=0, finite=False)),
    done=Array("items", flags=True),
)
@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Things with a beginning, some of which have ended.

    Attributes
    ----------
    age : ndarray
        How old each item would be at each edge of the sprints, nought before it began; ascending,
        shape (items, sprints + 1).
    end : ndarray
        The age at which it was over, infinite if it isn't, shape (items,).
    done : ndarray
        Whether it ended as hoped for, shape (items,).
    """

    age: Floats
    end: Floats
    done: np.ndarray


LIVES = Instance(Lifetimes)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The part of each life within one sprint: ages from and to, and whether it ended in it."""

    sprint: np.ndarray
    young: Floats
    old: Floats
    ended: np.ndarray


@takes(lives=LIVES, horizon=Number(above=0))
def pace_change(lives: Lifetimes, horizon: float) -> Change | None:
    """Compare what is done within a horizon in the last three sprints and the ten before.

    Parameters
    ----------
    lives : Lifetimes
        The things and when they ended.
    horizon : float
        The age by which they should be done, in the unit of the ages.

    Returns
    -------
    Change or None
        The difference of the shares done; None under thirteen sprints, and where the last three or
        the ten before tell nothing.

    Notes
    -----
    Each sprint counts with what was open in it at each age, so young things tell as much as they
    can (left truncation [1]_). The p-value is that of the log-rank test [2]_, exact: given who was
    at risk when something was done, it was one of the last three sprints' with the chance of their
    part in those. The mid-p keeps the level with few ends.

    References
    ----------
    .. [1] Andersen, P. K., Borgan, Ø., Gill, R. D. and Keiding, N. (1993). Statistical Models Based
       on Counting Processes, section III.3. Springer.
    .. [2] Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising
       in its consideration. Cancer Chemotherapy Reports 50(3), 163-170.

    Examples
    --------
    Two actions are agreed on in each of thirteen sprints of ten days. Both are done in three days
    until the last three sprints, in which one of two stays open:

    >>> begins = np.repeat(np.arange(13) * 10.0, 2)
    >>> age = np.maximum(np.arange(14) * 10.0 - begins[:, None], 0)
    >>> end = np.where((begins >= 100) & (np.arange(26) % 2 == 1), np.inf, 3.0)
    >>> change = pace_change(Lifetimes(age, end, np.isfinite(end)), 20.0)
    >>> round(change.amount, 2), change.direction
    (-0.5, -1)
    """
    sprints = lives.age.shape[1] - 1
    halves = split(sprints)
    if halves is None:
        return None
    spells = _spells(lives, horizon, first=max(0, sprints - JUDGED))
    lately = spells.sprint >= halves[1].start
    ages = np.sort(spells.old[spells.ended])
    if not ages.size or lately.all() or not lately.any():
        return None
    recent, usual = (_open_at(ages, spells, group) for group in (lately, ~lately))
    p_rise = chance_of_more(int(np.sum(spells.ended & lately)), recent / (recent + usual))
    pair = lately, ~lately & (spells.sprint >= halves[0].start)
    shares = [_done_within(spells, group) for group in pair]
    known = [_known(spells, group, horizon) for group in pair]
    if not min(known):
        return None
    hits = [share * n for share, n in zip(shares, known, strict=True)]
    interval = unchecked(newcombe)((hits[0], hits[1]), (known[0], known[1]))
    return Change(shares[0] - shares[1], interval, p_rise)


@takes(lives=LIVES)
def duration_pace_change(lives: Lifetimes) -> Change | None:
    """Compare how soon things end in the last three sprints and the ten before, as a factor.

    Parameters
    ----------
    lives : Lifetimes
        The things and when they ended.

    Returns
    -------
    Change or None
        The factor on durations; None under thirteen sprints, and where nothing ended.

    Notes
    -----
    The log-rank test [1]_ with whole sprints permuted, as things of one sprint resemble each other.
    The factor is the inverse ratio of the rates at which things of the same age end.

    References
    ----------
    .. [1] Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising
       in its consideration. Cancer Chemotherapy Reports 50(3), 163-170.

    Examples
    --------
    Ten stories in each of thirteen sprints; those of the last three take twice as long:

    >>> begins = np.repeat(np.arange(13) * 10.0, 10)
    >>> age = np.maximum(np.arange(14) * 10.0 - begins[:, None], 0)
    >>> end = np.tile(np.arange(1.0, 5.5, 0.45), 13) * np.where(begins >= 100, 2, 1)
    >>> change = duration_pace_change(Lifetimes(age, end, np.ones(130, bool)))
    >>> change.amount > 1.5, change.p_rise < 0.01
    (True, True)
    """
    sprints = lives.age.shape[1] - 1
    halves = split(sprints)
    if halves is None:
        return None
    first = max(0, sprints - JUDGED)
    ended, expected = _ended_and_expected(_spells(lives, np.inf, first), sprints - first, first)
    if not ended.sum() or not (expected > 0).any():
        return None
    slower = permuted_p(-_scores(ended, expected))
    now, then = (
        pooled_ratio(ended[some], expected[some], least=0.5)
        for some in (slice(-RECENT, None), slice(-RECENT - BEFORE, -RECENT))
    )
    recent, others = unchecked(pooled_ratios)(ended, expected, least=0.5)
    found = unchecked(permuted_change)(log(then / now), np.log(others / recent), is_factor=True)
    return replace(found, p_rise=slower)


@takes(lives=LIVES)
def share_open(lives: Lifetimes) -> float:
    """Return the share of what lived in the last three sprints that hasn't ended by their end.

    Parameters
    ----------
    lives : Lifetimes
        The things and when they ended. A young team has fewer sprints; then it is all of them.

    Returns
    -------
    float
        The share; 0 where nothing lived.

    Examples
    --------
    >>> age = np.array([[0.0, 10.0], [0.0, 5.0]])
    >>> share_open(Lifetimes(age, np.array([4.0, np.inf]), np.array([True, False])))
    0.5
    """
    sprints = lives.age.shape[1] - 1
    before, last = lives.age[:, max(0, sprints - RECENT)], lives.age[:, sprints]
    lived = (last > before) & (lives.end > before)
    return float(np.mean(lives.end[lived] > last[lived])) if lived.any() else 0.0


def _ended_and_expected(spells: AtRisk, sprints: int, first: int) -> tuple[Floats, Floats]:
    """Return what ended in each sprint, and what would have at the pace of all, shape (sprints,).

    The pace of all is Nelson and Aalen's cumulative hazard.
    """
    ages, times = np.unique(spells.old[spells.ended], return_counts=True)
    everything = np.ones(spells.sprint.size, bool)
    hazard = np.cumsum(times / np.maximum(_open_at(ages, spells, everything), 1))
    lived = [
        # On the right side an age at which something ended comes after that end; place 0 is before
        # the first one, where the hazard is nought.
        np.concatenate(([0.0], hazard))[np.searchsorted(ages, at, side="right")]
        for at in (spells.young, spells.old)
    ]
    place = spells.sprint - first
    return (
        np.bincount(place, spells.ended, sprints).astype(float),
        np.bincount(place, lived[1] - lived[0], sprints).astype(float),
    )


def _scores(ended: Floats, expected: Floats) -> Floats:
    """Return the log-rank score of every three sprints, the last three last, shape (choices,)."""
    chosen = choices(len(ended))
    part = chosen @ expected
    spread = np.sqrt(np.maximum(part * (expected.sum() - part) / expected.sum(), 1e-9))
    scores: Floats = chosen @ (ended - expected) / spread
    return scores


def chance_of_more(seen: int, chances: Floats) -> float:
    """Return the mid-p of so many hits in trials of different chances (Poisson-binomial)."""
    spread = np.ones(1)
    for chance in chances:
        spread = np.convolve(spread, [1 - chance, chance])
    return float(0.5 * spread[seen] + spread[seen + 1 :].sum())


def _spells(lives: Lifetimes, horizon: float, first: int) -> AtRisk:
    # Every item by every sprint; what isn't a part of a life, as it is over before the sprint or
    # begins after it, isn't older at its end.
    stop = np.minimum(lives.end, horizon)[:, None]
    young, old = lives.age[:, :-1], np.minimum(lives.age[:, 1:], stop)
    item, sprint = np.nonzero((old > young) & (np.arange(young.shape[1]) >= first))
    until = old[item, sprint]
    ended = (lives.done & (lives.end <= horizon))[item] & (until == lives.end[item])
    return AtRisk(sprint, young[item, sprint], until, ended)


def _known(spells: AtRisk, group: np.ndarray, horizon: float) -> float:
    """Return how many whole lives the group's spells amount to: who is done told all at once."""
    left = np.where(spells.ended, horizon, spells.old) - spells.young
    return float(left[group].sum() / horizon)


def _open_at(ages: Floats, spells: AtRisk, group: np.ndarray) -> Floats:
    # Counts by sorted places, "left" for both: who enters at an age isn't yet at risk in it, who
    # leaves at it still is.
    entered = np.searchsorted(np.sort(spells.young[group]), ages, side="left")
    left = np.searchsorted(np.sort(spells.old[group]), ages, side="left")
    return (entered - left).astype(float)


def _done_within(spells: AtRisk, group: np.ndarray) -> float:
    """Return the group's share done at the horizon, by Kaplan and Meier with late entries."""
    ages, times = np.unique(spells.old[spells.ended & group], return_counts=True)
    return float(1 - np.prod(1 - times / np.maximum(_open_at(ages, spells, group), 1)))
