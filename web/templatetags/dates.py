"""Dates as people say them, in the reader's zone; the exact time is one hover away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()

STEPS = [
    (60, 1, "second"),
    (3600, 60, "minute"),
    (86_400, 3600, "hour"),
]
DAYS = [(14, 1, "day"), (60, 7, "week"), (365, 30.44, "month")]


@register.inclusion_tag("_parts/_time.html")
def moment(when: date, past: str = "", ahead: str = "") -> dict[str, Any]:
    """Show a date or a time in words; `past` and `ahead` go before it, such as "due" or "ended"."""
    if not when:
        return {"when": None}
    said = in_words(when)
    lead = past if is_past(when) else ahead
    return {"when": when, "said": f"{lead} {said}".strip(), "exact": exactly(when)}


@register.filter
def in_words(when: date) -> str:
    if isinstance(when, datetime):
        return time_in_words(when)
    return day_in_words(when)


@register.filter
def exactly(when: date) -> str:
    if isinstance(when, datetime):
        when = timezone.localtime(when)
        return f"{date_format(when, 'D j M Y, H:i')} {when.tzname()}"
    return date_format(when, "D j M Y")


@register.filter
def short_date(when: date) -> str:
    """Show the day alone; the year only where it isn't this one."""
    if isinstance(when, datetime):
        day = timezone.localtime(when).date()
    else:
        day = when
    return date_format(day, "j M" if day.year == timezone.localdate().year else "j M Y")


@register.simple_tag
def window_words(starts_on: date | None, ends_on: date | None) -> str:
    """Say from when to when; one of the two may be open."""
    if starts_on and ends_on:
        return f"{short_date(starts_on)} to {short_date(ends_on)}"
    if starts_on:
        return f"from {short_date(starts_on)}"
    return f"until {short_date(ends_on)}" if ends_on else ""


@register.filter
def is_past(when: date) -> bool:
    if isinstance(when, datetime):
        return when < timezone.now()
    return when < timezone.localdate()


def time_in_words(when: datetime) -> str:
    seconds = (when - timezone.now()).total_seconds()
    if abs(seconds) < 45:
        return "just now"
    for limit, size, unit in STEPS:
        if abs(seconds) < limit:
            return counted(seconds / size, unit)
    return day_in_words(timezone.localtime(when).date())


def day_in_words(day: date) -> str:
    days = (day - timezone.localdate()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    for limit, size, unit in DAYS:
        if abs(days) < limit:
            return counted(days / size, unit)
    return short_date(day)


def counted(amount: float, unit: str) -> str:
    count = max(1, round(abs(amount)))
    words = f"{count} {unit}" + ("" if count == 1 else "s")
    if amount > 0:
        return f"in {words}"
    return f"{words} ago"
