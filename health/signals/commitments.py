"""What C1 and C2 share: sprints with a frozen commitment."""

import numpy as np

from health.history.arrays import Sprint
from health.signals.distribution import Distribution, Marks
from numerics.statistics.interval import Floats

LEAST_SPRINTS, LEAST_STORIES = 4, 20


def with_commitment(sprints: tuple[Sprint, ...]) -> list[Sprint]:
    with_commitment = []
    for sprint in sprints:
        if sprint.committed:
            with_commitment.append(sprint)
    return with_commitment


def column(sprints: list[Sprint], *names: str) -> Floats:
    """Return the sum of the named counts of each sprint, shape (sprints,)."""
    return np.array([sum(getattr(one, name) for name in names) for one in sprints], float)


def by_sprint(
    by: str, unit: str, sprints: list[Sprint], values: Floats, marks: Marks
) -> Distribution:
    spans = []
    for one in sprints:
        spans.append((one.kicked_off, one.closed or one.kicked_off))
    return Distribution.of("sprints", by, unit, values, marks=marks, spans=spans)


def why_too_little(sprints: list[Sprint]) -> str:
    """Say what is missing for a judgement over sprints; empty if nothing is."""
    stories = int(column(sprints, "committed").sum())
    if len(sprints) >= LEAST_SPRINTS and stories >= LEAST_STORIES:
        return ""
    return (
        f"It needs {LEAST_SPRINTS} closed sprints with {LEAST_STORIES} stories frozen at kickoff; "
        f"there are {len(sprints)} with {stories}."
    )
