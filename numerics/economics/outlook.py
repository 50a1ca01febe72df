"""Net value over months, break-even and what both hang on, by draws from people's ranges."""

from dataclasses import dataclass

import numpy as np

from numerics.contracts import Array, Instance, Number, holds, takes, unchecked
from numerics.economics.elicited import LARGEST, Elicited
from numerics.statistics.interval import Floats, Interval, of_draws

__all__ = [
    "DRAWS",
    "HORIZONS",
    "Inputs",
    "Net",
    "Outlook",
    "break_even_months",
    "net_after",
    "net_of",
    "outlook_of",
    "squared_rank_correlation",
]

DRAWS = 10_000
HORIZONS = (12, 36)
STEP = 3  # months between the points of the curve
LEAST_RAMP = 1e-6  # months: what is shorter is no ramp
FARTHEST = 1e25  # of what is drawn: far beyond the 95 % of the widest range

COST = Number(low=0, high=LARGEST)
AMOUNTS = Array("draws>=1")
TIMES = Array("draws>=1", Number(low=0))


@holds(
    value=Instance(Elicited),
    ramp=Instance(Elicited),
    run_cost=Instance(Elicited),
    lasts=Instance(Elicited),
    build_low=Number(low=0, high=LARGEST, at_most="build_high"),
    build_high=COST,
)
@dataclass(frozen=True, slots=True)
class Inputs:
    """What an outlook is drawn from; money in one currency, times in months.

    Parameters
    ----------
    value : Elicited
        A month at full use; may be negative.
    ramp : Elicited
        Months until full use.
    run_cost : Elicited
        A month, from the first use on.
    lasts : Elicited
        Months from the first use until it is no longer used.
    build_low, build_high : float
        The two ends of the cost of building it, spent before the first use: any between them is
        as likely as any other.
    """

    value: Elicited
    ramp: Elicited
    run_cost: Elicited
    lasts: Elicited
    build_low: float
    build_high: float


@dataclass(frozen=True, slots=True)
class Net:
    """Net value after so many months: the median, and where 90 % of the draws lie."""

    months: int
    median: float
    interval: Interval
    loss: float  # the share of draws below nought


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the draws say; `inf` months of a break-even: it isn't reached."""

    nets: tuple[Net, ...]  # after each of HORIZONS
    curve: tuple[Net, ...]  # every STEP months from the first use to the last horizon
    break_even: float  # months, the median
    break_even_interval: Interval
    reached: float  # the share of draws that break even while it lasts
    hangs_on: dict[str, float]  # squared rank correlation of each input with the last net
    draws: dict[int, Floats]  # the net of each draw after each of HORIZONS, shape (DRAWS,)


@takes(inputs=Instance(Inputs), seed=Number(low=0, high=2**63 - 1, whole=True))
def outlook_of(inputs: Inputs, seed: int) -> Outlook:
    """Draw what becomes of something that is built, used and paid for.

    Parameters
    ----------
    inputs : Inputs
        Ranges of 90 %, independent of each other.
    seed : int
        Of the dice; the same inputs and seed give the same numbers, and each input has dice of
        its own, so that a change of one leaves the draws of the others as they are.

    Returns
    -------
    Outlook
        Undiscounted, of 10,000 draws, in the currency of the inputs and in months from first use.

    Notes
    -----
    Monte Carlo over elicited ranges [1]_. Use grows evenly until it is full, the run cost is all
    there from the first use on, and both end when it is no longer used.

    References
    ----------
    .. [1] Hubbard, D. W. (2014). How to Measure Anything, 3rd ed., chapters 5 and 6. Wiley.

    Examples
    --------
    >>> known = Elicited(100, 100), Elicited(0, 0), Elicited(20, 20), Elicited(24, 24)
    >>> told = outlook_of(Inputs(*known, build_low=400, build_high=400), seed=1)
    >>> [net.median for net in told.nets], told.break_even
    ([560.0, 1520.0], 5.0)
    """
    drawn = _drawn(inputs, seed)
    nets = {months: unchecked(net_after)(float(months), **drawn) for months in HORIZONS}
    curve = []
    for months in range(0, max(HORIZONS) + 1, STEP):
        curve.append(unchecked(net_of)(months, unchecked(net_after)(float(months), **drawn)))
    even = unchecked(break_even_months)(**drawn)
    final = nets[max(HORIZONS)]
    hangs_on = {}
    for name, amounts in drawn.items():
        hangs_on[name] = unchecked(squared_rank_correlation)(amounts, final)
    return Outlook(
        nets=tuple(unchecked(net_of)(months, net) for months, net in nets.items()),
        curve=tuple(curve),
        break_even=float(np.quantile(even, 0.5, method="inverted_cdf")),
        break_even_interval=unchecked(of_draws)(even),
        reached=float(np.isfinite(even).mean()),
        hangs_on=hangs_on,
        draws=nets,
    )


@takes(
    months=Number(low=0, high=LARGEST),
    value=AMOUNTS,
    ramp=TIMES,
    run_cost=TIMES,
    lasts=TIMES,
    build_cost=TIMES,
)
def net_after(
    months: float, value: Floats, ramp: Floats, run_cost: Floats, lasts: Floats, build_cost: Floats
) -> Floats:
    """Return what is left after so many months: value less run cost less build cost.

    Parameters
    ----------
    months : float
        From first use, not negative.
    value : ndarray
        A month at full use, shape (draws,).
    ramp : ndarray
        Months until full use, shape (draws,).
    run_cost : ndarray
        A month, from the first use on, shape (draws,).
    lasts : ndarray
        Months until the end of use, shape (draws,).
    build_cost : ndarray
        Spent before the first use, shape (draws,).

    Returns
    -------
    ndarray
        In the currency of the inputs, shape (draws,).

    Notes
    -----
    With a use that grows evenly over r months, T months are worth T²/2r at full use while T < r,
    and T - r/2 from then on.

    Examples
    --------
    >>> one = np.ones(1)
    >>> net_after(6.0, 100 * one, 4 * one, 10 * one, 24 * one, 50 * one).tolist()
    [290.0]
    """
    used = np.minimum(months, lasts)
    return np.asarray(value * _at_full_use(used, ramp) - run_cost * used - build_cost)


