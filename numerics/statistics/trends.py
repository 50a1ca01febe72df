"""Whether the last three sprints differ from the ten before, without crying wolf."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import exp

import numpy as np

from numerics.statistics.interval import Floats, Interval
from numerics.statistics.proportions import chance_of_rise, design_effect, newcombe

RECENT, BEFORE = 3, 10
LONGER = 20  # sprints before the last three that tell what is usual, where there are so many
JUDGED = RECENT + LONGER
FALSE_SHARE = 0.10  # q of Benjamini and Hochberg
OF_SPRINTS = "in the last three sprints against the ten before"
FOR_WORSE = 0.9  # of a test's level that goes to the side that hurts


@dataclass(frozen=True, slots=True)
class Change:
    """How the last three sprints differ from ten: in the signal's unit, or as a factor.

    `p_rise` is the chance of as great a rise as that or a greater one if nothing had changed, with
    up to twenty sprints to tell what is usual; a fall's is the rest of it (mid-p).
    """

    amount: float
    interval: Interval
    p_rise: float
    is_factor: bool = False
    over: str = OF_SPRINTS

    @property
    def direction(self) -> int:
        return int(np.sign(self.amount - 1 if self.is_factor else self.amount))

    @property
    def p_value(self) -> float:
        """Of both sides alike."""
        return min(1.0, 2 * min(self.p_rise, 1 - self.p_rise))

    def p_weighed(self, worse: int) -> float:
        """Return the p-value of a test that looks hardest where a change is for the worse.

        Its tails are unequal, nine to one; `worse` is 1 where a rise hurts, -1 where a fall does
        and 0 where neither, which leaves them equal.
        """
        if not worse:
            return self.p_value
        hurts = self.p_rise if worse > 0 else 1 - self.p_rise
        return min(1.0, hurts / FOR_WORSE, (1 - hurts) / (1 - FOR_WORSE))


def split(sprints: int) -> tuple[slice, slice] | None:
    """Return where the ten before and the last three lie; None under thirteen."""
    if sprints < RECENT + BEFORE:
        return None
    return slice(sprints - RECENT - BEFORE, sprints - RECENT), slice(sprints - RECENT, sprints)


@cache
def choices(sprints: int) -> Floats:
    """Return every three of so many sprints, the last three last, shape (choices, sprints)."""
    chosen = combinations(range(sprints), RECENT)
    return np.array([np.isin(np.arange(sprints), one) for one in chosen], float)


def share_change(hits: Floats, sizes: Floats) -> Change | None:
    """Compare shares per sprint, shape (sprints,): Newcombe's interval, clusters widen it."""
    hits, sizes = hits[-JUDGED:], sizes[-JUDGED:]
    halves = split(len(sizes))
    if halves is None:
        return None
    before, recent = halves
    n = float(sizes[recent].sum()), float(sizes[before].sum())
    if min(n) <= 0:
        return None
    x = float(hits[recent].sum()), float(hits[before].sum())
    longer = slice(0, recent.start)
    effect = design_effect(hits[longer], sizes[longer])
    shrunk = (x[0] / effect, x[1] / effect), (n[0] / effect, n[1] / effect)
    usual = float(hits[longer].sum()), float(sizes[longer].sum())
    p_rise = chance_of_rise((x[0], usual[0]), (n[0], usual[1]), effect)
    return Change(x[0] / n[0] - x[1] / n[1], newcombe(*shrunk), p_rise)


def ratio_change(tops: Floats, bottoms: Floats) -> Change | None:
    """Compare ratios of counts per sprint that may pass 1: exact permutation of the sprints."""
    tops, bottoms = tops[-JUDGED:], bottoms[-JUDGED:]
    halves = split(len(bottoms))
    if halves is None or bottoms[halves[0]].sum() <= 0 or bottoms[halves[1]].sum() <= 0:
        return None
    recent, others = pooled_ratios(tops, bottoms)
    before = pooled_ratio(tops[halves[0]], bottoms[halves[0]])
    return permuted_change(float(recent[-1]) - before, recent - others)


