"""What a signal that speaks of now would have said when each of the last sprints ended."""

from collections.abc import Callable

from health.history.history import History
from health.signals.measurement import Point

SHOWN = 13


def points(
    history: History, said: Callable[[float], tuple[float | None, int]], since: float = 0.0
) -> tuple[Point, ...]:
    """Return a point for the end of each of the last sprints from the moment `since` on.

    `said` returns the value as of a moment and how much it rests on, a value of None where that
    was too little.
    """
    ends = list(zip(history.round_labels(), history.rounds[1:].tolist(), strict=True))[-SHOWN:]
    points = []
    for label, end in ends:
        if end >= since:
            points.append(Point(label, *said(end)))
    return tuple(points)
