"""Hand-offs as a flow from disciplines on the left to those on the right, put together here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from base.roles import Discipline

if TYPE_CHECKING:
    from health.handoffs.reading import Flow

WIDTH, BOX, ROW, PAD = 640, 132, 72, 8  # of the drawing, a box, a row of it and around
HIGH = 44  # of a box
THICKEST, THINNEST = 18.0, 2.0  # of a flow
GAP = 6  # between flows that begin or end at one box


@dataclass(frozen=True, slots=True)
class Box:
    """A discipline, at one side."""

    name: str
    x: int
    y: int

    @property
    def label(self) -> str:
        return str(Discipline(self.name).label)

    @property
    def word_x(self) -> int:
        return self.x + 42

    @property
    def icon_x(self) -> int:
        return self.x + 14

    @property
    def icon_y(self) -> int:
        return self.y + 12

    @property
    def word_y(self) -> int:
        return self.y + HIGH // 2 + 5


@dataclass(frozen=True, slots=True)
class Stream:
    """How many were handed on one way: the cold ones hatched beside the others."""

    css: str
    path: str
    width: str
    x: int
    y: int
    words: str
    has_cold: bool


class Drawing:
    """`flows` from left to right, as wide as they are many."""

    width, box_width, box_height = WIDTH, BOX, HIGH

    def __init__(self, flows: list[Flow]) -> None:
        self.flows = flows
        self.givers = [name for name in Discipline.values if self._has(name, "giver")]
        self.takers = [name for name in Discipline.values if self._has(name, "taker")]

    def _has(self, name: str, side: str) -> bool:
        return any(getattr(flow, side) == name for flow in self.flows)

    @property
    def height(self) -> int:
        return max(len(self.givers), len(self.takers), 1) * ROW

    @property
    def boxes(self) -> list[Box]:
        left = [Box(name, 0, _top(place)) for place, name in enumerate(self.givers)]
        right = [Box(name, WIDTH - BOX, _top(place)) for place, name in enumerate(self.takers)]
        return left + right

    @property
    def streams(self) -> list[Stream]:
        most = max((flow.counts.all for flow in self.flows), default=1)
        drawn = []
        for flow in self.flows:
            start = _port(self.flows, flow, "giver", self.givers)
            end = _port(self.flows, flow, "taker", self.takers)
            middle = WIDTH // 2
            path = f"M{BOX} {start}C{middle} {start} {middle} {end} {WIDTH - BOX} {end}"
            wide = THINNEST + (THICKEST - THINNEST) * flow.counts.all / most
            drawn.append(
                Stream(
                    css=flow.giver,
                    path=path,
                    width=f"{wide:.1f}",
                    x=BOX + 12,
                    y=start - int(wide / 2) - 5,
                    words=_words(flow),
                    has_cold=flow.counts.cold > 0,
                )
            )
        return drawn


def _top(place: int) -> int:
    return place * ROW + (ROW - HIGH) // 2


def _port(flows: list[Flow], flow: Flow, side: str, names: list[str]) -> int:
    """Where a flow begins or ends at its box: one below the other."""
    name = getattr(flow, side)
    beside = [one for one in flows if getattr(one, side) == name]
    step = HIGH / (len(beside) + 1)
    return round(_top(names.index(name)) + step * (beside.index(flow) + 1))


def _words(flow: Flow) -> str:
    counts = flow.counts
    told = f"{counts.all}"
    if counts.cold:
        told += f", {counts.cold} cold"
    if counts.returns:
        told += f", {counts.returns} back"
    return told
