"""Whether the last three sprints differ from the ten before, without crying wolf."""

from dataclasses import dataclass
from itertools import combinations
from math import exp

import numpy as np

from metrics.statistics.interval import Floats, Interval
from metrics.statistics.proportions import design_effect, difference_p_value, newcombe

RECENT, BEFORE = 3, 10
FALSE_SHARE = 0.10  # q of Benjamini and Hochberg
CHOICES = np.array(
    [
        np.isin(np.arange(RECENT + BEFORE), chosen)
        for chosen in combinations(range(RECENT + BEFORE), RECENT)
    ],
    float,
)  # every three of thirteen sprints, shape (286, 13); the last three come last


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
    recent, before = pooled_ratios(tops[halves[0].start :], bottoms[halves[0].start :])
    return permuted_change(recent - before)


def pooled_ratios(tops: Floats, bottoms: Floats, least: float = 0.0) -> tuple[Floats, Floats]:
    """Return sum(tops)/sum(bottoms) of every three of thirteen sprints, and of their ten others.

    The last three come last; no sum counts as less than `least`. Shapes (286,).
    """
    recent, before = (
        np.maximum(chosen @ tops, least) / np.maximum(chosen @ bottoms, max(least, 1e-9))
        for chosen in (CHOICES, 1 - CHOICES)
    )
    return recent, before


def permuted_change(draws: Floats, *, is_factor: bool = False) -> Change:
    """Judge the last of the draws, one for every choice of sprints; logs where it is a factor."""
    seen, sizes = float(draws[-1]), np.abs(draws)
    p_value = float(np.mean(sizes >= abs(seen) - 1e-12))
    half = float(np.quantile(sizes, 0.90))
    ends = (seen, seen - half, seen + half)
    amount, low, high = map(exp, ends) if is_factor else ends
    return Change(amount, Interval(low, high), p_value, is_factor)


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
    draws = _differences(means, np.array([len(one) for one in logs], float))
    half = float(np.quantile(np.abs(draws), 0.90))
    p_value = permuted_change(draws).p_value
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


def _differences(means: Floats, sizes: Floats) -> Floats:
    """Return the difference of weighted means for every three sprints, the last three last."""
    weights = np.sqrt(sizes) * ~np.isnan(means)
    known = np.nan_to_num(means)
    inside, outside = CHOICES * weights, (1 - CHOICES) * weights
    some = (inside.sum(axis=1) > 0) & (outside.sum(axis=1) > 0)
    inside, outside = inside[some], outside[some]
    return (inside @ known) / inside.sum(axis=1) - (outside @ known) / outside.sum(axis=1)
