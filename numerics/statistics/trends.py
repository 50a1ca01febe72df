"""Whether the last three sprints differ from the ten before, without crying wolf."""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import exp

import numpy as np

from numerics.contracts import Array, Each, Flag, Number, OneOf, takes, unchecked
from numerics.statistics.interval import Floats, Interval
from numerics.statistics.proportions import chance_of_rise, design_effect, newcombe

__all__ = [
    "BEFORE",
    "FALSE_SHARE",
    "JUDGED",
    "OF_SPRINTS",
    "RECENT",
    "Change",
    "discoveries",
    "duration_change",
    "mean_change",
    "permuted_change",
    "pooled_ratios",
    "ratio_change",
    "share_change",
]

RECENT, BEFORE = 3, 10
LONGER = 20  # sprints before the last three that tell what is usual, where there are so many
JUDGED = RECENT + LONGER
FALSE_SHARE = 0.10  # q of Benjamini and Hochberg
OF_SPRINTS = "in the last three sprints against the ten before"
FOR_WORSE = 0.9  # of a test's level that goes to the side that hurts
SHORTEST = 1 / 1440  # of a day: what took no time at all took a minute

NOUGHT_OR_MORE = Number(low=0)
SUMS = Array("sprints", NOUGHT_OR_MORE)


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

    @takes(worse=OneOf(-1, 0, 1))
    def p_weighed(self, worse: int) -> float:
        """Return the p-value of a test that looks hardest where a change is for the worse.

        Parameters
        ----------
        worse : {-1, 0, 1}
            1 where a rise hurts, -1 where a fall does and 0 where neither.

        Returns
        -------
        float
            The p-value; its tails are unequal, nine to one, unless neither side hurts.
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


@cache  # of thirteen to twenty-three sprints only, each a few hundred rows
def choices(sprints: int) -> Floats:
    """Return every three of so many sprints, the last three last, shape (choices, sprints)."""
    chosen = combinations(range(sprints), RECENT)
    return np.array([np.isin(np.arange(sprints), one) for one in chosen], float)


@takes(hits=Array("sprints", Number(low=0, at_most="sizes")), sizes=SUMS)
def share_change(hits: Floats, sizes: Floats) -> Change | None:
    """Compare a share in the last three sprints with the ten before.

    Parameters
    ----------
    hits, sizes : ndarray
        The hits and the trials of each sprint, oldest first, shape (sprints,).

    Returns
    -------
    Change or None
        The difference of the shares; None under thirteen sprints, and where the last three or the
        ten before hold no trial.

    Notes
    -----
    Newcombe's interval [1]_ on trials shrunk by the design effect of the sprints before the last
    three, as things of one sprint resemble each other.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent
       proportions: comparison of eleven methods. Statistics in Medicine 17(8), 873-890.

    Examples
    --------
    >>> hits, sizes = np.array([5.0] * 10 + [9.0] * 3), np.full(13, 10.0)
    >>> change = share_change(hits, sizes)
    >>> round(change.amount, 2), change.direction, change.p_rise < 0.0001
    (0.4, 1, True)
    """
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
    effect = unchecked(design_effect)(hits[longer], sizes[longer])
    shrunk = (x[0] / effect, x[1] / effect), (n[0] / effect, n[1] / effect)
    usual = float(hits[longer].sum()), float(sizes[longer].sum())
    p_rise = chance_of_rise((x[0], usual[0]), (n[0], usual[1]), effect)
    return Change(x[0] / n[0] - x[1] / n[1], unchecked(newcombe)(*shrunk), p_rise)


@takes(tops=SUMS, bottoms=SUMS)
def ratio_change(tops: Floats, bottoms: Floats) -> Change | None:
    """Compare a ratio of counts in the last three sprints with the ten before.

    Parameters
    ----------
    tops, bottoms : ndarray
        What is added up above and below the line in each sprint, oldest first, shape (sprints,).

    Returns
    -------
    Change or None
        The difference of the ratios, which may pass 1; None under thirteen sprints, and where the
        last three or the ten before have nothing below the line.

    Notes
    -----
    An exact permutation test [1]_: every three of the sprints are as likely as the last three to
    stand out so much, if nothing changed.

    References
    ----------
    .. [1] Fisher, R. A. (1935). The Design of Experiments, section 21. Oliver and Boyd.

    Examples
    --------
    >>> change = ratio_change(np.array([1.0] * 10 + [4.0] * 3), np.full(13, 10.0))
    >>> round(change.amount, 2), round(change.p_rise * 286, 2)
    (0.3, 0.5)
    """
    tops, bottoms = tops[-JUDGED:], bottoms[-JUDGED:]
    halves = split(len(bottoms))
    if halves is None or bottoms[halves[0]].sum() <= 0 or bottoms[halves[1]].sum() <= 0:
        return None
    recent, others = unchecked(pooled_ratios)(tops, bottoms)
    before = pooled_ratio(tops[halves[0]], bottoms[halves[0]])
    return unchecked(permuted_change)(float(recent[-1]) - before, recent - others)


def pooled_ratio(tops: Floats, bottoms: Floats, least: float = 0.0) -> float:
    return float(max(tops.sum(), least) / max(bottoms.sum(), least, 1e-9))


@takes(
    tops=Array(f"sprints>={RECENT}"),
    bottoms=SUMS,
    least=NOUGHT_OR_MORE,
)
def pooled_ratios(tops: Floats, bottoms: Floats, least: float = 0.0) -> tuple[Floats, Floats]:
    """Return the ratio of sums of every three of the sprints, and of all others each time.

    Parameters
    ----------
    tops, bottoms : ndarray
        What is added up above and below the line in each sprint, oldest first, shape (sprints,),
        three at least.
    least : float
        What a sum counts as where it is less.

    Returns
    -------
    recent : ndarray
        The ratio of every three sprints, the last three last, shape (choices,).
    others : ndarray
        The ratio of all the others, shape (choices,).

    Examples
    --------
    >>> recent, others = pooled_ratios(np.array([1.0, 1, 1, 5]), np.ones(4))
    >>> recent.round(2).tolist(), others.round(2).tolist()
    ([1.0, 2.33, 2.33, 2.33], [5.0, 1.0, 1.0, 1.0])
    """
    # One row a choice, 1 for its three sprints: a product with it adds these up, one with its
    # complement all others.
    chosen = choices(len(tops))
    recent, others = (
        np.maximum(some @ tops, least) / np.maximum(some @ bottoms, max(least, 1e-9))
        for some in (chosen, 1 - chosen)
    )
    return recent, others


@takes(seen=Number(), draws=Array("choices>=1"), is_factor=Flag())
def permuted_change(seen: float, draws: Floats, *, is_factor: bool = False) -> Change:
    """Judge a change by what it would be for every choice of sprints.

    Parameters
    ----------
    seen : float
        The change.
    draws : ndarray
        The change of each choice, that of the last three sprints last, shape (choices,).
    is_factor : bool
        Whether these are logarithms of a factor.

    Returns
    -------
    Change
        With an interval of the 90 % point of the draws' distance from nought to either side.

    Examples
    --------
    >>> change = permuted_change(2.0, np.array([-1.0, 0.0, 1.0, 2.0]))
    >>> change.p_rise
    0.125
    """
    half = float(np.quantile(np.abs(draws), 0.90))
    ends = (seen, seen - half, seen + half)
    amount, low, high = map(exp, ends) if is_factor else ends
    return Change(amount, Interval(low, high), permuted_p(draws), is_factor)


@takes(values=Array("rounds"))
def mean_change(values: Floats) -> Change | None:
    """Compare the mean of the last three rounds with that of the ten before.

    Parameters
    ----------
    values : ndarray
        One value of each round, oldest first, shape (rounds,).

    Returns
    -------
    Change or None
        The difference of the means, judged as in `ratio_change`; None under thirteen rounds.

    Examples
    --------
    >>> change = mean_change(np.array([5.0] * 10 + [6.0] * 3))
    >>> change.amount, round(change.p_rise * 286, 2)
    (1.0, 0.5)
    """
    values = values[-JUDGED:]
    halves = split(len(values))
    if halves is None:
        return None
    recent, others = unchecked(pooled_ratios)(values, np.ones(len(values)))
    seen = float(values[halves[1]].mean() - values[halves[0]].mean())
    return unchecked(permuted_change)(seen, recent - others)


def permuted_p(draws: Floats) -> float:
    """Return how many of the draws lie above the last one, those equal to it by half (mid-p)."""
    seen = float(draws[-1])
    return float(np.mean(draws > seen + 1e-12) + np.mean(np.abs(draws - seen) <= 1e-12) / 2)


@takes(samples=Each(Array("items", NOUGHT_OR_MORE)))
def duration_change(samples: list[Floats]) -> Change | None:
    """Compare durations in the last three sprints with the ten before, as a factor.

    Parameters
    ----------
    samples : list of ndarray
        The durations of each sprint, oldest first, each of shape (items,).

    Returns
    -------
    Change or None
        The factor; None under thirteen sprints, and where the last three or the ten before hold
        nothing.

    Notes
    -----
    The shift of the logarithms is the median of all differences [1]_. The p-value permutes whole
    sprints, because items of one sprint resemble each other.

    References
    ----------
    .. [1] Hodges, J. L. and Lehmann, E. L. (1963). Estimates of location based on rank tests. The
       Annals of Mathematical Statistics 34(2), 598-611.

    Examples
    --------
    >>> samples = [np.array([1.0, 2, 3])] * 10 + [np.array([2.0, 4, 6])] * 3
    >>> change = duration_change(samples)
    >>> round(change.amount, 2), round(change.p_rise * 286, 2)
    (2.0, 0.5)
    """
    samples = samples[-JUDGED:]
    halves = split(len(samples))
    if halves is None:
        return None
    logs = [np.log(np.maximum(one, SHORTEST)) for one in samples]
    before, recent = (np.concatenate(logs[some]) for some in halves)
    if not before.size or not recent.size:
        return None
    shift = float(np.median(np.subtract.outer(recent, before)))  # every one minus every one
    means = np.array([one.mean() if len(one) else np.nan for one in logs])
    draws = _differences(means, np.array([len(one) for one in logs], float))
    return unchecked(permuted_change)(shift, draws, is_factor=True)


@takes(p_values=Array("tests", Number(low=0, high=1), listed=True), q=Number(low=0, high=1))
def discoveries(p_values: list[float], q: float = FALSE_SHARE) -> list[bool]:
    """Return which p-values stand when the share of false alarms among them is held down.

    Parameters
    ----------
    p_values : list of float
        The p-values, in any order, shape (tests,).
    q : float
        The expected share of false alarms among those that stand, at most.

    Returns
    -------
    list of bool
        For each whether it stands.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical
       and powerful approach to multiple testing. Journal of the Royal Statistical Society B 57(1),
       289-300.

    Examples
    --------
    The fifteen p-values of their own example, of which four stand:

    >>> p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    >>> p_values += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    >>> sum(discoveries(p_values, 0.05))
    4
    """
    order = np.argsort(p_values)
    limits = q * np.arange(1, len(order) + 1) / max(1, len(order))
    # The last that keeps its own limit takes all smaller ones with it, whether these keep theirs.
    passed = np.flatnonzero(np.array(p_values)[order] <= limits)
    stands = [False] * len(order)
    for place in order[: passed[-1] + 1] if passed.size else []:
        stands[int(place)] = True
    return stands


def _differences(means: Floats, sizes: Floats) -> Floats:
    """Return the difference of weighted means for every three sprints, the last three last."""
    weights = np.sqrt(sizes) * ~np.isnan(means)  # a sprint without items weighs nothing
    known = np.nan_to_num(means)
    chosen = choices(len(sizes))
    inside, outside = chosen * weights, (1 - chosen) * weights
    some = (inside.sum(axis=1) > 0) & (outside.sum(axis=1) > 0)
    inside, outside = inside[some], outside[some]
    apart: Floats = (inside @ known) / inside.sum(axis=1) - (outside @ known) / outside.sum(axis=1)
    return apart
