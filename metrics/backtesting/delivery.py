"""The leak-free table: what a sprint delivers beyond what is in it, predicted on its way.

Each real sprint once, learning only from sprints with smaller ids, tested on the second half.
NMAE = mean absolute error over the interquartile range of the gap in all the table's lines, the
yardstick of Choetkiertikul et al. 2017, so that figures can be set beside theirs.
"""

from collections.abc import Sequence

import numpy as np

from metrics.backtesting.estimates import rounded
from metrics.backtesting.sprints import PERCENTS, Project
from metrics.forecasting import NotEnoughHistory, SprintRecord, predict_delivered

MOMENTS = (0, *PERCENTS)


def nmae_by_moment(project: Project) -> dict[str, object]:
    """Figures of one project: test sprints, NMAE of ours and of the plain median per moment."""
    tested = range(len(project.sprints) // 2, len(project.sprints))
    return {
        "sprints": len(project.sprints),
        "tested": len(tested),
        "nmae": {str(m): nmae(project, tested, m, predicted_gap) for m in MOMENTS},
        "median_nmae": {str(m): nmae(project, tested, m, median_gap) for m in MOMENTS},
    }


def nmae(project: Project, tested: range, percent: int, predict) -> float | None:
    """None where the gap doesn't vary or there is too little to learn from."""
    gaps = [row.record.gap_at(percent) for row in project.rows]
    spread = float(np.subtract(*np.percentile(gaps, [75, 25])))
    sprints = project.sprints
    try:
        errors = [
            abs(predict(sprints[:i], sprints[i], percent) - sprints[i].gap_at(percent))
            for i in tested
        ]
    except NotEnoughHistory:
        return None
    return rounded(float(np.mean(errors)) / spread) if spread and errors else None


def predicted_gap(past: Sequence[SprintRecord], current: SprintRecord, percent: int) -> float:
    return predict_delivered(past, current, percent) - current.scope_at(percent)


def median_gap(past: Sequence[SprintRecord], current: SprintRecord, percent: int) -> float:
    return float(np.median([sprint.gap_at(percent) for sprint in past]))


def mean_nmae(projects: Sequence[dict], row: str = "nmae") -> dict[str, float | None]:
    """The mean over projects per moment, each counting once."""
    return {str(m): mean_of([project[row][str(m)] for project in projects]) for m in MOMENTS}


def mean_of(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return rounded(float(np.mean(known))) if known else None
