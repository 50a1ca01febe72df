"""No figure about fewer than three people, in a sprint's point of a series neither."""

from dataclasses import replace

import numpy as np

from health.history.history import History
from health.signals.measurement import Measurement, Point

MINIMUM_CONTRIBUTORS = (
    3  # people who must have contributed before a figure about their work is shown
)


def over_floor(history: History, found: Measurement) -> Measurement:
    """Return it with those points blank in whose sprint fewer people worked on stories.

    Where these are so few that the rest would tell of them, one more is.

    A distribution of sprints or weeks goes as a whole: the rest of it would tell the missing one.
    What is missing is said.
    """
    return _points_over_floor(history, _distribution_over_floor(history, found))


def _distribution_over_floor(history: History, found: Measurement) -> Measurement:
    drawn = found.distribution
    if drawn is None:
        return found
    sparse = sum(_people(history, *span) < MINIMUM_CONTRIBUTORS for span in drawn.spans)
    if not sparse:
        return found
    why = (
        f"In {sparse} of {len(drawn.spans)} {drawn.counted} fewer than "
        f"{MINIMUM_CONTRIBUTORS} people worked on stories, so the distribution isn't drawn: the "
        "rest would tell what is left out."
    )
    return replace(found, distribution=None, withheld=why)


def _points_over_floor(history: History, found: Measurement) -> Measurement:
    spans = _spans(history)
    crews = []
    for point in found.series:
        crews.append(_crew_of(history, point, spans.get(point.label, EVER)))
    hidden = hidden_of(crews)
    if not hidden:
        return found
    points = list(found.series)
    for place in hidden:
        points[place] = replace(points[place], value=None)
    series = tuple(points)
    why = (
        f"The line leaves out {len(hidden)} of {len(series)} sprints: in each of them fewer "
        f"than {MINIMUM_CONTRIBUTORS} people worked, or fewer than {MINIMUM_CONTRIBUTORS} things "
        "were counted, or what is shown would tell what is left out."
    )
    return replace(found, series=series, withheld=f"{found.withheld} {why}".strip())


def _crew_of(history: History, point: Point, span: tuple[float, float]) -> set[int]:
    """Who a point speaks of: as many people at most as the things that it rests on.

    Five may have worked in a sprint of which one finished story is all that the point tells.
    """
    roster = _crew(history, *span)
    rests_on_few = point.value is not None and point.n < MINIMUM_CONTRIBUTORS
    if rests_on_few:
        return set(sorted(roster)[: point.n])
    return roster


def hidden_of(crews: list[set[int]]) -> set[int]:
    """Return the places of the crews that aren't told of: few people, and another one if need be.

    A pooled figure less all points that are shown is that of the hidden ones, so these have to be
    of no fewer people together.
    """
    hidden = set()
    for place, roster in enumerate(crews):
        if len(roster) < MINIMUM_CONTRIBUTORS:
            hidden.add(place)
    while 0 < len(set[int]().union(*(crews[place] for place in hidden))) < MINIMUM_CONTRIBUTORS:
        shown = []
        for place in range(len(crews)):
            if place not in hidden:
                shown.append(place)
        if not shown:
            break
        hidden.add(min(shown, key=lambda place: (len(crews[place]), -place)))
    return hidden


EVER = (-np.inf, np.inf)


def _spans(history: History) -> dict[str, tuple[float, float]]:
    """From when until when each point of a series speaks, by its label."""
    edges = history.rounds
    rounds = zip(history.round_labels(), edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    sprints = {}
    for one in history.closed:
        sprints[one.label] = (one.kicked_off, one.closed)
    return {label: (start, end) for label, start, end in rounds} | sprints


def _people(history: History, start: float, end: float) -> int:
    return len(_crew(history, start, end))


def _crew(history: History, start: float, end: float) -> set[int]:
    work = history.work
    return set(work.person[(work.start < end) & (work.end > start)].tolist())
