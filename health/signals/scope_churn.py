from collections import Counter
from typing import Any

from numpy.random import Generator

from health.history.arrays import Sprint
from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.commitments import by_sprint, column, why_too_little, with_commitment
from health.signals.measurement import Evidence, Measurement, State, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics.trends import ratio_change

SOURCES = {
    "lead": "the team",
    "member": "the team",
    "guest": "the customer's guests",
    "admin": "the installation's admin",
}


def measure(history: History, rng: Generator) -> Measurement:
    sprints = with_commitment(history.window)
    why = why_too_little(sprints)
    if why:
        return too_little(len(sprints), why)
    changed, frozen = column(sprints, "added", "removed"), column(sprints, "committed")
    found = pooled.ratio(changed, frozen, rng)
    ever = with_commitment(history.closed)
    all_changed, all_frozen = column(ever, "added", "removed"), column(ever, "committed")
    limits = pooled.own_limits(all_changed, all_frozen, len(sprints))
    above = found.chance_above(limits.high) if limits else None
    added, removed = (int(column(sprints, name).sum()) for name in ("added", "removed"))
    return Measurement(
        state=State.UNCLEAR if above is None else judged(1 - above, 0),
        n=len(sprints),
        value=found.value,
        interval=found.interval,
        range=pooled.own_range(limits),
        chance_healthy=None if above is None else 1 - above,
        chance_attention=above,
        says=f"{count(int(frozen.sum()), 'story')} were frozen at the kickoffs of {len(sprints)} "
        f"sprints. After them {added} came in and {removed} went out, together "
        f"{percent(found.value)} of what was frozen "
        f"({percents(found.interval.low, found.interval.high)}).",
        action=_action(history, sprints, added),
        notes=_notes(limits, found.method),
        figures={"added": float(added), "removed": float(removed)},
        evidence=(
            _evidence(history, sprints, "added", "Planned in after the kickoff."),
            _evidence(history, sprints, "removed", "Frozen, then taken out or dropped."),
        ),
        series=pooled.points([sprint.label for sprint in ever], all_changed, all_frozen),
        distribution=by_sprint(
            "change after the kickoff, in % of the commitment",
            "ratio",
            sprints,
            changed / frozen,
            () if limits is None else ((limits.high, "the team's own upper limit"),),
        ),
        changes=(ratio_change(all_changed, all_frozen), None),  # context: neither way is worse
    )


def _action(history: History, sprints: list[Sprint], added: int) -> str:
    if not added:
        return "Nothing came in after kickoff. Nothing to reserve room for."
    kind_of = dict(zip(history.stories.id.tolist(), history.stories.kind.tolist(), strict=True))
    kinds = Counter(kind_of.get(pk, "story") for one in sprints for pk in one.added_stories)
    sources = Counter(source_of(role) for one in sprints for role in one.added_by)
    told = [
        *(f"from {source} ({times} of {added})" for source, times in _most(sources, added)),
        *(f"of the kind “{kind}” ({times} of {added})" for kind, times in _most(kinds, added)),
    ]
    mostly = f", mostly {' and '.join(told)}" if told else ""
    room = max(1, round(added / len(sprints)))
    return (
        f"{count(added, 'story')} came in after kickoff{mostly}, in {len(sprints)} sprints. Leave "
        f"room for about {count(room, 'story')} when you freeze the next one."
    )


def _most(counted: Counter[str], whole: int) -> list[tuple[str, int]]:
    """Return the one that is more than half of the whole, with how often; nothing without one."""
    most = []
    for name, times in counted.items():
        if times * 2 > whole:
            most.append((name, times))
    return most


def source_of(role: str) -> str:
    """Say where a change came from, as far as a role tells: never who it was."""
    return SOURCES.get(role, "an import or the system")


def _notes(limits: Any, method: Any) -> tuple[str, ...]:
    notes = [f"Interval: {method}.", "Context only: churn did not predict misses in 699 sprints."]
    if not limits:
        notes.append("No range yet: the team's own limits need ten sprints before these.")
    return tuple(notes)


def _evidence(history: History, sprints: list[Sprint], name: str, why: str) -> Evidence:
    rows = []
    for sprint in reversed(sprints):
        for row, role in zip(
            history.rows(getattr(sprint, f"{name}_stories")),
            getattr(sprint, f"{name}_by"),
            strict=True,
        ):
            rows.append(row | {"sprint": sprint.label, "source": source_of(role)})
    return Evidence.of(why, rows)


SIGNAL = Signal(
    key="C2",
    name="Scope churn",
    unit="ratio",
    question="How much does a sprint change after its kickoff?",
    definition=(
        "Stories planned into the sprint after kickoff, and frozen stories taken out or dropped "
        "before it was closed, over the stories frozen at kickoff, summed over sprints. What is "
        "carried over at the close is no churn."
    ),
    window="the last six closed sprints",
    sample="at least 4 sprints and 20 frozen stories",
    interval="90 %, bootstrap of sprints",
    range=(
        "the team's own natural limits before these sprints; context only, never a cause and never "
        "an alarm"
    ),
    gaming="A story is counted once a sprint, however often it goes in and out.",
    limits=(
        "For scale: in 699 open-source sprints the median was 47 %, a quarter had more than 104 %. "
        "Churn did not predict misses there (ρ = −0.08), so it is no explanation of C1."
    ),
    measure=measure,
)
