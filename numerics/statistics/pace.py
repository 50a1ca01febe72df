"""Whether things end sooner or later lately, counting what hasn't ended yet."""

from dataclasses import dataclass, replace
from math import log

import numpy as np

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

MINUTE = 1 / 1440  # of a day: what ends at once has still lived


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Things with a beginning: `age` (items, edges) at each edge of the sprints, counted from it.

    It is nought before the beginning. `end` (items,) is the age at which an item was over, infinite
    if it isn't; `done` (items,) whether it ended as hoped for.
    """

    age: Floats
    end: Floats
    done: np.ndarray


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The part of each life within one sprint: ages from and to, and whether it ended in it."""

    sprint: np.ndarray
    young: Floats
    old: Floats
    ended: np.ndarray


def pace_change(lives: Lifetimes, horizon: float) -> Change | None:
    """Compare what is done within the horizon in the last three sprints and the ten before.

    Each sprint counts with what was open in it at each age, so young things tell as much as they
    can (left truncation; Andersen, Borgan, Gill and Keiding 1993, III.3). The p-value is that of
    the log-rank test, exact: given who was at risk when something was done, it was one of the last
    three sprints' with the chance of their part in those. The mid-p keeps the level with few ends.
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
    interval = newcombe((hits[0], hits[1]), (known[0], known[1]))
    return Change(shares[0] - shares[1], interval, p_rise)


def duration_pace_change(lives: Lifetimes) -> Change | None:
    """Compare how soon things end in the last three sprints and the ten before, as a factor.

    The log-rank test with whole sprints permuted, as things of one sprint resemble each other. The
    factor is the inverse ratio of the rates at which things of the same age end.
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
    recent, others = pooled_ratios(ended, expected, least=0.5)
    found = permuted_change(log(then / now), np.log(others / recent), is_factor=True)
    return replace(found, p_rise=slower)


def share_open(lives: Lifetimes) -> float:
    """Return how many of those that lived in the last three sprints haven't ended by their end.

    A young team has fewer sprints; then it is all of them.
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
    return chosen @ (ended - expected) / spread


def chance_of_more(seen: int, chances: Floats) -> float:
    """Return the mid-p of so many hits in trials of different chances (Poisson-binomial)."""
    spread = np.ones(1)
    for chance in chances:
        spread = np.convolve(spread, [1 - chance, chance])
    return float(0.5 * spread[seen] + spread[seen + 1 :].sum())


def _spells(lives: Lifetimes, horizon: float, first: int) -> AtRisk:
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
    entered = np.searchsorted(np.sort(spells.young[group]), ages, side="left")
    left = np.searchsorted(np.sort(spells.old[group]), ages, side="left")
    return (entered - left).astype(float)


def _done_within(spells: AtRisk, group: np.ndarray) -> float:
    """Return the group's share done at the horizon, by Kaplan and Meier with late entries."""
    ages, times = np.unique(spells.old[spells.ended & group], return_counts=True)
    return float(1 - np.prod(1 - times / np.maximum(_open_at(ages, spells, group), 1)))
