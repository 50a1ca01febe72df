"""A team's own natural limits: the range its routine variation fills."""

from math import sqrt

import numpy as np

from numerics.statistics.interval import Floats, Interval

LEAST, MOST = 10, 20  # sprints
SCALING = 2.66  # three sigma by the mean moving range of two, 3/1.128


def natural_limits(values: Floats, sprints: int = 1) -> Interval | None:
    """Return mean ± 2.66 · mean|moving range| of the last 20 sprints; None under ten.

    Process behaviour (XmR) chart, Wheeler and Chambers 1992. `values` are in time's order,
    shape (windows,), one of each sprint; missing ones are left out before. Where each stands for
    several `sprints` up to it, neighbours share all but one of these and move by less: the mean of
    m values moves by a step of the root of m less than it varies.
    """
    if values.size + sprints - 1 < LEAST:
        return None
    recent = values[-(MOST - sprints + 1) :]
    reach = SCALING * sqrt(sprints) * float(np.abs(np.diff(recent)).mean())
    middle = float(recent.mean())
    return Interval(middle - reach, middle + reach, level=0.997)
