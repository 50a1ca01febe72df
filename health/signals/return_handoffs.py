from collections import Counter, defaultdict
from typing import Any

import numpy as np

from health.history.arrays import WINDOW, Stories
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics.trends import share_change

LEAST = 12
STAGES = {
    "todo": "while in to do",
    "doing": "while in doing",
    "review": "at review",
    "done": "when done",
}


def measure(history: History, rng: np.random.Generator) -> Measurement:
    finished = history.recent(history.done)
    known = finished.where(~np.isnan(finished.returned))
    unknown = int(np.sum([("unknown" in path) for path in finished.path]))
    if len(known) < LEAST:
        return too_little(len(known), _why(len(known), unknown))
    everything = history.done.where(~np.isnan(history.done.returned))
    hits, sizes = (
        history.by_round(everything.done, everything.returned),
        history.by_round(everything.done),
    )
    blocks = np.unique(history.round_of(known.done), return_inverse=True)[1]
    found = pooled.share(
        pooled.sums(blocks, known.returned), np.bincount(blocks).astype(float), rng
    )
    limits = pooled.own_limits(hits, sizes, WINDOW)
    too_many = found.chance_above(limits.high) if limits else None
    back = known.where(known.returned == 1)
    came_back = []
    for pk, key, path in zip(back.id, back.key, back.path, strict=True):
        came_back.append({"id": int(pk), "key": key, "path": path.split(" ")})
    return Measurement(
        state=judged(0, 0) if too_many is None else judged(1 - too_many, too_many),
        n=len(known),
        value=found.value,
        interval=found.interval,
        range=pooled.own_range(limits),
        chance_healthy=None if too_many is None else 1 - too_many,
        chance_attention=too_many,
        says=f"{len(back)} of {count(len(known), 'finished story')} went back to a discipline that "
        f"had handed it on: {percent(found.value)} "
        f"({percents(found.interval.low, found.interval.high)}).",
        action=_action(history, back, len(known)),
        notes=_notes(limits, unknown, len(finished), found.method),
        figures={"returned": float(len(back)), "unknown_discipline": float(unknown)},
        evidence=(
            Evidence.of(
                "Came back to a discipline, with the path of its owners' disciplines.",
                came_back,
            ),
        ),
        distribution=Distribution.of(
            "finished stories",
            "how often they came back",
            "returns",
            [len(returns(path.split(" "))) for path in known.path],
        ),
        series=pooled.points(history.round_labels(), hits, sizes),
        changes=(share_change(hits, sizes), share_change(hits[:-1], sizes[:-1])),
    )


def _why(known: int, unknown: int) -> str:
    if unknown and known + unknown >= LEAST:
        return (
            f"{count(unknown, 'finished story')} passed through people of unknown discipline. "
            "Say in the team's settings who is science and who is engineering."
        )
    return f"It needs {LEAST} finished stories with known disciplines; there are {known}."


def _action(history: History, back: Stories, n: int) -> str:
    turns = Counter(turn for path in back.path for turn in returns(path.split(" ")))
    if not turns:
        return "Nothing came back. Keep agreeing on the acceptance check before a hand-off."
    return (
        f"{len(back)} of {n} stories came back.{_most_common(history, back, turns)} "
        "Agree on the acceptance check before the hand-off."
    )


def _most_common(history: History, back: Stories, turns: Counter[tuple[str, str]]) -> str:
    """Name the return that is, and its stage; of one of each nothing is common."""
    if not _stands_out(turns):
        return ""
    giver, taker = _most(turns)
    stages = _stages(history, back)[giver, taker]
    if _stands_out(stages):
        at = f" {STAGES.get(_most(stages), '')}".rstrip()
    else:
        at = ""
    return f" Most common return: {giver} to {taker}{at}."


def _stands_out(counted: Counter[Any]) -> bool:
    first, second = [*(number for _, number in counted.most_common(2)), 0, 0][:2]
    return first > max(second, 1)


def _most(counted: Counter[Any]) -> Any:
    return min(counted.items(), key=lambda item: (-item[1], item[0]))[0]


def _stages(history: History, back: Stories) -> defaultdict[tuple[str, str], Counter[str]]:
    """Count in which stage the stories stood when they came back, for each of the returns."""
    taken: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for story, discipline, stage in history.taken:
        taken[story].append((discipline, stage))
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for story in back.id.tolist():
        path = [discipline for discipline, _ in taken[story]]
        for i in return_places(path):
            found[path[i - 1], path[i]][taken[story][i][1]] += 1
    return found


def returns(path: list[str]) -> list[tuple[str, str]]:
    """Return the steps of the path that lead back to a discipline which held it before."""
    return [(path[i - 1], path[i]) for i in return_places(path)]


def return_places(path: list[str]) -> list[int]:
    return_places = []
    for i in range(2, len(path)):
        if path[i] in path[: i - 1]:
            return_places.append(i)
    return return_places


def _notes(limits: Any, unknown: Any, finished: Any, method: Any) -> tuple[str, ...]:
    notes = [f"Interval: {method}."]
    if not limits:
        notes.append(
            "No range yet: the team's own limits need ten sprints with finished stories before "
            "these six."
        )
    if unknown:
        notes.append(
            f"{unknown} of {finished} finished stories are left out: a discipline is unknown."
        )
    return tuple(notes)


SIGNAL = Signal(
    key="A2",
    name="Return hand-offs",
    unit="share",
    question="Does work come back after it was handed on?",
    definition=(
        "The share of finished stories whose owners' disciplines come round again, such as "
        "science, engineering, science. Equal neighbours are one; stays under a working hour and "
        "stays in to do don't count; bulk closes are left out."
    ),
    window="stories finished in the last six sprints",
    sample=f"at least {LEAST} finished stories with known disciplines",
    interval="90 %, Wilson; a bootstrap of sprints where these differ (design effect over 1.2)",
    range=(
        "the team's own natural limits of the 10 to 20 sprints before these six; too many is the "
        "bad side"
    ),
    gaming="Working together hides hand-offs: read it beside how much the disciplines pair.",
    limits=(
        "A first hand-off is not bad and isn't counted. For scale: 37–44 % of bugs in Eclipse and "
        "Mozilla were reassigned at all (Jeong 2009); returns are a part of these."
    ),
    measure=measure,
    worse=1,
)
