"""A team's own natural limits: the range its routine variation fills."""

import numpy as np

from metrics.statistics.interval import Floats, Interval

LEAST, MOST = 10, 20  # sprints
SCALING = 2.66  # three sigma by the mean moving range of two, 3/1.128


def natural_limits(values: Floats) -> Interval | None:
    """Return mean ± 2.66 · mean|moving range| of the last 20 values; None under ten.

    Process behaviour (XmR) chart, Wheeler and Chambers 1992. `values` are in time's order,
    shape (sprints,), one of each sprint; missing ones are left out before.
    """
    if values.size < LEAST:
        return None
    recent = values[-MOST:]
    reach = SCALING * float(np.abs(np.diff(recent)).mean())
    middle = float(recent.mean())
    return Interval(middle - reach, middle + reach, level=0.997)
