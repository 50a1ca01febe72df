"""Shares of small samples: intervals that keep their level, and how two shares differ."""

from math import erfc, sqrt

import numpy as np

from numerics.contracts import Array, Number, takes, unchecked
from numerics.statistics import beta
from numerics.statistics.interval import LEVEL, Floats, Interval, Z
from numerics.statistics.student import t_quantile

__all__ = [
    "chance_above",
    "clopper_pearson",
    "design_effect",
    "effective",
    "effective_size",
    "newcombe",
    "posterior",
    "wilson",
]

HITS, TRIALS = Number(low=0, at_most="n"), Number(above=0)
SHARE, TAILS = Number(low=0, high=1), Number(above=0, below=1)
COUNTS, OF_THESE = Array("clusters", Number(low=0)), Array("clusters", Number(0, at_most="sizes"))

beta_cdf, beta_quantile = unchecked(beta.cdf), unchecked(beta.quantile)


@takes(hits=HITS, n=TRIALS, z=Number(low=0))
def wilson(hits: float, n: float, z: float = Z) -> Interval:
    """Return Wilson's score interval of a share.

    Parameters
    ----------
    hits : float
        How many of the trials were hits, from 0 to `n`.
    n : float
        The trials, above 0; it may be an effective size.
    z : float
        The normal quantile of the level, that of 90 % by default.

    Returns
    -------
    Interval
        Within 0 and 1.

    Raises
    ------
    ValueError
        Without any trial, or with more hits than trials.

    Notes
    -----
    The values that the score test doesn't reject [1]_. It keeps its level on average over shares
    also where few were seen [2]_, but not for each of them.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association 22(158), 209-212.
    .. [2] Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
       proportion. Statistical Science 16(2), 101-133.

    Examples
    --------
    81 of 263 at 95 %, as in Newcombe 1998 (Statistics in Medicine 17, 857-872), table I:

    >>> found = wilson(81, 263, z=1.96)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    share, z2 = hits / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@takes(hits=Number(low=0, whole=True, at_most="n"), n=Number(low=1, whole=True), level=TAILS)
def clopper_pearson(hits: int, n: int, level: float = LEVEL) -> Interval:
    """Return the exact interval of a share: it holds at least its level, however small n is.

    Parameters
    ----------
    hits : int
        How many of the trials were hits, from 0 to `n`.
    n : int
        The trials, at least one.
    level : float
        The level, between 0 and 1.

    Returns
    -------
    Interval
        Within 0 and 1.

    Raises
    ------
    ValueError
        Without any trial, or with more hits than trials.

    References
    ----------
    .. [1] Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits
       illustrated in the case of the binomial. Biometrika 26(4), 404-413.

    Examples
    --------
    81 of 263 at 95 %, as in Newcombe 1998 (Statistics in Medicine 17, 857-872), table I:

    >>> found = clopper_pearson(81, 263, 0.95)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2527, 0.3676)
    """
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta_quantile(tail, hits, n - hits + 1)
    high = 1.0 if hits == n else beta_quantile(1 - tail, hits + 1, n - hits)
    return Interval(low, high, level)


@takes(limit=Number(), hits=HITS, n=TRIALS)
def chance_above(limit: float, hits: float, n: float) -> float:
    """Return how likely the true share lies above a limit.

    Parameters
    ----------
    limit : float
        The limit; beyond 0 and 1 the answer is certain.
    hits : float
        How many of the trials were hits, from 0 to `n`.
    n : float
        The trials, above 0; it may be an effective size.

    Returns
    -------
    float
        P(share > limit), after Jeffreys' prior Beta(1/2, 1/2).

    Raises
    ------
    ValueError
        Without any trial, or with more hits than trials.

    References
    ----------
    .. [1] Jeffreys, H. (1946). An invariant form for the prior probability in estimation problems.
       Proceedings of the Royal Society of London A 186(1007), 453-461.

    Examples
    --------
    >>> round(chance_above(0.5, 7, 10), 4)
    0.898
    """
    return 1 - beta_cdf(limit, hits + 0.5, n - hits + 0.5)


@takes(hits=HITS, n=TRIALS, level=TAILS)
def posterior(hits: float, n: float, level: float = LEVEL) -> Interval:
    """Return the Jeffreys interval of a share.

    Parameters
    ----------
    hits : float
        How many of the trials were hits, from 0 to `n`.
    n : float
        The trials, above 0; it may be an effective size.
    level : float
        The level, between 0 and 1.

    Returns
    -------
    Interval
        Within 0 and 1, equal tails of the posterior cut off.

    Raises
    ------
    ValueError
        Without any trial, or with more hits than trials.

    References
    ----------
    .. [1] Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
       proportion. Statistical Science 16(2), 101-133.

    Examples
    --------
    3 of 10 at 95 %:

    >>> found = posterior(3, 10, 0.95)
    >>> round(found.low, 3), round(found.high, 3)
    (0.093, 0.606)
    """
    tail = (1 - level) / 2
    a, b = hits + 0.5, n - hits + 0.5
    return Interval(beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b), level)


@takes(hits=OF_THESE, sizes=COUNTS)
def design_effect(hits: Floats, sizes: Floats) -> float:
    """Return how much clusters widen a share.

    Parameters
    ----------
    hits, sizes : ndarray
        The hits and the trials of each cluster, shape (clusters,); clusters without trials say
        nothing.

    Returns
    -------
    float
        A factor on the variance: 1 for independent trials, and never below 1.

    Notes
    -----
    Overdispersion by Pearson's chi-square over its degrees of freedom [1]_.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, section
       4.5. Chapman and Hall.

    Examples
    --------
    Four clusters of ten of which all or nothing is a hit count as three trials:

    >>> round(design_effect(np.array([0.0, 10, 0, 10]), np.full(4, 10.0)), 2)
    13.33
    """
    seen = sizes > 0
    hits, sizes = hits[seen], sizes[seen]
    share = hits.sum() / sizes.sum() if sizes.size else 0.0
    if sizes.size < 2 or not 0 < share < 1:
        return 1.0
    chi2 = (((hits - sizes * share) ** 2) / (sizes * share * (1 - share))).sum()
    return float(max(1.0, chi2 / (sizes.size - 1)))


@takes(
    share=SHARE,
    n=TRIALS,
    variance=Number(low=0),
    sizes=Array("clusters", Number(low=0), positive=True),
)
def effective_size(share: float, n: float, variance: float, sizes: Floats) -> float:
    """Return as how many independent trials those of clusters count.

    Parameters
    ----------
    share : float
        The share of hits among all trials.
    n : float
        The trials, above 0.
    variance : float
        That of the share between clusters, as by a jackknife.
    sizes : ndarray
        The trials of each cluster, not all nought, shape (clusters,).

    Returns
    -------
    float
        The effective size, never more than there are trials.

    Notes
    -----
    The share's variance between clusters, and Student's t for how little few clusters tell of it
    [1]_. Its degrees of freedom are those of clusters of one size, so that one large cluster is no
    crowd. It stops at the trials [2]_.

    References
    ----------
    .. [1] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small
       expected number of positive counts estimated from survey data. Survey Methodology 24(2),
       193-201.
    .. [2] Dean, N. and Pagano, M. (2015). Evaluating confidence interval methods for binomial
       proportions in clustered surveys. Journal of Survey Statistics and Methodology 3(4), 484-503.

    Examples
    --------
    Half of 40, in ten clusters of four, with twice the variance of independent trials:

    >>> round(effective_size(0.5, 40, 2 * 0.25 / 40, np.full(10, 4.0)), 1)
    16.1
    """
    drawn = (share * n + 0.5) / (n + 1)  # none or all of few isn't none or all of many
    independent = drawn * (1 - drawn) / variance if variance > 0 else n
    freedom = float(sizes.sum() ** 2 / (sizes**2).sum()) - 1
    student = unchecked(t_quantile)(0.95, max(1.0, freedom))
    return min(n, independent) * (Z / student) ** 2


@takes(
    hits=Array("2", Number(low=0, at_most="n"), listed=True),
    n=Array("2", Number(above=0), listed=True),
)
def newcombe(hits: tuple[float, float], n: tuple[float, float]) -> Interval:
    """Return the interval of the difference of two independent shares.

    Parameters
    ----------
    hits : tuple of two floats
        The hits of the first and the second.
    n : tuple of two floats
        The trials of the first and the second, above 0.

    Returns
    -------
    Interval
        Of the first share minus the second, at 90 %.

    Raises
    ------
    ValueError
        Without any trial, or with more hits than trials.

    Notes
    -----
    From the two Wilson intervals; the tenth of the eleven methods compared there [1]_.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent
       proportions: comparison of eleven methods. Statistics in Medicine 17(8), 873-890.

    Examples
    --------
    56 of 70 and 48 of 80, the first of Newcombe's examples, where it is 0.0524 to 0.3339 at 95 %:

    >>> found = newcombe((56, 48), (70, 80))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0766, 0.3136)
    """
    one, two = (unchecked(wilson)(x, of) for x, of in zip(hits, n, strict=True))
    p, q = hits[0] / n[0], hits[1] / n[1]
    low = p - q - sqrt((p - one.low) ** 2 + (two.high - q) ** 2)
    high = p - q + sqrt((one.high - p) ** 2 + (q - two.low) ** 2)
    return Interval(low, high)


def chance_of_rise(hits: tuple[float, float], n: tuple[float, float], effect: float = 1.0) -> float:
    """Return the chance that share 1 passes share 2 by so much or more if both are equal.

    Score test with a cluster design effect. A fall's chance is the rest.
    """
    share = sum(hits) / sum(n)
    spread = sqrt(share * (1 - share) * (1 / n[0] + 1 / n[1]) * effect)
    if spread == 0:
        return 0.5
    z = (hits[0] / n[0] - hits[1] / n[1]) / spread
    return erfc(z / sqrt(2)) / 2


@takes(hits=OF_THESE, sizes=COUNTS)
def effective(hits: Floats, sizes: Floats) -> tuple[float, float]:
    """Return hits and trials shrunk by the design effect, as a share with that much knowledge.

    Parameters
    ----------
    hits, sizes : ndarray
        The hits and the trials of each cluster, shape (clusters,).

    Returns
    -------
    hits : float
        All hits over the design effect.
    trials : float
        All trials over it.

    Examples
    --------
    >>> hits, trials = effective(np.array([0.0, 10, 0, 10]), np.full(4, 10.0))
    >>> round(hits, 2), round(trials, 2)
    (1.5, 3.0)
    """
    effect = unchecked(design_effect)(hits, sizes)
    return float(np.sum(hits) / effect), float(np.sum(sizes) / effect)
