"""Two groups of a trial: how their means differ, and whether they are split as was planned."""

from math import erfc, inf, sqrt

from numerics.contracts import Array, Maybe, Number, takes, unchecked
from numerics.statistics.interval import Interval, Z
from numerics.statistics.student import t_quantile

__all__ = ["split_p_value", "welch"]

LARGEST = 1e15  # what is squared stays finite
LIKE_NORMAL = 1e6  # degrees of freedom from which on t is the normal quantile, to six digits
SPREADS = Array("2", Number(low=0, high=LARGEST), listed=True)


@takes(
    means=Array("2", Number(low=-LARGEST, high=LARGEST), listed=True),
    errors=SPREADS,
    n=Maybe(Array("2", Number(low=2), listed=True)),
)
def welch(
    means: tuple[float, float],
    errors: tuple[float, float],
    n: tuple[float, float] | None = None,
) -> Interval:
    """Return the interval of the difference of two independent means.

    Parameters
    ----------
    means : tuple of two floats
        The mean of the first and of the second, in one unit.
    errors : tuple of two floats
        Their standard errors, in that unit.
    n : tuple of two floats, optional
        How many each of them is of, at least two. Without them the errors are taken for exact.

    Returns
    -------
    Interval
        Of the first mean minus the second, at 90 %.

    Notes
    -----
    Student's t with the degrees of freedom of Welch and Satterthwaite [1]_, which doesn't take the
    two variances for equal; without `n` the normal quantile.

    References
    ----------
    .. [1] Welch, B. L. (1947). The generalization of "Student's" problem when several different
       population variances are involved. Biometrika 34(1-2), 28-35.

    Examples
    --------
    Two groups of ten and of eight, 20.4 with a standard deviation of 3 and 17.1 with one of 2:

    >>> found = welch((20.4, 17.1), (3 / sqrt(10), 2 / sqrt(8)), (10, 8))
    >>> round(found.low, 3), round(found.high, 3)
    (1.231, 5.369)
    """
    change = means[0] - means[1]
    widest = max(errors)
    if widest == 0:
        return Interval(float(change), float(change))
    squares = ((errors[0] / widest) ** 2, (errors[1] / widest) ** 2)  # of 1 at most
    half = _quantile(squares, n) * widest * sqrt(sum(squares))
    return Interval(float(change - half), float(change + half))


def _quantile(squares: tuple[float, float], n: tuple[float, float] | None) -> float:
    """Return how many errors the 90 % reach to either side."""
    if n is None:
        return Z
    spent = squares[0] ** 2 / (n[0] - 1) + squares[1] ** 2 / (n[1] - 1)
    freedom = sum(squares) ** 2 / spent if spent > 0 else inf
    if freedom > LIKE_NORMAL:
        return Z
    return unchecked(t_quantile)(0.95, max(1.0, freedom))


@takes(
    counts=Array("2", Number(low=0, high=LARGEST), listed=True, positive=True),
    share=Number(above=0, below=1),
)
def split_p_value(counts: tuple[float, float], share: float) -> float:
    """Return how likely counts are as far as these from a planned split, or farther.

    Parameters
    ----------
    counts : tuple of two floats
        How many were in the first group and in the second, not both 0.
    share : float
        The share that was planned for the first, between 0 and 1.

    Returns
    -------
    float
        The p-value of Pearson's chi-square with one degree of freedom.

    Notes
    -----
    A sample ratio mismatch: so small a p-value says that the groups weren't drawn as planned, and
    nothing that compares them can be trusted [1]_. With one degree of freedom the chi-square's tail
    is that of the normal distribution.

    References
    ----------
    .. [1] Fabijan, A. et al. (2019). Diagnosing sample ratio mismatch in online controlled
       experiments. Proceedings of KDD 2019, 2156-2164.

    Examples
    --------
    821 588 and 815 482 users where a half each was planned, as in Kohavi et al. 2020 (Trustworthy
    Online Controlled Experiments, chapter 21):

    >>> f"{split_p_value((821_588, 815_482), 0.5):.1e}"
    '1.8e-06'
    """
    total = counts[0] + counts[1]
    reach = (counts[0] - total * share) / sqrt(total) / sqrt(share * (1 - share))
    return erfc(abs(reach) / sqrt(2))
