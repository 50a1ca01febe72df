"""Student's t, as far as small means and sums need it."""

from functools import cache
from math import sqrt

from numerics.statistics import beta


@cache
def t_quantile(p: float, freedom: float) -> float:
    """Return t with P(T <= t) = p for p from 0.5 to 1 and at least one degree of freedom,
    whole or not.

    By the incomplete beta function: P(T > t) = I_x(v/2, 1/2) / 2 with x = v / (v + t²).
    """
    if freedom < 1 or not 0.5 <= p < 1:
        raise ValueError("t needs a degree of freedom and p from 0.5 to under 1.")
    x = beta.quantile(2 * (1 - p), freedom / 2, 0.5)
    return sqrt(freedom * (1 / x - 1))


def t_tail(t: float, freedom: float) -> float:
    """Return P(T > t)."""
    beyond = beta.cdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return beyond if t > 0 else 1 - beyond