@takes(value=AMOUNTS, ramp=TIMES, run_cost=TIMES, lasts=TIMES, build_cost=TIMES)
def break_even_months(
    value: Floats, ramp: Floats, run_cost: Floats, lasts: Floats, build_cost: Floats
) -> Floats:
    """Return after how many months the cost of building and running is earned for the first time.

    Parameters
    ----------
    value, ramp, run_cost, lasts, build_cost : ndarray
        As those of `net_after`, shape (draws,).

    Returns
    -------
    ndarray
        Months from first use, shape (draws,); infinite where it isn't reached while it lasts.
        What costs nothing to build has earned that at once.

    Notes
    -----
    While use grows, v T²/2r - c T - b = 0 for the value v, the run cost c and the build cost b,
    whose positive root is taken; from full use on the net grows by v - c a month.

    Examples
    --------
    >>> one = np.ones(1)
    >>> break_even_months(100 * one, 0 * one, 20 * one, 24 * one, 400 * one).tolist()
    [5.0]
    >>> break_even_months(10 * one, 0 * one, 20 * one, 24 * one, 400 * one).tolist()
    [inf]
    """
    grows = ramp >= LEAST_RAMP
    slope = np.where(grows, ramp, 1.0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        root = np.sqrt(run_cost**2 + 2 * np.maximum(value, 0) * build_cost / slope)
        early = np.where(grows & (value > 0), slope * (run_cost + root) / value, np.inf)
        late = (build_cost + value * ramp / 2) / (value - run_cost)
    late = np.where((value > 0) & (value > run_cost), late, np.inf)
    months = np.where(early <= ramp, early, late)
    months = np.where(build_cost == 0, 0.0, months)
    return np.asarray(np.where(months <= lasts, months, np.inf))


@takes(one=AMOUNTS, other=AMOUNTS)
def squared_rank_correlation(one: Floats, other: Floats) -> float:
    """Return the squared rank correlation of two rows of draws.

    Parameters
    ----------
    one, other : ndarray
        Shape (draws,).

    Returns
    -------
    float
        From 0 to 1; 0 where one of them doesn't vary.

    Notes
    -----
    Spearman's rho [1]_, squared: near the share of the spread of one that the other explains, where
    inputs are independent and act in one direction. Equal draws share the mean of their ranks.

    References
    ----------
    .. [1] Spearman, C. (1904). The proof and measurement of association between two things. The
       American Journal of Psychology 15(1), 72-101.

    Examples
    --------
    >>> squared_rank_correlation(np.array([1.0, 2, 3]), np.array([9.0, 4, 1]))
    1.0
    """
    ranks, others = _centred_ranks(one), _centred_ranks(other)
    size = float(ranks @ ranks) * float(others @ others)
    if not size:
        return 0.0
    return min(1.0, float(ranks @ others) ** 2 / size)


def _drawn(inputs: Inputs, seed: int) -> dict[str, Floats]:
    dice = np.random.default_rng(seed).spawn(5)
    drawn = {}
    for name, rng in zip(("value", "ramp", "run_cost", "lasts"), dice, strict=False):
        amounts = getattr(inputs, name).draws(rng, DRAWS)
        if name != "value":
            amounts = np.maximum(amounts, 0.0)
        drawn[name] = np.clip(amounts, -FARTHEST, FARTHEST)
    drawn["build_cost"] = dice[4].uniform(inputs.build_low, inputs.build_high, DRAWS)
    return drawn


def _at_full_use(months: Floats, ramp: Floats) -> Floats:
    """How many months at full use as many months are worth, shape (draws,)."""
    grows = ramp >= LEAST_RAMP
    slope = np.where(grows, ramp, 1.0)
    growing = grows & (months < ramp)
    with np.errstate(over="ignore"):
        early = months * (months / slope) / 2
    return np.asarray(np.where(growing, early, np.maximum(months - ramp / 2, 0.0)))


@takes(months=Number(low=0, whole=True), draws=AMOUNTS)
def net_of(months: int, draws: Floats) -> Net:
    """Return what draws of a net value come to.

    Parameters
    ----------
    months : int
        After how many months it is.
    draws : ndarray
        The net of each draw, shape (draws,): of one thing, or added up over several.

    Returns
    -------
    Net
        The median, the 90 % interval and the chance of a loss, in the currency of the draws.

    Examples
    --------
    >>> net_of(12, np.array([-1.0, 2.0, 3.0, 4.0])).loss
    0.25
    """
    middle = float(np.quantile(draws, 0.5, method="inverted_cdf"))
    return Net(months, middle, unchecked(of_draws)(draws), float((draws < 0).mean()))


def _centred_ranks(draws: Floats) -> Floats:
    """Ranks from 1, equal draws sharing their mean, less the mean of all."""
    _, place, counts = np.unique(draws, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = ends - (counts - 1) / 2
    return np.asarray(ranks[place] - (draws.size + 1) / 2)
