"""Numbers drawn by the server, each an SVG: sparklines. All geometry is in attributes."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SPARKLINE = (
    '<svg class="sparkline {}" viewBox="0 0 100 28" preserveAspectRatio="none" role="img"'
    ' aria-label="{}"><path d="{}"/>{}</svg>'
)
LAST = '<path class="last" d="M{} {}h.01"/>'


@register.filter
def pct(part: float, whole: float = 1) -> str:
    """Return a share as an SVG percentage, such as "12.5%"; nothing of nothing is none."""
    if whole and part:
        return f"{100 * float(part) / float(whole):.2f}%"
    return "0%"


@register.inclusion_tag("_parts/_progress.html")
def progress_bar(
    done: float, total: float, doing: float = 0, time: float | None = None, label: str = ""
) -> dict[str, Any]:
    """Draw what is done and in work of a whole; `time` marks how much of the time has passed."""
    return {
        "done": pct(done, total),
        "doing": doing,
        "reach": pct(done + doing, total),
        "time": None if time is None else pct(min(1, max(0, time))),
        "label": label or f"{done:g} of {total:g} done",
    }


@register.simple_tag
def sparkline(values: Sequence[float], label: str = "", css: str = "") -> SafeString:
    """Draw a series as a line; a missing value is a gap, never a zero."""
    known = []
    for value in values:
        if value is not None:
            known.append(value)
    least, most = (min(known), max(known)) if known else (0, 0)
    span = (most - least) or 1
    step = 100 / max(1, len(values) - 1)
    points = []
    for index, value in enumerate(values):
        points.append(None if value is None else (index * step, 26 - 24 * (value - least) / span))
    last = next((point for point in reversed(points) if point), None)
    end = format_html(LAST, f"{last[0]:.1f}", f"{last[1]:.1f}") if last else mark_safe("")
    return format_html(SPARKLINE, css, label, line(points), end)


def line(points: Any) -> str:
    """Return the path through the points, lifting the pen over the gaps."""
    path, down = [], False
    for point in points:
        if point:
            path.append(f"{'L' if down else 'M'}{point[0]:.1f} {point[1]:.1f}")
        down = point is not None
    return "".join(path)
