"""The leak-free table: what a sprint delivers beyond what is in it, predicted on its way.

Each real sprint once, learning only from sprints with smaller ids, tested on the second half.
NMAE = mean absolute error over the interquartile range of the gap in all the table's lines, the
yardstick of Choetkiertikul et al. 2017, so that figures can be set beside theirs.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.backtesting.estimates import rounded
from numerics.backtesting.sprints import PERCENTS, Project
from numerics.forecasting import NotEnoughHistory, SprintRecord, predict_each

MOMENTS = (0, *PERCENTS)

Gaps = npt.NDArray[np.float64]
Predictor = Callable[[Sequence[SprintRecord], range, int], Gaps]


def nmae_by_moment(project: Project) -> dict[str, object]:
    """Figures of one project: test sprints, NMAE of ours and of the plain median per moment."""
    tested = range(len(project.sprints) // 2, len(project.sprints))
    return {
        "sprints": len(project.sprints),
        "tested": len(tested),
        "nmae": {str(m): nmae(project, tested, m, predicted_gaps) for m in MOMENTS},
        "median_nmae": {str(m): nmae(project, tested, m, median_gaps) for m in MOMENTS},
    }


def nmae(project: Project, tested: range, percent: int, predict: Predictor) -> float | None:
    """None where the gap doesn't vary or there is too little to learn from."""
    spread = np.subtract(
        *np.percentile(gaps_at([row.record for row in project.rows], percent), [75, 25])
    )
    try:
        found = predict(project.sprints, tested, percent)
    except NotEnoughHistory:
        return None
    errors = np.abs(found - gaps_at(project.sprints, percent)[tested.start :])
    return rounded(errors.mean() / spread) if spread else None


def predicted_gaps(sprints: Sequence[SprintRecord], tested: range, percent: int) -> Gaps:
    scopes = np.array([sprints[i].scope_at(percent) for i in tested])
    gaps: Gaps = predict_each(sprints, tested, percent) - scopes
    return gaps


def median_gaps(sprints: Sequence[SprintRecord], tested: range, percent: int) -> Gaps:
    """The plain rival: the median gap of the sprints before."""
    gaps = gaps_at(sprints, percent)
    if not tested.start:
        raise NotEnoughHistory("The first sprint has none before it.")
    return np.array([np.median(gaps[:i]) for i in tested])


def gaps_at(sprints: Sequence[SprintRecord], percent: int) -> Gaps:
    return np.array([sprint.gap_at(percent) for sprint in sprints])


def mean_nmae(projects: Sequence[dict[str, Any]], row: str = "nmae") -> dict[str, float | None]:
    """The mean over projects per moment, each counting once."""
    return {str(m): mean_of([project[row][str(m)] for project in projects]) for m in MOMENTS}


def mean_of(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return rounded(float(np.mean(known))) if known else None
