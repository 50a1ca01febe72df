"""Few rows in which every two values of different columns meet: a covering array of strength two.

Greedy, as Cohen, Dalal, Fredman and Patton's AETG (1997): each row begins with a pair that is still
missing and takes in each column the value that brings most of the others. It draws nothing, so the
same columns give the same rows.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

Columns = dict[str, tuple[Any, ...]]
Pair = frozenset[tuple[str, Any]]  # of two (column, value)


def covering(columns: Columns) -> list[dict[str, Any]]:
    missing: dict[Pair, None] = dict.fromkeys(pairs_of(columns))  # a set that keeps its order
    rows: list[Any] = []
    while missing:
        row = _row(_turned(columns, len(rows)), missing)
        for pair in _pairs(row):
            missing.pop(pair, None)
        rows.append(row)
    return rows


def pairs_of(columns: Columns) -> list[Pair]:
    """Return every two values that can meet."""
    pairs = []
    for one, other in combinations(columns, 2):
        for first, second in product(columns[one], columns[other]):
            pairs.append(Pair(((one, first), (other, second))))
    return pairs


def _pairs(row: dict[str, Any]) -> list[Pair]:
    return [Pair(two) for two in combinations(row.items(), 2)]


def _row(columns: Columns, missing: dict[Pair, None]) -> dict[str, Any]:
    row = dict(next(iter(missing)))
    for column in sorted(columns.keys() - row.keys(), key=lambda name: (-len(columns[name]), name)):
        row[column] = max(columns[column], key=lambda value: _news(row, column, value, missing))
    return {name: row[name] for name in columns}


def _turned(columns: Columns, by: int) -> Columns:
    """Let another value come first each time: it is taken where no value brings more."""
    turned = {}
    for name, values in columns.items():
        turned[name] = values[by % len(values) :] + values[: by % len(values)]
    return turned


def _news(row: dict[str, Any], column: str, value: Any, missing: dict[Pair, None]) -> int:
    return sum(Pair(((column, value), other)) in missing for other in row.items())
