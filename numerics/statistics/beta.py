"""The beta distribution, as far as exact intervals for shares need it."""

from math import exp, lgamma, log, log1p

from numerics.contracts import Number, takes, unchecked

__all__ = ["cdf", "quantile"]

TINY = 1e-300


@takes(x=Number(), a=Number(above=0), b=Number(above=0))
def cdf(x: float, a: float, b: float) -> float:
    """Return the chance that a beta variable is no more than x.

    Parameters
    ----------
    x : float
        The point; below 0 the chance is 0, above 1 it is 1.
    a, b : float
        The parameters of the distribution, positive.

    Returns
    -------
    float
        P(X <= x) for X ~ Beta(a, b), within about 1e-12.

    Notes
    -----
    The regularised incomplete beta function by its continued fraction, evaluated by Lentz's method
    [1]_. The fraction converges fast below the mean; above it the symmetric one is used.

    References
    ----------
    .. [1] Press, W. H., Teukolsky, S. A., Vetterling, W. T. and Flannery, B. P. (2007). Numerical
       Recipes, 3rd edition, section 6.4. Cambridge University Press.

    Examples
    --------
    The chance of two heads or more in four tosses, as a binomial tail:

    >>> round(cdf(0.5, 2, 3), 4)
    0.6875
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


_cdf = unchecked(cdf)


@takes(p=Number(low=0, high=1), a=Number(above=0), b=Number(above=0))
def quantile(p: float, a: float, b: float) -> float:
    """Return the point that a beta variable stays under with a given chance.

    Parameters
    ----------
    p : float
        The chance, from 0 to 1.
    a, b : float
        The parameters of the distribution, positive.

    Returns
    -------
    float
        The x with P(X <= x) = p, by bisection to the last bits.

    Examples
    --------
    After 7 hits of 10 with an even prior, the share is above this with a chance of 95 %:

    >>> round(quantile(0.05, 8, 4), 4)
    0.4356
    """
    low, high = 0.0, 1.0
    for _ in range(60):  # each halves the interval; a float between 0 and 1 has 53 bits
        middle = (low + high) / 2
        low, high = (middle, high) if _cdf(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            fraction *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return fraction


def _away_from_zero(value: float) -> float:
    """Return the value, or what keeps Lentz's method from dividing by nought."""
    return value if abs(value) > TINY else TINY
