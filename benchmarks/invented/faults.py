"""What no report may hold: a number that is none, a judgement of nothing, a sentence with a gap."""

from collections.abc import Iterator
from math import isinf, isnan
from typing import Any

JUDGED = ("healthy", "attention", "unclear", "split")
TOO_LITTLE, SUPPRESSED = "not_enough_data", "suppressed"
CREW = 3  # people of whom a figure about their work has to be
# Not of people's work, or with a floor of its own.
MAY_BE_OF_FEW = ("C3", "G1", "H1", "I1", "I2", "I3")
GAPS = {"nan", "inf", "none", "null"}
MAY_BE_ENDLESS = ("interval.high", "figures.p85", "figures.p50")  # not reached as far as was seen


def faults(content: dict[str, Any]) -> list[str]:
    """Return the faults of a report's content, as it is before its numbers are rounded."""
    faults = []
    for one in content["signals"]:
        for check in (_numbers, _judgement, _sentences):
            for fault in check(one):
                faults.append(f"{one['key']}: {fault}")
    return faults


def _numbers(signal: dict[str, Any]) -> Iterator[str]:
    for place, number in _within(signal):
        if isnan(number):
            yield f"{place} is no number"
        elif isinf(number) and not place.endswith(MAY_BE_ENDLESS):
            yield f"{place} is endless"


def no_numbers(told: Any, place: str = "") -> list[str]:
    """Return where something that is kept as JSON holds what is no number or endless."""
    no_numbers = []
    for where, number in _within(told, place):
        if isnan(number) or isinf(number):
            no_numbers.append(f"{where} is {number}")
    return no_numbers


def misjudged(content: dict[str, Any], floors: Any) -> list[str]:
    """Return where it says “not enough data” and there is enough, or the other way round."""
    said = {one["key"]: one for one in content["signals"]}
    reached, crew = floors.reached(), floors.crew
    wrong = []
    for key, one in said.items():
        if (one["state"] == TOO_LITTLE) is (key in reached):
            data = "enough" if key in reached else "too little"
            wrong.append(f"{key}: {one['state']} of {one['n']}, with {data}")
    about_people = []
    for key, one in said.items():
        if key not in MAY_BE_OF_FEW:
            about_people.append(one)
    misjudged = []
    for one in about_people:
        if one["state"] != TOO_LITTLE and (one["state"] == SUPPRESSED) is (crew >= CREW):
            misjudged.append(f"{one['key']}: {one['state']}, and {crew} people worked")
    return wrong + misjudged


def _within(value: Any, place: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _within(one, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _within(one, place)
    elif isinstance(value, float):
        yield place, value


def _judgement(signal: dict[str, Any]) -> Iterator[str]:
    """Without anything to rest on, a signal says that it hasn't enough, and what it needs."""
    if signal["state"] in JUDGED:
        if not signal["n"] or signal["value"] is None or not signal["says"]:
            yield f"judged {signal['state']} of {signal['n']}, saying “{signal['says']}”"
    elif signal["value"] is not None or not signal["why_not"]:
        yield f"{signal['state']}, but {signal['value']}: “{signal['why_not']}”"


def _sentences(signal: dict[str, Any]) -> Iterator[str]:
    """Nothing endless and nothing missing gets into words, wherever they stand but in evidence."""
    for said in _strings({name: one for name, one in signal.items() if name != "evidence"}):
        words = said.lower().replace("%", " ").replace("(", " ").replace(",", " ").split()
        if GAPS & set(words):
            yield f"says “{said}”"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value
