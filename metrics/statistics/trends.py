"""Whether the last three sprints differ from the ten before, without crying wolf."""

from dataclasses import dataclass
from itertools import combinations
from math import comb, exp

import numpy as np

from metrics.statistics.interval import Floats, Interval
from metrics.statistics.proportions import design_effect, difference_p_value, newcombe

RECENT, BEFORE = 3, 10
FALSE_SHARE = 0.10  # q of Benjamini and Hochberg


@dataclass(frozen=True, slots=True)
class Change:
    """How the recent sprints differ: in the signal's unit, or as a factor where `is_factor`."""

    amount: float
    interval: Interval
    p_value: float
    is_factor: bool = False

    @property
    def direction(self) -> int:
        return int(np.sign(self.amount - 1 if self.is_factor else self.amount))


def split(sprints: int) -> tuple[slice, slice] | None:
    """Return where the ten before and the last three lie; None under thirteen."""
    if sprints < RECENT + BEFORE:
        return None
    return slice(sprints - RECENT - BEFORE, sprints - RECENT), slice(sprints - RECENT, sprints)


def share_change(hits: Floats, sizes: Floats) -> Change | None:
    """Compare shares per sprint, shape (sprints,): Newcombe's interval, clusters widen it."""
    halves = split(len(sizes))
    if halves is None:
        return None
    before, recent = halves
    n = float(sizes[recent].sum()), float(sizes[before].sum())
    if min(n) <= 0:
        return None
    x = float(hits[recent].sum()), float(hits[before].sum())
    effect = design_effect(hits[before], sizes[before])
    shrunk = (x[0] / effect, x[1] / effect), (n[0] / effect, n[1] / effect)
    return Change(x[0] / n[0] - x[1] / n[1], newcombe(*shrunk), difference_p_value(x, n, effect))


def ratio_change(tops: Floats, bottoms: Floats) -> Change | None:
    """Compare ratios of counts per sprint that may pass 1: exact permutation of the sprints."""
    halves = split(len(bottoms))
    if halves is None or bottoms[halves[0]].sum() <= 0 or bottoms[halves[1]].sum() <= 0:
        return None
    first = halves[0].start
    tops, bottoms = tops[first:], bottoms[first:]

    def difference(chosen):
        rest = np.ones(len(tops), bool)
        rest[list(chosen)] = False
        below = max(bottoms[~rest].sum(), 1e-9), max(bottoms[rest].sum(), 1e-9)
        return tops[~rest].sum() / below[0] - tops[rest].sum() / below[1]

    last = range(BEFORE, BEFORE + RECENT)
    seen = difference(last)
    others = np.array([difference(chosen) for chosen in _choices()])
    p_value = float(np.mean(np.abs(others) >= abs(seen) - 1e-12))
    half = float(np.quantile(np.abs(others), 0.90))
    return Change(float(seen), Interval(seen - half, seen + half), p_value)


def duration_change(samples: list[Floats]) -> Change | None:
    """Compare durations, one array a sprint: Hodges and Lehmann's shift of logs, as a factor.

    The p-value permutes whole sprints (all 286 ways to choose three of thirteen), because items
    of one sprint resemble each other.
    """
    halves = split(len(samples))
    if halves is None:
        return None
    logs = [np.log(np.maximum(one, 1 / 1440)) for one in samples[halves[0].start :]]
    if not sum(map(len, logs[:BEFORE])) or not sum(map(len, logs[BEFORE:])):
        return None
    pairs = np.subtract.outer(np.concatenate(logs[BEFORE:]), np.concatenate(logs[:BEFORE]))
    shift = float(np.median(pairs))
    means = np.array([one.mean() if len(one) else np.nan for one in logs])
    seen, others = _permuted(means, np.array([len(one) for one in logs], float))
    p_value = float(np.mean(np.abs(others) >= abs(seen) - 1e-12))
    half = float(np.quantile(np.abs(others), 0.90))
    return Change(exp(shift), Interval(exp(shift - half), exp(shift + half)), p_value, True)


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


def _choices():
    return combinations(range(RECENT + BEFORE), RECENT)


def _permuted(means: Floats, sizes: Floats) -> tuple[float, Floats]:
    """Return the difference of weighted means for the last three, and for every three."""
    chosen = np.zeros((comb(RECENT + BEFORE, RECENT), RECENT + BEFORE))
    for row, places in enumerate(_choices()):
        chosen[row, list(places)] = 1
    weights = np.sqrt(sizes) * ~np.isnan(means)
    known = np.nan_to_num(means)
    inside, outside = chosen * weights, (1 - chosen) * weights
    some = (inside.sum(axis=1) > 0) & (outside.sum(axis=1) > 0)
    inside, outside = inside[some], outside[some]
    draws = (inside @ known) / inside.sum(axis=1) - (outside @ known) / outside.sum(axis=1)
    return float(draws[-1]), draws
