"""What in a team's history can't be taken at its word, read once beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from health.history.arrays import Stories

A_MOMENT = 1.0  # seconds by which the clock was behind when it was put right


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Stories by id with how often their clock ran backwards, and those done before started."""

    backwards: tuple[tuple[int, int], ...] = ()
    unstarted: tuple[int, ...] = ()
    changed_discipline: int = 0  # people, within the year that work is read of
    begins: float | None = None
    archived: tuple[str, ...] = ()

    def settled(self, stories: Stories) -> Stories:
        """Stories without durations that nobody can know.

        What was done before it was started is put so in its times too: durations skip it then.
        """
        chosen = np.isin(stories.id, self.unstarted)
        return replace(
            stories,
            cycle=np.where(chosen, np.nan, stories.cycle),
            started=np.where(chosen, stories.done + A_MOMENT, stories.started),
        )


def data_quality_of(run: Callable[..., list[tuple[Any, ...]]], stories: Stories) -> DataQuality:
    """Read them by `run`, which runs a statement by its name, in two."""
    told = run("odd_times", ids=stories.id.tolist())
    changed, begins, archived = run("coverage")[0]
    done = set(stories.id[~np.isnan(stories.done)].tolist())
    return DataQuality(
        backwards=tuple((pk, times) for pk, times, _ in told),
        unstarted=tuple(pk for pk, _, unstarted in told if unstarted and pk in done),
        changed_discipline=changed,
        begins=begins,
        archived=tuple(archived),
    )