def pooled_ratio(tops: Floats, bottoms: Floats, least: float = 0.0) -> float:
    return float(max(tops.sum(), least) / max(bottoms.sum(), least, 1e-9))


def pooled_ratios(tops: Floats, bottoms: Floats, least: float = 0.0) -> tuple[Floats, Floats]:
    """Return sum(tops)/sum(bottoms) of every three of the sprints, and of all others each time.

    The last three come last; no sum counts as less than `least`. Shapes (choices,).
    """
    chosen = choices(len(tops))
    recent, others = (
        np.maximum(some @ tops, least) / np.maximum(some @ bottoms, max(least, 1e-9))
        for some in (chosen, 1 - chosen)
    )
    return recent, others


def permuted_change(seen: float, draws: Floats, *, is_factor: bool = False) -> Change:
    """Judge a change by its draws, one for every choice of sprints; logs where it is a factor."""
    half = float(np.quantile(np.abs(draws), 0.90))
    ends = (seen, seen - half, seen + half)
    amount, low, high = map(exp, ends) if is_factor else ends
    return Change(amount, Interval(low, high), permuted_p(draws), is_factor)


def mean_change(values: Floats) -> Change | None:
    """Compare the mean of one value a round, shape (rounds,): exact permutation of the rounds."""
    values = values[-JUDGED:]
    halves = split(len(values))
    if halves is None:
        return None
    recent, others = pooled_ratios(values, np.ones(len(values)))
    seen = float(values[halves[1]].mean() - values[halves[0]].mean())
    return permuted_change(seen, recent - others)


def permuted_p(draws: Floats) -> float:
    """Return how many of the draws lie above the last one, those equal to it by half (mid-p)."""
    seen = float(draws[-1])
    return float(np.mean(draws > seen + 1e-12) + np.mean(np.abs(draws - seen) <= 1e-12) / 2)


def duration_change(samples: list[Floats]) -> Change | None:
    """Compare durations, one array a sprint: Hodges and Lehmann's shift of logs, as a factor.

    The p-value permutes whole sprints, because items of one sprint resemble each other.
    """
    samples = samples[-JUDGED:]
    halves = split(len(samples))
    if halves is None:
        return None
    logs = [np.log(np.maximum(one, 1 / 1440)) for one in samples]
    before, recent = (np.concatenate(logs[some]) for some in halves)
    if not before.size or not recent.size:
        return None
    shift = float(np.median(np.subtract.outer(recent, before)))
    means = np.array([one.mean() if len(one) else np.nan for one in logs])
    draws = _differences(means, np.array([len(one) for one in logs], float))
    return permuted_change(shift, draws, is_factor=True)


def discoveries(p_values: list[float], q: float = FALSE_SHARE) -> list[bool]:
    """Say which p-values stand when the share of false alarms among them is held at q.

    Benjamini and Hochberg 1995.
    """
    order = np.argsort(p_values)
    limits = q * np.arange(1, len(order) + 1) / max(1, len(order))
    passed = np.flatnonzero(np.array(p_values)[order] <= limits)
    stands = [False] * len(order)
    for place in order[: passed[-1] + 1] if passed.size else []:
        stands[int(place)] = True
    return stands


def _differences(means: Floats, sizes: Floats) -> Floats:
    """Return the difference of weighted means for every three sprints, the last three last."""
    weights = np.sqrt(sizes) * ~np.isnan(means)
    known = np.nan_to_num(means)
    chosen = choices(len(sizes))
    inside, outside = chosen * weights, (1 - chosen) * weights
    some = (inside.sum(axis=1) > 0) & (outside.sum(axis=1) > 0)
    inside, outside = inside[some], outside[some]
    return (inside @ known) / inside.sum(axis=1) - (outside @ known) / outside.sum(axis=1)
