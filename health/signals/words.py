"""How numbers are said in a report."""

from datetime import date
from math import isinf


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def percents(low: float, high: float) -> str:
    return f"{between(100 * low, 100 * high, 0)} %"


def between(low: float, high: float, digits: int = 1) -> str:
    """Say a range with as many digits as it takes for its ends to differ, three at most."""
    for more in range(digits, 4):
        ends = f"{low:.{more}f}", f"{high:.{more}f}"
        if ends[0] != ends[1]:
            return "–".join(ends)
    return f"{low:.{digits}f}"


def days(value: float) -> str:
    """Say working days: halves under ten, whole ones above; never more than was measured."""
    if isinf(value):
        return "more days than were ever seen"
    if value < 10:
        rounded = round(value * 2) / 2
    else:
        rounded = float(round(value))
    if rounded == 0:
        return "under half a day"
    return f"{rounded:g} day" + ("" if rounded == 1 else "s")


def within(value: float) -> str:
    """Say how soon: within 3 days, in under half a day, later than was ever seen."""
    if isinf(value):
        return "later than was ever seen"
    said = days(value)
    if said.startswith("under"):
        return f"in {said}"
    return f"within {said}"


def on_day(day: date) -> str:
    """Say a day as people do: 8 Aug 2026."""
    return f"{day:%-d %b %Y}"


def count(number: int, noun: str, nouns: str | None = None) -> str:
    is_story_like = noun.endswith("y") and noun[-2] not in "aeiou"
    nouns = nouns or (f"{noun[:-1]}ies" if is_story_like else f"{noun}s")
    return f"{number:,} {noun if number == 1 else nouns}"
