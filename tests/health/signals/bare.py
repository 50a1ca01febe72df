"""A history in bare arrays, for signals about who worked on what."""

from typing import Any

import numpy as np

from health.history.arrays import Stories, Waits, Work
from health.history.history import History
from numerics.statistics.calendar import WorkingCalendar

DAY, SPRINT = 86_400, 14 * 86_400
AS_OF = 1_893_456_000.0  # a Tuesday, midnight; without closed sprints rounds are the weeks before


def work(rows):
    """Rows are (story, theme, discipline, person, start, end)."""
    columns = list(zip(*rows, strict=True)) or [()] * 6
    kinds = (np.int64, np.int64, str, np.int64, float, float)
    return Work(*(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)))


NOTHING: Any = np.zeros(0)
NO_STORIES = Stories(**dict.fromkeys(Stories.__dataclass_fields__, NOTHING))
NO_WORK = work(())
NO_WAITS = Waits(**dict.fromkeys(Waits.__dataclass_fields__, NOTHING))


def history(work, stories, days=range(1, 8), **more):
    ids = np.arange(1, stories + 1)
    nothing = dict.fromkeys(Stories.__dataclass_fields__, np.zeros(stories))
    known = {
        "id": ids,
        "key": np.array([f"X-{one}" for one in ids], object),
        "category": np.array(["doing"] * stories, object),
    }
    return History(
        team="Bare",
        as_of=AS_OF,
        calendar=WorkingCalendar(tuple(days)),
        sprint_days=14,
        sizes={},
        contributors=7,
        stories=Stories(**nothing | known),
        sprints=(),
        work=work,
        waits=NO_WAITS,
        **more,
    )
