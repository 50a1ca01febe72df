"""Values of history that need no look-up, as people say them. All of them return plain text."""

from datetime import date
from typing import Any

from base.roles import Discipline
from web.templatetags.dates import short_date


def plain(value: float | str) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if value is None:
        return "nothing"
    return str(value)


def quoted(value: str) -> str:
    if value:
        return f"“{value}”"
    return "nothing"


def day(value: str) -> str:
    try:
        return short_date(date.fromisoformat(value))
    except (TypeError, ValueError):
        return "an open date"


def size(value: Any) -> str:
    """What an estimate said: points, a time box or nothing."""
    if not isinstance(value, dict):
        return "no size"
    if value.get("points") is not None:
        return points(value["points"])
    if value.get("time_box_days") is not None:
        return f"a time box of {counted(value['time_box_days'], 'day')}"
    return "no size"


def notes(value: int) -> str:
    return counted(value, "note")


def points(value: float) -> str:
    return counted(value, "point")


def stories(value: int) -> str:
    if value == 1:
        return "1 story"
    return f"{plain(value)} stories"


def counted(value: float, noun: str) -> str:
    try:
        number = f"{float(value):g}"
    except (TypeError, ValueError):
        return f"some {noun}s"
    return f"{number} {noun}" + ("" if number == "1" else "s")


def a_kind(value: str) -> str:
    if value == "experiment":
        return f"an {value}"
    return f"a {plain(value)}"


def listed(value: list[str]) -> str:
    if isinstance(value, list) and value:
        return ", ".join(quoted(one) for one in value)
    return "no more"


def changed_fields(value: dict[str, str]) -> str:
    if isinstance(value, dict):
        names = [name.replace("_", " ") for name in value]
    else:
        names = []
    return ", ".join(names) or "words"


def spaced(value: str) -> str:
    """The name of a field."""
    return plain(value).replace("_", " ")


def number_or_none(value: float | None) -> str:
    if value:
        return plain(value)
    return "none"


def discipline(value: str) -> str:
    known = isinstance(value, str) and value in Discipline.values
    if known:
        return Discipline(value).label.lower()
    return "a discipline"


def count(value: list[Any]) -> str:
    """How many there are in a list."""
    return str(len(value)) if isinstance(value, list) else "some"


def use_cases(value: list[Any]) -> str:
    return counted(len(value), "use case") if isinstance(value, list) and value else "no use case"


def themes(value: list[Any]) -> str:
    return counted(len(value), "theme") if isinstance(value, list) and value else "no theme"


def decisions(value: list[Any]) -> str:
    return counted(len(value), "open decision") if isinstance(value, list) else "open decisions"


def blocker(value: str) -> str:
    """What a story waits for, by its kind."""
    known = {"discipline": "the other discipline", "customer": "the customer"}
    return known.get(str(value), plain(value))


def stance(value: str) -> str:
    return {"agree": "we agree", "differ": "we see it differently"}.get(value, plain(value))


def customer(value: str) -> str:
    """Where the customer was while something was deployed."""
    known = {"": "not spoken of", "informed": "informed"}
    return known.get(str(value), plain(value))


def gates(value: list[str]) -> str:
    """What is missing in production."""
    known = {"fit": "a signed fit", "trial": "a passed trial"}
    words = [known[one] for one in value if one in known] if isinstance(value, list) else []
    return " and ".join(words) or "what its gate asks for"


WORDS = {
    "": plain,
    "quoted": quoted,
    "date": day,
    "size": size,
    "points": points,
    "notes": notes,
    "stories": stories,
    "a_kind": a_kind,
    "list": listed,
    "changed_fields": changed_fields,
    "words": spaced,
    "number_or_none": number_or_none,
    "discipline": discipline,
    "count": count,
    "use_cases": use_cases,
    "decisions": decisions,
    "themes": themes,
    "blocker": blocker,
    "stance": stance,
    "customer": customer,
    "gates": gates,
}
