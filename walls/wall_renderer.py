"""Notes of a wall drawn fast: those of one shape are drawn once, with holes for their texts.

What is kept of it in this process holds no word of anybody.
"""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from walls.sketch import WIDTH
from web.precompiled_template import Pattern, hole
from web.templatetags.numbers import many

if TYPE_CHECKING:
    from walls.sketch import Box
    from walls.wall_board import Column, GroupRow, NoteRow, WallBoard

NOTE_HOLES = ("pk", "wall", "words", "author", "address")
GROUP_HOLES = ("pk", "wall", "name", "label", "notes", "votes", "dots", "number")

SKETCH_HOLES = (
    "pk",
    "path",
    "x",
    "y",
    "label",
    "height",
    "words",
    "text",
    "source",
    "target",
)


@lru_cache(maxsize=64)
def _note_pattern(may_change: bool, has_author: bool, kind: str) -> Pattern:
    known = {name: hole(name) for name in NOTE_HOLES}
    shape = {"may_change": may_change, "has_author": has_author, "kind": kind}
    return Pattern("walls/wall/_note.html", known | shape)


@lru_cache(maxsize=64)
def _group_pattern(may_change: bool, is_many: bool, is_named: bool, has_dots: bool) -> Pattern:
    known = {name: hole(name) for name in GROUP_HOLES}
    shape = {
        "may_change": may_change,
        "is_many": is_many,
        "is_named": is_named,
        "has_dots": has_dots,
    }
    return Pattern("walls/wall/_group.html", known | shape)


@lru_cache(maxsize=256)
def _votes_pattern(own: int, may_add: bool) -> Pattern:
    known = {"pk": hole("pk"), "label": hole("label")}
    shape = {"own": own, "fewer": own - 1, "more": own + 1, "may_add": may_add}
    return Pattern("walls/wall/_votes.html", known | shape | {"drawn": range(own)})


@lru_cache(maxsize=8)
def _sketch_pattern(part: str, shape: bool = False) -> Pattern:
    """`shape`: whether a line has a label, and whether a row's arrow may be erased."""
    known = {name: hole(name) for name in SKETCH_HOLES}
    words = {"has_label": shape, "may_draw": shape, "width": WIDTH}
    return Pattern(f"walls/wall/_sketch_{part}.html", known | words)


class WallRenderer:
    """Draws the groups of one wall for one reader."""

    def __init__(self, board: WallBoard) -> None:
        self.board = board
        self.wall = board.wall.pk

    @property
    def columns(self) -> list[tuple[Column, SafeString]]:
        """Each column with its groups, drawn."""
        columns = []
        for column in self.board.columns:
            groups = "".join(self.group(group) for group in column.groups)
            columns.append((column, mark_safe(groups)))
        return columns

    @property
    def discussed(self) -> SafeString:
        """The notes of the group that is talked about."""
        group = self.board.discussed
        notes = group.notes if group else []
        return mark_safe("".join(self._note(note) for note in notes))

    @property
    def drawing(self) -> SafeString:
        """The sketch: lines first, so that boxes lie over them."""
        sketch = self.board.sketch
        drawn = [_sketch_pattern("line", bool(line.label)).filled(line) for line in sketch.lines]
        drawn += [self._box(box) for box in sketch.boxes]
        return mark_safe("".join(drawn))

    @property
    def arrows(self) -> SafeString:
        """The same as rows of a table."""
        pattern = _sketch_pattern("row", self.board.may_draw)
        return mark_safe("".join(pattern.filled(row) for row in self.board.sketch.rows))

    def _box(self, box: Box) -> str:
        words = ""
        for y, text in box.lines:
            line = SimpleNamespace(x=box.centre, y=y, text=text)
            words += _sketch_pattern("words").filled(line)
        there = SimpleNamespace(x=box.x, y=box.y, height=box.height, words=mark_safe(words))
        return _sketch_pattern("box").filled(there)

    def group(self, group: GroupRow) -> str:
        notes = "".join(self._note(note) for note in group.notes)
        has_dots = group.dots is not None
        shape = (self.board.may_change, group.is_many, bool(group.name), has_dots)
        return _group_pattern(*shape).filled(
            SimpleNamespace(
                pk=group.pk,
                wall=self.wall,
                name=group.name,
                label=group.label,
                number=len(group.notes),
                notes=mark_safe(notes),
                votes=self._votes(group),
                dots=many(group.dots or 0, "dot"),
            )
        )

    def _note(self, note: NoteRow) -> str:
        pattern = _note_pattern(self.board.may_change, bool(note.author), note.kind)
        return pattern.filled(
            SimpleNamespace(
                pk=note.pk,
                wall=self.wall,
                words=note.words,
                author=note.author,
                address=note.address,
            )
        )

    def _votes(self, group: GroupRow) -> str:
        if not (self.board.is_voting and self.board.may_change):
            return mark_safe("")
        return _votes_pattern(group.own, self.board.left > 0).filled(
            SimpleNamespace(pk=group.pk, label=group.label)
        )
