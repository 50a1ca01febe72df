"""Whether two estimates with intervals differ by more than chance."""

from math import erf, sqrt

from numerics.statistics.interval import LEVEL, Interval, Z


def difference(
    now: float, of_now: Interval, then: float, of_then: Interval
) -> tuple[Interval, float]:
    """Return the interval of now − then and the p-value of there being no difference.

    The method of variance estimates recovery (Donner and Zou 2012), which needs nothing but both
    intervals and keeps their lopsidedness; for shares it is Newcombe's. It takes the estimates for
    independent: where both rest on some of the same work the interval is wider than it had to be
    and the p-value larger, never the other way round.
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
