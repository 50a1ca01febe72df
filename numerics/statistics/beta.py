"""The beta distribution, as far as exact intervals for shares need it."""

from math import exp, lgamma, log, log1p

TINY = 1e-300


def cdf(x: float, a: float, b: float) -> float:
    """Return P(X <= x) for X ~ Beta(a, b), a and b positive, within about 1e-12.

    Continued fraction of the regularised incomplete beta function by Lentz's method
    (Numerical Recipes, 3rd edition, 6.4).
    """
    if a <= 0 or b <= 0:
        raise ValueError("Beta needs positive parameters.")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def quantile(p: float, a: float, b: float) -> float:
    """Return x with P(X <= x) = p, by bisection to the last bits."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle, a, b) < p else (low, middle)
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
    return value if abs(value) > TINY else TINY
