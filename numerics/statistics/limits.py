"""A team's own natural limits: the range its routine variation fills."""

from math import sqrt

import numpy as np

from numerics.contracts import Array, Number, takes
from numerics.statistics.interval import Floats, Interval

__all__ = ["LEAST", "MOST", "natural_limits"]

LEAST, MOST = 10, 20  # sprints
SCALING = 2.66  # three sigma by the mean moving range of two, 3/1.128


@takes(values=Array("windows"), sprints=Number(low=1, high=LEAST - 1, whole=True))
def natural_limits(values: Floats, sprints: int = 1) -> Interval | None:
    """Return the limits of routine variation, of the last twenty sprints.

    Parameters
    ----------
    values : ndarray
        One value of each sprint, in time's order, shape (windows,); missing ones are left out
        before.
    sprints : int
        How many sprints, up to its own, each value stands for: under ten.

    Returns
    -------
    Interval or None
        Mean ± 2.66 · mean|moving range|; None under ten sprints.

    Notes
    -----
    The process behaviour (XmR) chart [1]_. Where each value stands for several sprints, neighbours
    share all but one of these and move by less: the mean of m values moves by a step of the root of
    m less than it varies.

    References
    ----------
    .. [1] Wheeler, D. J. and Chambers, D. S. (1992). Understanding Statistical Process Control, 2nd
       edition. SPC Press.

    Examples
    --------
    >>> found = natural_limits(np.array([10, 12, 11, 13, 12, 11, 10, 12, 11, 12.0]))
    >>> round(found.low, 2), round(found.high, 2)
    (7.85, 14.95)
    """
    if values.size + sprints - 1 < LEAST:
        return None
    recent = values[-(MOST - sprints + 1) :]
    reach = SCALING * sqrt(sprints) * float(np.abs(np.diff(recent)).mean())
    middle = float(recent.mean())
    return Interval(middle - reach, middle + reach, level=0.997)
