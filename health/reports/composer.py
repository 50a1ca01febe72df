"""Measures every signal of a history and puts the report together."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np
import orjson

from health.history.history import History
from health.reports.data_notes import remarks
from health.reports.minimum_contributors import MINIMUM_CONTRIBUTORS, over_floor
from health.signals.catalogue import SIGNALS
from health.signals.measurement import Measurement, State
from health.signals.signal import Signal
from numerics.statistics.trends import FALSE_SHARE, Change, discoveries

DIGITS = 6  # significant ones, so that the last bits of a sum decide nothing
FORMAT = 1


def compose(
    history: History, seed: int, heading: dict[str, Any], tell: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Return the report's content; `tell` hears what is being measured."""
    measured = []
    for place, signal in enumerate(SIGNALS):
        tell(signal.name, place, len(SIGNALS))
        measured.append((signal, guarded(signal, history, seed)))
    trends = trends_of(measured)
    signals = []
    for (signal, one), trend in zip(measured, trends, strict=True):
        signals.append(_content(signal, reconciled(one, trend), trend))
    return {
        "format": FORMAT,
        **heading,
        "contributors_floor": MINIMUM_CONTRIBUTORS,
        "false_alarm_share": FALSE_SHARE,
        "data": remarks(history),
        "signals": signals,
    }


def canonical(content: dict[str, Any]) -> bytes:
    """Return the one way to write this content: sorted keys, rounded numbers."""
    return orjson.dumps(_rounded(content), option=orjson.OPT_SORT_KEYS)


def guarded(signal: Signal, history: History, seed: int) -> Measurement:
    """Measure with draws of its own, and show nothing about fewer people than the floor."""
    own = int.from_bytes(hashlib.sha256(signal.key.encode()).digest()[:4], "big")
    found = signal.measure(history, np.random.default_rng([seed, own]))
    if found.state is State.TOO_LITTLE or not signal.about_people:
        return found
    if history.contributors >= MINIMUM_CONTRIBUTORS:
        return over_floor(history, found)
    return Measurement(
        State.SUPPRESSED,
        found.n,
        why_not=(
            f"Fewer than {MINIMUM_CONTRIBUTORS} people worked on stories in the last 13 weeks: "
            "a figure would speak of a person, not of a team."
        ),
    )


def trends_of(measured: list[tuple[Signal, Measurement]]) -> list[dict[str, Any] | None]:
    """Hold false alarms of all trends together; alert what is worse now and a sprint before."""
    p_values: list[float | None] = []
    for signal, found in measured:
        change = found.changes[0]
        p_values.append(None if change is None else change.p_weighed(signal.worse))
    rows = zip(measured, p_values, _standing(p_values), strict=True)
    return [_trend(*one, p_value, stands) for one, p_value, stands in rows]


def _trend(
    signal: Signal, found: Measurement, p_value: float | None, stands: bool
) -> dict[str, Any] | None:
    change, before = found.changes
    if change is None:
        return None
    return {
        "amount": change.amount,
        "low": change.interval.low,
        "high": change.interval.high,
        "is_factor": change.is_factor,
        "over": change.over,
        "p_value": p_value,
        "direction": change.direction,
        "stands": stands,
        "alert": stands and signal.worse != 0 and _is_worse(signal, change, before),
    }


def reconciled(found: Measurement, trend: dict[str, Any] | None) -> Measurement:
    """Return it without a state that its own alert contradicts: what surely got worse isn't well.

    Not for attention either: that would say it lies out of its range.
    """
    if found.state is not State.HEALTHY or not (trend and trend["alert"]):
        return found
    note = "It lies within its range and surely got worse, so it isn't called healthy."
    return replace(found, state=State.UNCLEAR, notes=(*found.notes, note))


def _is_worse(signal: Signal, *changes: Change | None) -> bool:
    return all(one is not None and one.direction == signal.worse for one in changes)


def _standing(p_values: list[float | None]) -> list[bool]:
    places, known = [], []
    for place, p_value in enumerate(p_values):
        if p_value is not None:
            places.append(place)
            known.append(p_value)
    stands = [False] * len(p_values)
    for place, one in zip(places, discoveries(known), strict=True):
        stands[place] = one
    return stands


def _content(signal: Signal, found: Measurement, trend: dict[str, Any] | None) -> dict[str, Any]:
    evidence = []
    for one in found.evidence:
        evidence.append(
            {"model": one.model, "why": one.why, "rows": list(one.rows), "count": one.count}
        )
    return {
        "key": signal.key,
        "state": found.state,
        "n": found.n,
        "value": found.value,
        "interval": found.interval
        and {
            "low": found.interval.low,
            "high": found.interval.high,
            "level": found.interval.level,
        },
        "range": found.range
        and {
            "low": found.range.low,
            "high": found.range.high,
            "source": found.range.source,
        },
        "chance_healthy": found.chance_healthy,
        "chance_attention": found.chance_attention,
        "says": found.says,
        "why_not": found.why_not,
        "action": found.action,
        "notes": list(found.notes),
        "figures": found.figures,
        "evidence": evidence,
        "withheld": found.withheld,
        "distribution": found.distribution and found.distribution.as_content(),
        "series": [{"label": p.label, "value": p.value, "n": p.n} for p in found.series],
        "trend": trend,
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if isfinite(value):
            return float(f"{value:.{DIGITS}g}")
        return None
    if isinstance(value, State):
        return str(value)
    return value
