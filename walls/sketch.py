"""Notes that arrows join, drawn as a flow from left to right; the rows of a table say the same."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from unicodedata import east_asian_width

WIDTH, GAP_X, GAP_Y = 168, 96, 20  # of a box and between boxes, in pixels
LINE, PAD = 18, 12
LANE = 16  # between lines that pass below boxes
LETTERS, LINES = 22, 3  # what a box shows of a note
LABEL = 14  # letters of an arrow's label; the table has all of it

Arrows = list[tuple[int, int, int, str]]  # its id, from, to, label


@dataclass(frozen=True, slots=True)
class Box:
    """A note in the drawing."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]  # where each line of its words stands

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def centre(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow in the drawing."""

    path: str
    x: int
    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """An arrow in the table."""

    pk: int
    source: str
    label: str
    target: str


class Sketch:
    """`notes` are words by id, `arrows` lead from one to another; circles are allowed."""

    def __init__(self, notes: dict[int, str], arrows: Arrows) -> None:
        self.arrows = arrows
        self.rows = [Row(pk, notes[a], label or "–", notes[b]) for pk, a, b, label in arrows]
        joined = dict.fromkeys(pk for _, a, b, _ in arrows for pk in (a, b))
        self._place({pk: notes[pk] for pk in joined})
        self._lanes: set[int] = set()  # where lines pass below boxes
        self.lines = self._draw()

    @property
    def boxes(self) -> list[Box]:
        return list(self._boxes.values())

    def _place(self, notes: dict[int, str]) -> None:
        self._boxes: dict[int, Box] = {}
        below: dict[int, int] = defaultdict(lambda: PAD)
        for pk, layer in layers(list(notes), [(a, b) for _, a, b, _ in self.arrows]).items():
            x, y = PAD + layer * (WIDTH + GAP_X), below[layer]
            lines = []
            for place, text in enumerate(wrapped(notes[pk])):
                lines.append((y + PAD + LINE * place + 13, text))
            height = 2 * PAD + LINE * len(lines)
            self._boxes[pk] = Box(x, y, height, tuple(lines))
            below[layer] = y + height + GAP_Y
        self.width = max((one.x for one in self._boxes.values()), default=0) + WIDTH + PAD
        self.height = max(below.values(), default=0) + GAP_Y

    def _draw(self) -> list[Line]:
        lines = []
        for _, a, b, label in self.arrows:
            lines.append(self._line(self._boxes[a], self._boxes[b], label))
        return lines

    def _line(self, a: Box, b: Box, label: str) -> Line:
        """A bow to the right, below what stands in between; where it leads back, below both."""
        short = label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"
        if between := self._between(a, b):
            return self._pass_below(a, b, between, short)
        if b.x > a.x:
            start, end = a.x + WIDTH, b.x - 6
            half = (start + end) // 2
            path = f"M{start} {a.middle}C{half} {a.middle} {half} {b.middle} {end} {b.middle}"
            return Line(path, half, (a.middle + b.middle) // 2 - 6, short)
        start, end = a.y + a.height, b.y + b.height + 6
        low = max(start, end) + GAP_Y
        path = f"M{a.centre} {start}C{a.centre} {low} {b.centre} {low} {b.centre} {end}"
        return Line(path, (a.centre + b.centre) // 2, low, short)

    def _between(self, a: Box, b: Box) -> list[Box]:
        """The boxes that a bow from one to the other might cross, and those below them."""
        top, bottom = sorted((a.middle, b.middle))
        between = [one for one in self._boxes.values() if a.x < one.x < b.x]
        if any(one.y < bottom + GAP_Y and one.y + one.height > top - GAP_Y for one in between):
            return between
        return []

    def _pass_below(self, a: Box, b: Box, between: list[Box], label: str) -> Line:
        """Down in the gap behind the first box, along, and up in the gap before the second."""
        low = max(one.y + one.height for one in between) + LANE
        while low in self._lanes:
            low += LANE
        self._lanes.add(low)
        self.height = max(self.height, low + GAP_Y)
        start, end = a.x + WIDTH, b.x - 6
        down, up = start + GAP_X // 2, b.x - GAP_X // 2
        path = (
            f"M{start} {a.middle}C{down} {a.middle} {down - GAP_X // 4} {low} {start + GAP_X} {low}"
            f"H{b.x - GAP_X}C{up + GAP_X // 4} {low} {up} {b.middle} {end} {b.middle}"
        )
        return Line(path, (start + end) // 2, low - 4, label)


def layers(notes: list[int], arrows: list[tuple[int, int]]) -> dict[int, int]:
    """How far from the left each note stands: behind all that lead to it, as far as that ends.

    An arrow that closes a circle moves nothing.
    """
    followers = defaultdict(list)
    for source, target in arrows:
        followers[source].append(target)
    order: list[int] = []
    seen: set[int] = set()
    for first in notes:
        waiting = [(first, iter(followers[first]))]
        if first in seen:
            continue
        seen.add(first)
        while waiting:
            note, rest = waiting[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                order.append(note)
                waiting.pop()
            else:
                seen.add(following)
                waiting.append((following, iter(followers[following])))
    place = {note: number for number, note in enumerate(reversed(order))}
    layer = dict.fromkeys(reversed(order), 0)
    for note in layer:
        for target in followers[note]:
            if place[target] > place[note]:
                layer[target] = max(layer[target], layer[note] + 1)
    return layer


def wrapped(words: str) -> list[str]:
    """The first lines of a note, as wide as a box; a letter of Chinese is as wide as two."""
    is_wide = any(east_asian_width(letter) in "WF" for letter in words)
    width = LETTERS // 2 if is_wide else LETTERS
    return textwrap.wrap(words, width, max_lines=LINES, placeholder="…") or [words[:width]]
