"""What no report may hold: a number that is none, a judgement of nothing, a sentence with a gap."""

from collections.abc import Iterator
from math import isinf, isnan

JUDGED = ("healthy", "attention", "unclear", "split")
GAPS = {"nan", "inf", "none", "null"}
MAY_BE_ENDLESS = ("interval.high", "figures.p85", "figures.p50")  # not reached as far as was seen


def faults(content: dict) -> list[str]:
    """Return the faults of a report's content, as it is before its numbers are rounded."""
    return [
        f"{one['key']}: {fault}"
        for one in content["signals"]
        for check in (_numbers, _judgement, _sentences)
        for fault in check(one)
    ]


def _numbers(signal: dict) -> Iterator[str]:
    for place, number in _within(signal):
        if isnan(number):
            yield f"{place} is no number"
        elif isinf(number) and not place.endswith(MAY_BE_ENDLESS):
            yield f"{place} is endless"


def _within(value, place: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _within(one, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _within(one, place)
    elif isinstance(value, float):
        yield place, value


def _judgement(signal: dict) -> Iterator[str]:
    """Without anything to rest on, a signal says that it hasn't enough, and what it needs."""
    if signal["state"] in JUDGED:
        if not signal["n"] or signal["value"] is None or not signal["says"]:
            yield f"judged {signal['state']} of {signal['n']}, saying “{signal['says']}”"
    elif signal["value"] is not None or not signal["why_not"]:
        yield f"{signal['state']}, but {signal['value']}: “{signal['why_not']}”"


def _sentences(signal: dict) -> Iterator[str]:
    for said in (signal["says"], signal["why_not"], signal["action"], *signal["notes"]):
        words = said.lower().replace("%", " ").replace("(", " ").replace(",", " ").split()
        if GAPS & set(words):
            yield f"says “{said}”"
