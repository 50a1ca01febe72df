"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal
from math import floor, isfinite, log10

from django import template

register = template.Library()

GLUED = ("%", "°")
SHORT = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))


@register.filter
def amount(value: Decimal | float, unit: str = "") -> str:
    """Show a number with what it counts: "1,250 €", "12.5%"; four digits are enough."""
    if value is None:
        return "–"
    if abs(float(value)) < 1000:
        said = f"{float(value):,.4g}"
    else:
        said = f"{float(value):,.0f}"
    if not unit:
        return said
    if value == 1 and unit.endswith("s") and not unit.endswith("ss"):
        unit = unit[:-1]
    if unit in GLUED:
        return f"{said}{unit}"
    return f"{said} {unit}"


@register.filter
def compact(value: float) -> str:
    """Show a number in little room, as beside a chart: 1.2k, 30m; three digits are enough."""
    size = abs(value)
    if not size < 1e15:
        return f"{value:.2g}"
    for least, word in SHORT:
        if size >= least:
            return f"{value / least:.4g}{word}"
    return f"{value:.4g}"


@register.filter
def about(value: float) -> float:
    """Round to three digits: more of what is estimated would be made up."""
    if not value or not isfinite(value):
        return value
    return round(value, 2 - floor(log10(abs(value))))


@register.filter
def percent(share: float) -> str:
    """Show a share of a whole."""
    return f"{100 * share:.0f} %"


@register.filter
def many(count: float, noun: str) -> str:
    """Show a count with its noun, in the plural where it has to be: "1 story", "3 stories"."""
    count = count or 0
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{amount(count)} {noun}"


@register.filter
def chance(share: float) -> str:
    """Show a chance as people say it: nothing is sure, and nothing impossible."""
    if share < 0.01:
        return "under 1 %"
    if share > 0.99:
        return "over 99 %"
    return f"{100 * share:.0f} %"
