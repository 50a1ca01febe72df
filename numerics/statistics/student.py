"""Student's t, as far as small means and sums need it."""

from functools import cache
from math import sqrt

from numerics.contracts import Number, takes, unchecked
from numerics.statistics import beta

__all__ = ["t_quantile", "t_tail"]


@takes(p=Number(low=0.5, below=1), freedom=Number(low=1))
def t_quantile(p: float, freedom: float) -> float:
    """Return the point that Student's t stays under with a given chance.

    Parameters
    ----------
    p : float
        The chance, from 0.5 to under 1.
    freedom : float
        The degrees of freedom, at least one, whole or not.

    Returns
    -------
    float
        The t with P(T <= t) = p.

    Notes
    -----
    By the incomplete beta function: P(T > t) = I_x(v/2, 1/2) / 2 with x = v / (v + t²).

    References
    ----------
    .. [1] Abramowitz, M. and Stegun, I. A. (1964). Handbook of Mathematical Functions, 26.7.
       National Bureau of Standards.

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 3)
    2.228
    """
    return _t_quantile(p, freedom)


@cache
def _t_quantile(p: float, freedom: float) -> float:
    x = unchecked(beta.quantile)(2 * (1 - p), freedom / 2, 0.5)
    return sqrt(freedom * (1 / x - 1))


@takes(t=Number(), freedom=Number(above=0))
def t_tail(t: float, freedom: float) -> float:
    """Return the chance that Student's t passes a point.

    Parameters
    ----------
    t : float
        The point.
    freedom : float
        The degrees of freedom, positive, whole or not.

    Returns
    -------
    float
        P(T > t).

    Examples
    --------
    With one degree of freedom it is Cauchy's distribution, of which a quarter lies above 1:

    >>> round(t_tail(1.0, 1), 6)
    0.25
    """
    beyond = unchecked(beta.cdf)(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return beyond if t > 0 else 1 - beyond
