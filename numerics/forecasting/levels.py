"""How sure a range may claim to be, given how much history stands behind it."""

import math

from numerics.contracts import Number, takes

__all__ = ["LEAST_STRETCHES", "LEVELS", "supported_level", "values_needed"]

LEVELS = (0.50, 0.85, 0.95)
LEAST_STRETCHES = 3


@takes(n=Number(low=0, whole=True))
def supported_level(n: int) -> float:
    """Return the highest level that a two-sided range may claim.

    Parameters
    ----------
    n : int
        The past values it rests on.

    Returns
    -------
    float
        (n - 1) / (n + 1), nought without any.

    Notes
    -----
    The next value of an exchangeable series falls outside the range of the n before it with
    probability 2/(n+1) [1]_; no method can promise more without assuming a distribution.

    References
    ----------
    .. [1] Wilks, S. S. (1941). Determination of sample sizes for setting tolerance limits. The
       Annals of Mathematical Statistics 12(1), 91-96.

    Examples
    --------
    >>> supported_level(3), supported_level(39)
    (0.5, 0.95)
    """
    return max(n - 1, 0) / (n + 1)


@takes(level=Number(low=0, below=1))
def values_needed(level: float) -> int:
    """Return how many past values a two-sided range needs to claim a level.

    Parameters
    ----------
    level : float
        The level, from 0 to under 1.

    Returns
    -------
    int
        The least n with ``supported_level(n) >= level``.

    Examples
    --------
    >>> [values_needed(level) for level in (0.50, 0.85, 0.95)]
    [3, 13, 39]
    """
    # The tolerance keeps 1.85/0.15 = 12.33 apart from 1.95/0.05 = 39.0000...1.
    return math.ceil((1 + level) / (1 - level) - 1e-9)


def past_stretches(values: int, ahead: float) -> int:
    """How many stretches as long as ``ahead`` a history of ``values`` weeks or sprints has shown.

    A range for the next thirteen weeks together is bound by past thirteen weeks, not by single
    ones; 26 weeks hold 14 of them, overlapping. They are the ``n`` of a forecast.
    """
    return max(values - math.ceil(ahead - 1e-9) + 1, 0)


def levels_for(n: int) -> tuple[float, ...]:
    """The levels to show for ``n`` past values; short of 95 %, the widest at its true level."""
    kept = [level for level in LEVELS if n >= values_needed(level)]
    widest = supported_level(n)
    if len(kept) < len(LEVELS) and widest > max(kept, default=0.0):
        kept.append(widest)
    return tuple(kept)
