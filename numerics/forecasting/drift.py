"""How far a team's pace may move from where it was, in logs, from one fortnight to the next.

Asked of the team's own past at two spans: how much more did what came in the next two weeks, and in
the next quarter, differ from the level before it than the scatter of its weeks explains? A steady
team so gets narrow ranges however far they reach, and one whose pace wanders, grows or dies gets
wide ones. Where the past holds few such stretches, what the unrest from fortnight to fortnight
makes likely speaks instead.
"""

import numpy as np
import numpy.typing as npt

from numerics.forecasting.history import LEAST_WEEKS, Days

Floats = npt.NDArray[np.float64]

HALF_LIFE = 6.0
WEEKS_LOOKED_AT = 26
FORTNIGHTS_LOOKED_AT = 26
LEAST_UNREST, MOST_UNREST, UNKNOWN_UNREST = 0.2, 0.8, 0.5
SHOCK = 0.7
SHORT, LONG = 2, 13  # weeks
STARTS_LOOKED_AT = 104
# What is usual counts as four of the team's own stretches.
PRIOR_STRETCHES = 4.0
# Unrest takes half of a fortnight's movement to pass again. What lasts shows only over quarters;
# until a past holds some of them, all of it is taken to last.
LASTING = 2.0
LEAST_SHOCK, MOST_SHOCK = 0.03, 1.05


def shocks(weeks: Days, fortnights: int) -> Floats:
    """The scale of the level's step into each coming fortnight, shape (fortnights,).

    ``weeks`` has shape (k,), oldest first. The first step is what two weeks ahead need, the later
    ones are alike and make up what a quarter ahead needs.
    """
    usual = SHOCK * unrest(weeks)
    later = later_share((LONG + 1) // 2)
    near = shrunk(usual**2, *surprise(weeks, SHORT))
    first = np.clip(np.sqrt(near), LEAST_SHOCK, MOST_SHOCK)
    far = shrunk(LASTING * usual**2 * (1 + later), *surprise(weeks, LONG))
    rest = np.clip(np.sqrt(max(far - first**2, 0) / later), LEAST_SHOCK, MOST_SHOCK)
    shocks: Floats = np.r_[first, np.full(fortnights - 1, rest)]
    return shocks


def shrunk(usual: float, found: float, stretches: float) -> float:
    return (PRIOR_STRETCHES * usual + stretches * found) / (PRIOR_STRETCHES + stretches)


def later_share(fortnights: int) -> float:
    """Variance of the mean of a walk whose first step is already taken, per step's variance."""
    taken = np.arange(fortnights)
    # Two sums of steps share those of the shorter one, which is their covariance.
    return float(np.minimum.outer(taken, taken).mean())


def surprise(weeks: Days, ahead: int) -> tuple[float, float]:
    """The mean squared log of what came in ``ahead`` weeks over the level before, beyond scatter.

    And as how many independent stretches the past counts; nought where it holds none.
    """
    weeks = weeks[-(STARTS_LOOKED_AT + WEEKS_LOOKED_AT) :]
    starts = np.arange(max(LEAST_WEEKS, len(weeks) - ahead - STARTS_LOOKED_AT), len(weeks) - ahead)
    if not len(starts):
        return 0.0, 0.0
    mean, variance, effective = (past[starts] for past in levels(weeks))
    done = np.r_[0, np.cumsum(weeks)]  # before each week, so that two places differ by a count
    came, foreseen = done[starts + 1 + ahead] - done[starts + 1], ahead * mean
    missed = np.log((came + 1) / (foreseen + 1)) ** 2
    scatter = variance * (ahead + ahead**2 / effective) / (foreseen + 1) ** 2
    return float(max((missed - scatter).mean(), 0)), len(starts) / ahead


def levels(weeks: Days) -> tuple[Floats, Floats, Floats]:
    """After each week: weighted mean and variance of a week so far, and what they rest on.

    Shape (k,) each; never less variance than counting makes.
    """
    weights = 2.0 ** (-np.arange(WEEKS_LOOKED_AT) / HALF_LIFE)
    # The head of a convolution: each week with those before it, weighted by how long ago they were.
    ones = np.ones(len(weeks))
    total, squares = (np.convolve(ones, w)[: len(weeks)] for w in (weights, weights**2))
    mean, second = (np.convolve(x, weights)[: len(weeks)] / total for x in (weeks, weeks**2))
    effective = total**2 / squares
    variance = (second - mean**2) * effective / np.maximum(effective - 1, 1e-9)
    return mean, np.maximum(variance, mean), effective


def unrest(weeks: Days) -> float:
    """How much the level moves from one fortnight to the next, in logs, beyond counting noise."""
    count = min(len(weeks) // 2, FORTNIGHTS_LOOKED_AT)
    if count < 3:
        return UNKNOWN_UNREST
    totals = weeks[len(weeks) - 2 * count :].reshape(count, 2).sum(axis=1)  # the newest in pairs
    counting_noise = 2 * np.mean(1 / (1 + totals))
    moved = np.diff(np.log1p(totals)).var(ddof=1) - counting_noise
    # Two standard errors of what counting alone would show: less than that the past can't rule out.
    unseen = counting_noise * np.sqrt(2 / (count - 1))
    least = min(np.sqrt(unseen), LEAST_UNREST)
    return float(np.clip(np.sqrt(max(moved, 0) / 2), least, MOST_UNREST))
