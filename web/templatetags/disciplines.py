"""Science is a flask, engineering a wrench; a person is their initials, a team its slices."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import cos, pi, sin
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from base.roles import Discipline
from web.templatetags.icons import icon

register = template.Library()

SHAPES = {
    "science": "flask-conical",
    "engineering": "wrench",
    "product": "compass",
    "customer": "building-2",
    "unknown": "circle-help",
}


@register.simple_tag
def discipline(name: str, face: str = "word") -> SafeString:
    """Show a discipline as its shape and its word, as a "chip", or as the bare "shape"."""
    name = name if name in SHAPES else "unknown"
    label = Discipline(name).label
    if face == "shape":
        shape = icon(SHAPES[name], label, "icon-small")
        return format_html('<span class="discipline {}" title="{}">{}</span>', name, label, shape)
    if face == "chip":
        css = "discipline discipline-chip"
    else:
        css = "discipline"
    shape = icon(SHAPES[name], css="icon-small")
    return format_html('<span class="{} {}">{}{}</span>', css, name, shape, label)


@register.simple_tag
def avatar(user: Any, discipline: str = "", css: str = "") -> Any:
    """Show a person as initials in their discipline's colour; nobody as an open place."""
    if user is None:
        return format_html('<span class="avatar avatar-none {}" title="Nobody yet">–</span>', css)
    return format_html(
        '<span class="avatar {} {}" title="{}" role="img" aria-label="{}">{}</span>',
        discipline,
        css,
        user,
        user,
        user.initials,
    )


@register.inclusion_tag("_parts/_slices.html")
def slices(memberships: Iterable[Any], seats: int, css: str = "") -> Any:
    """Draw a team as two pizzas: a slice for each person, an open one for each free seat."""
    names = []
    for m in memberships:
        if m.role != "guest":
            names.append(m.discipline)
    order = list(SHAPES)
    names.sort(key=order.index)
    counts = Counter(names)
    parts = []
    for name in order:
        if counts[name]:
            parts.append(f"{counts[name]} {Discipline(name).label.lower()}")
    blend = ", ".join(parts)
    return {
        "slices": list(cut(names, max(seats, len(names)))),
        "label": f"{len(names)} of {seats} seats taken" + (f": {blend}" if blend else ""),
        "css": css,
    }


def cut(names: list[str], seats: int) -> Iterator[tuple[str, str]]:
    """Yield (css, path) of each slice: half the seats on the left pizza, half on the right."""
    left = (seats + 1) // 2
    for seat in range(seats):
        if seat < left:
            pizza, place, of = (0, seat, left)
        else:
            pizza, place, of = (1, seat - left, seats - left)
        css = f"slice {names[seat]}" if seat < len(names) else "slice-free"
        yield css, wedge(13 + 27 * pizza, 13, 11.5, place / of, (place + 1) / of)


def wedge(x: int, y: int, radius: float, start: float, end: float) -> str:
    if end - start == 1:
        return f"M{x} {y - radius}a{radius} {radius} 0 1 1 -.01 0Z"
    points = []
    for turn in (start, end):
        points.append((x + radius * sin(2 * pi * turn), y - radius * cos(2 * pi * turn)))
    (ax, ay), (bx, by) = points
    far = int(end - start > 0.5)
    return f"M{x} {y}L{ax:.2f} {ay:.2f}A{radius} {radius} 0 {far} 1 {bx:.2f} {by:.2f}Z"
