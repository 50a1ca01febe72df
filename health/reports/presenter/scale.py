"""A value and its interval on a scale that begins at nought, as it is drawn: an SVG."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from health.reports.presenter.words import said

SHARES = ("share", "ratio")
DRAWING = (
    '<svg class="range" role="img" aria-label="{label}">'
    '<rect class="range-track" y="9" width="100%" height="2" rx="1"/>{good}'
    '<rect class="range-span" x="{start}" y="6" width="{width}" height="8" rx="4"/>'
    '<circle class="range-point" cx="{point}" cy="10" r="5"/></svg>'
)
GOOD = '<rect class="range-good" x="{}" y="2" width="{}" height="16" rx="2"/>'


@dataclass(frozen=True, slots=True)
class Scale:
    """The drawing, and what stands under its ends."""

    svg: SafeString
    least: str
    most: str


def on_a_scale(
    unit: str, value: float, interval: dict[str, Any], reach: dict[str, Any], label: str
) -> Scale:
    """Draw the interval as a bar, the value as its dot, and the range where it is well behind."""
    most = _end(unit, [interval["low"], interval["high"], value, reach.get("high")])

    def at(number: float) -> str:
        return f"{min(100.0, max(0.0, 100 * number / (most or 1))):.2f}%"

    high = most if interval["high"] is None else interval["high"]
    low_end, high_end = reach.get("low") or 0.0, reach.get("high")
    drawing = DRAWING.format(
        label=escape(label),
        good="" if high_end is None else GOOD.format(at(low_end), at(high_end - low_end)),
        start=at(interval["low"]),
        width=at(max(high - interval["low"], 0.01 * most)),
        point=at(value),
    )
    least = "0 days" if unit == "working days" else said(unit, 0.0)
    return Scale(SafeString(drawing), least, said(unit, most))


def _end(unit: str, numbers: list[float | None]) -> float:
    """Return where the scale ends: all is on it, and a share goes to one."""
    known = []
    for number in numbers:
        if number is not None:
            known.append(number)
    most = max([1.0 if unit in SHARES else 0.0, *known])
    if unit == "share":
        return most
    return 1.15 * most
