"""Places of rows that stand one below the other, counted from 1."""

from __future__ import annotations

from typing import TypeVar

from django.db import models


class Placed(models.Model):
    """Stands at a place among others."""

    position = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True


_Row = TypeVar("_Row", bound=Placed)


def put(row: _Row, rows: list[_Row], place: int | None) -> list[_Row]:
    """Let the row stand at this place among the others, at the end without one.

    Returns those that stand elsewhere now, to be saved; the row itself is always one of them.
    """
    others = [one for one in rows if one != row]
    index = len(others) if place is None else max(0, min(place - 1, len(others)))
    others.insert(index, row)
    moved = []
    for position, one in enumerate(others, start=1):
        if one.position != position or one is row:
            one.position = position
            moved.append(one)
    return moved
