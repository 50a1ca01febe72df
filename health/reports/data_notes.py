"""What has to be said of the data a report rests on, each in a sentence with its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from health.history.arrays import TOLD_WEEKS
from health.history.history import History
from health.signals.measurement import Evidence
from health.signals.words import count

if TYPE_CHECKING:
    import numpy.typing as npt

LONG_YEARS, YOUNG_WEEKS = 3, 6
OFTEN = 3  # reopened
A_MINUTE = 60.0
MOST_NAMED = 5
YEAR = 365.25 * 86_400


@dataclass(frozen=True, slots=True)
class DataNote:
    """Something odd or telling about the data: how much of it, and what was done about it."""

    kind: str
    count: int
    says: str
    evidence: Evidence | None = None

    def content(self) -> dict[str, Any]:
        shown = self.evidence
        return {
            "kind": self.kind,
            "count": self.count,
            "says": self.says,
            "evidence": [
                {
                    "model": shown.model,
                    "why": shown.why,
                    "rows": list(shown.rows),
                    "count": shown.count,
                }
            ]
            if shown
            else [],
        }


def remarks(history: History) -> list[dict[str, Any]]:
    """Return what there is to say, as the report keeps it."""
    found = (told(history) for told in REMARKS)
    notes = []
    for one in found:
        if one:
            notes.append(one.content())
    return notes


def _bulk(history: History) -> DataNote | None:
    heap = history.bulk_closed
    if not len(heap):
        return None
    says = (
        f"{count(len(heap), 'story')} {'was' if len(heap) == 1 else 'were'} closed in bulk"
        f"{_when(history, heap.done)}, more than five by one hand within two minutes. They are "
        "listed and left out of flow and of forecasts."
    )
    return DataNote("bulk_closes", len(heap), says, _stories(history, "Closed in bulk.", heap.id))


def _when(history: History, moments: npt.NDArray[np.float64]) -> str:
    days = list(dict.fromkeys(history.day(one) for one in np.sort(moments)))
    if np.ptp(moments) <= A_MINUTE:
        return f" in one minute of {days[0]}"
    return f" on {_listed(days)}"


def _backwards(history: History) -> DataNote | None:
    times = sum(one for _, one in history.data_quality.backwards)
    if not times:
        return None
    ids = [pk for pk, _ in history.data_quality.backwards]
    says = (
        f"The clock ran backwards {_times(times)} in the history of {count(len(ids), 'story')}. A "
        "time before the one told last counts as that one, so no duration is negative."
    )
    rows = history.rows(ids)
    for row, (_, one) in zip(rows, history.data_quality.backwards, strict=True):
        row["times"] = one
    return DataNote("clock_backwards", times, says, Evidence.of("Told out of order.", rows))


def _unstarted(history: History) -> DataNote | None:
    n = len(history.data_quality.unstarted)
    if not n:
        return None
    if n == 1:
        was, its = ("was", "its cycle time isn't")
    else:
        was, its = ("were", "their cycle times aren't")
    they = "it was" if n == 1 else "they were"
    says = f"{count(n, 'story')} {was} done before {they} started: {its} known."
    return DataNote(
        "done_before_started",
        n,
        says,
        _stories(history, "Done first.", history.data_quality.unstarted),
    )


def _never_started(history: History) -> DataNote | None:
    done = history.recent(history.done)
    straight = done.where(np.isnan(done.started))
    if not len(straight):
        return None
    says = (
        f"{count(len(straight), 'story')} went straight to done without ever being in work: "
        f"{'its' if len(straight) == 1 else 'their'} durations aren't known."
    )
    shown = _stories(history, "Never in work.", straight.id)
    return DataNote("never_started", len(straight), says, shown)


def _reopened(history: History) -> DataNote | None:
    stories = history.stories.where(history.stories.reopened >= OFTEN)
    if not len(stories):
        return None
    most = int(stories.reopened.max())
    one = len(stories) == 1
    says = (
        f"{count(len(stories), 'story')} {'was' if one else 'were'} reopened "
        f"{_times(most) if one else f'{OFTEN} times or more, at most {_times(most)}'}. "
        f"{'Its clock runs' if one else 'Their clocks run'} from first start to last finish."
    )
    order = np.lexsort((stories.id, -stories.reopened))
    rows = history.rows(stories.id[order].tolist())
    for row, times in zip(rows, stories.reopened[order].tolist(), strict=True):
        row["times"] = times
    return DataNote("reopened", len(stories), says, Evidence.of("Most often first.", rows))


def _empty_sprints(history: History) -> DataNote | None:
    empty = []
    for one in history.closed:
        if not one.committed:
            empty.append(one)
    if not empty:
        return None
    names = [one.label for one in reversed(empty)]
    bare = all(not one.added for one in empty)
    says = (
        f"{_listed(names)} {'had no stories' if bare else 'had nothing frozen at the kickoff'} and "
        f"{'is' if len(empty) == 1 else 'are'} left out of commitments."
    )
    return DataNote("empty_sprints", len(empty), says)


def _changed_discipline(history: History) -> DataNote | None:
    n = history.data_quality.changed_discipline
    if not n:
        return None
    says = (
        f"{count(n, 'person', 'people')} changed discipline within the last year. Work counts "
        "under the discipline its owner had at the time."
    )
    return DataNote("changed_discipline", n, says)


def _few_people(history: History) -> DataNote | None:
    n = sum(history.sizes.values())
    if n != 1:
        return None
    says = (
        "The team is one person. What a team of one does is what that person does, so no figure "
        "about its work is shown; dates, forecasts and outcomes still are."
    )
    return DataNote("team_of_one", 1, says)


def _age(history: History) -> DataNote | None:
    if history.data_quality.begins is None:
        return None
    age = history.as_of - history.data_quality.begins
    first = datetime.fromtimestamp(history.data_quality.begins, UTC).strftime("%B %Y")
    if age >= LONG_YEARS * YEAR:
        years = int(age // YEAR)
        says = (
            f"The history goes back {years} years, to {first}. Signals look at its last "
            f"{TOLD_WEEKS} weeks at most; what is older is kept and judges nobody."
        )
        return DataNote("long_history", years, says)
    weeks = int(age // (7 * 86_400))
    if 0 <= weeks < YOUNG_WEEKS and len(history.stories):
        says = (
            f"The history is {count(weeks, 'week')} long. Until there are {YOUNG_WEEKS}, most "
            "signals and forecasts say what they still need."
        )
        return DataNote("young", weeks, says)
    return None


def _archived(history: History) -> DataNote | None:
    keys = history.data_quality.archived
    if not keys:
        return None
    says = (
        f"{_listed(keys)} {'is' if len(keys) == 1 else 'are'} archived. What happened there stays "
        "in the history and counts for as long as it lies within a signal's window."
    )
    return DataNote("archived_projects", len(keys), says)


REMARKS: tuple[Callable[[History], DataNote | None], ...] = (
    _bulk,
    _backwards,
    _unstarted,
    _never_started,
    _reopened,
    _empty_sprints,
    _changed_discipline,
    _few_people,
    _age,
    _archived,
)


def _stories(history: History, why: str, ids: Any) -> Evidence:
    return Evidence.of(why, history.rows(np.asarray(ids).tolist()))


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def _listed(names: Sequence[str]) -> str:
    """A, B and C; of many the first ones and how many more."""
    names = list(names)
    rest = len(names) - MOST_NAMED
    if rest > 1:
        return f"{', '.join(names[:MOST_NAMED])} and {rest} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
