"""No figure about fewer than three people, in a sprint's point of a series neither."""

from dataclasses import replace

import numpy as np

from metrics.reports.history import History
from metrics.signals.measurement import Measurement

FLOOR = 3  # people who must have contributed before a figure about their work is shown


def over_floor(history: History, found: Measurement) -> Measurement:
    """Return it with those points blank in whose sprint fewer people worked on stories.

    A distribution of sprints or weeks goes as a whole: the rest of it would tell the missing one.
    """
    if found.distribution and any(
        _people(history, *span) < FLOOR for span in found.distribution.spans
    ):
        found = replace(found, distribution=None)
    if not found.series:
        return found
    spans = _spans(history)
    series = tuple(
        point if _people(history, *spans.get(point.label, EVER)) >= FLOOR
        else replace(point, value=None)
        for point in found.series
    )  # fmt: skip
    return replace(found, series=series)


EVER = (-np.inf, np.inf)


def _spans(history: History) -> dict[str, tuple[float, float]]:
    """From when until when each point of a series speaks, by its label."""
    edges = history.rounds
    rounds = zip(history.round_labels(), edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    sprints = {one.label: (one.kicked_off, one.closed) for one in history.closed}
    return {label: (start, end) for label, start, end in rounds} | sprints


def _people(history: History, start: float, end: float) -> int:
    work = history.work
    return int(np.unique(work.person[(work.start < end) & (work.end > start)]).size)
