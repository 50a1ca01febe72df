"""How many themes people work on in one day: a figure about the team alone."""

import numpy as np

from health.history.arrays import Work
from health.history.history import History
from numerics.statistics.calendar import DAY, MONDAY
from numerics.statistics.interval import Floats

LEAST_PEOPLE = 5  # a median of fewer would be about few enough to tell who they are


def themes_a_day(history: History) -> float | None:
    """Return the median over people of how many themes they work on in a day, or None under five.

    A day counts for a person who had a story of a theme in doing or review on it; of these days
    each person's mean is taken. Of the last six sprints, working days only. Many projects are well
    as long as they are few a day (Vasilescu and others 2016).
    """
    person, day, _ = _touches(history.work, history).T
    if np.unique(person).size < LEAST_PEOPLE:
        return None
    days, themes = np.unique(np.column_stack([person, day]), axis=0, return_counts=True)
    means = [themes[days[:, 0] == one].mean() for one in np.unique(person)]
    return float(np.median(means))


def _touches(work: Work, history: History) -> np.ndarray:
    """Return distinct (person, day, theme); days are numbered from a far Monday."""
    start, end = np.maximum(work.start, history.window_start), np.minimum(work.end, history.as_of)
    chosen = (work.theme > 0) & (end > start)
    first = _day(start[chosen])
    length = np.ceil((end[chosen] - MONDAY) / DAY).astype(np.int64) - first
    row = np.repeat(np.arange(first.size), length)
    day = first[row] + np.arange(row.size) - np.repeat(np.cumsum(length) - length, length)
    table = np.column_stack([work.person[chosen][row], day, work.theme[chosen][row]])
    working = np.isin(day % 7 + 1, history.calendar.days)
    return np.unique(table[working], axis=0)


def _day(moments: Floats) -> np.ndarray:
    return np.floor((moments - MONDAY) / DAY).astype(np.int64)
