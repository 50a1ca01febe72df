"""Whether two estimates with intervals differ by more than chance."""

from math import erf, sqrt

from numerics.contracts import Instance, Number, takes
from numerics.statistics.interval import LEVEL, Interval, Z

__all__ = ["difference"]


@takes(now=Number(), of_now=Instance(Interval), then=Number(), of_then=Instance(Interval))
def difference(
    now: float, of_now: Interval, then: float, of_then: Interval
) -> tuple[Interval, float]:
    """Return the interval of a difference and the p-value of there being none.

    It takes the estimates for independent: where both rest on some of the same work the interval is
    wider than it had to be and the p-value larger, never the other way round.

    Parameters
    ----------
    now : float
        The first estimate.
    of_now : Interval
        Its 90 % interval.
    then : float
        The second, in the same unit.
    of_then : Interval
        Its 90 % interval.

    Returns
    -------
    interval : Interval
        That of now − then, at 90 %.
    p_value : float
        Two-sided.

    Notes
    -----
    The method of variance estimates recovery [1]_, which needs nothing but both intervals and keeps
    their lopsidedness; for shares with Wilson's intervals it is Newcombe's.

    References
    ----------
    .. [1] Donner, A. and Zou, G. Y. (2012). Closed-form confidence intervals for functions of the
       normal mean and standard deviation. Statistical Methods in Medical Research 21(4), 347-359.

    Examples
    --------
    Two means with a standard error of 1 each, 5 and 3:

    >>> found, p_value = difference(5, Interval(5 - Z, 5 + Z), 3, Interval(3 - Z, 3 + Z))
    >>> round(found.low, 3), round(found.high, 3), round(p_value, 4)
    (-0.326, 4.326, 0.1573)
    """
    change = now - then
    below = sqrt((now - of_now.low) ** 2 + (of_then.high - then) ** 2)
    above = sqrt((of_now.high - now) ** 2 + (then - of_then.low) ** 2)
    towards_none = below if change > 0 else above
    return Interval(change - below, change + above, LEVEL), _p_value(change, towards_none)


def _p_value(change: float, reach: float) -> float:
    """Return the two-sided p-value of a change whose 90 % interval reaches so far towards none."""
    if change == 0:
        return 1.0
    if reach <= 0:
        return 0.0
    return 1 - erf(abs(change) / reach * Z / sqrt(2))
