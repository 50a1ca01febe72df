"""Tables of sprints: committed and delivered points, and how each sprint stood on its way."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from numerics.backtesting.broken_input import BrokenInput
from numerics.backtesting.completions import printable, shortened
from numerics.backtesting.text import read_lines
from numerics.contracts import Instance, takes
from numerics.forecasting import SprintRecord, Standing

__all__ = ["Project", "SprintRow", "read_table"]

PERCENTS = (30, 50, 80)
STANDING = ("done", "in_progress", "todo", "added", "removed")
NAMES = ("project", "board_id", "sprint_id")
TITLE = "name"
WHOLE = re.compile(r"[0-9]{1,18}")
MOST_POINTS = 1e9
POINTS = (
    "committed_points",
    "delivered_points",
    *(f"{part}_points_{percent}" for percent in PERCENTS for part in STANDING),
)


@dataclass(frozen=True)
class SprintRow:
    """One line: a sprint as one of its boards shows it."""

    project: str
    sprint_id: int
    record: SprintRecord


@dataclass(frozen=True)
class Project:
    """``rows`` are all lines; ``sprints`` each real sprint once, in the order of their ids."""

    name: str
    rows: Sequence[SprintRow]
    sprints: Sequence[SprintRecord]


@takes(file=Instance(Path))
def read_table(file: Path) -> list[Project]:
    """Read the projects of a sprint table.

    Parameters
    ----------
    file : Path
        A table of comma-separated values, a sprint on each line.

    Returns
    -------
    list of Project
        By name.

    Raises
    ------
    BrokenInput
        Naming the line, on the first thing that can't be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> heading = ",".join((*NAMES, *POINTS))
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "sprints.csv")
    ...     _ = file.write_text(heading + "\\nours,A,1" + ",5" * len(POINTS))
    ...     [(project.name, project.sprints[0].committed) for project in read_table(file)]
    [('ours', 5.0)]
    """
    reader = csv.reader(read_lines(file), strict=True)
    rows: dict[tuple[str, str, int], SprintRow] = {}
    try:
        columns = column_places(file, next(reader))
        for fields in reader:
            if fields:
                keep(file, reader.line_num, read_row(file, reader.line_num, columns, fields), rows)
    except csv.Error as error:
        raise BrokenInput(file, f"isn't valid CSV ({error}).", reader.line_num) from error
    if not rows:
        raise BrokenInput(file, "has a heading but no sprints.")
    names = sorted({row.project for row in rows.values()})
    return [as_project(name, [r for r in rows.values() if r.project == name]) for name in names]


def column_places(file: Path, heading: Sequence[str]) -> dict[str, int]:
    """Where each needed column stands, and under "" how many there are."""
    heading = [name.strip() for name in heading]
    needed = (*NAMES, *POINTS)
    missing = [name for name in needed if name not in heading]
    if len(missing) == len(needed):
        raise BrokenInput(file, "the heading has none of the columns; are there commas in it?", 1)
    if missing:
        raise BrokenInput(file, f"the heading lacks the column {', '.join(missing)}.", 1)
    twice = next((name for name in needed if heading.count(name) > 1), None)
    if twice:
        raise BrokenInput(file, f"the heading has the column {twice} twice.", 1)
    places = {name: heading.index(name) for name in (*needed, TITLE) if name in heading}
    return {"": len(heading), **places}


def read_row(file: Path, line: int, columns: dict[str, int], fields: Sequence[str]) -> SprintRow:
    fields = with_one_title(columns, fields)
    if len(fields) != columns[""]:
        raise BrokenInput(
            file,
            f"has {len(fields)} fields where the heading has {columns['']}; "
            "is there a comma without quotes?",
            line,
        )
    text = {name: fields[columns[name]].strip() for name in (*NAMES, *POINTS)}
    points = {name: read_points(file, line, name, text[name]) for name in POINTS}
    if not WHOLE.fullmatch(text["sprint_id"]):
        raise BrokenInput(
            file, f"sprint_id “{shortened(text['sprint_id'])}” isn't a whole number.", line
        )
    empty = next((name for name in NAMES if not text[name]), None)
    if empty:
        raise BrokenInput(file, f"{empty} is empty.", line)
    record = SprintRecord(
        board=text["board_id"],
        committed=points["committed_points"],
        delivered=points["delivered_points"],
        standings={
            percent: Standing(**{part: points[f"{part}_points_{percent}"] for part in STANDING})
            for percent in PERCENTS
        },
    )
    return SprintRow(printable(text["project"]), int(text["sprint_id"]), record)


def with_one_title(columns: dict[str, int], fields: Sequence[str]) -> Sequence[str]:
    """Fields too many come of commas in the sprint's title, the one column of free text."""
    surplus = len(fields) - columns[""]
    if surplus <= 0 or TITLE not in columns:
        return fields
    first = columns[TITLE]
    last = first + surplus + 1
    return [*fields[:first], ",".join(fields[first:last]), *fields[last:]]


def read_points(file: Path, line: int, name: str, text: str) -> float:
    try:
        # float() also takes 1_000 and digits of other scripts, which no tracker writes.
        points = float(text if text.isascii() and "_" not in text else "")
    except ValueError as error:
        raise BrokenInput(file, f"{name} “{shortened(text)}” isn't a number.", line) from error
    # Below nought does happen: Jira adds an estimate of -1 like any other.
    if not abs(points) <= MOST_POINTS:
        raise BrokenInput(file, f"{name} can't be {shortened(text)}.", line)
    return points


def keep(
    file: Path, line: int, row: SprintRow, rows: dict[tuple[str, str, int], SprintRow]
) -> None:
    key = (row.project, row.record.board, row.sprint_id)
    if key in rows:
        raise BrokenInput(
            file, f"sprint {row.sprint_id} of board {row.record.board} appears twice.", line
        )
    rows[key] = row


def as_project(name: str, rows: Sequence[SprintRow]) -> Project:
    """Count each sprint once, on the board with most sprints that shows it.

    Jira lists one sprint on every board that touches it; counted as often, a sprint would be
    forecast from its own copies.
    """
    shown = Counter(row.record.board for row in rows)
    chosen: dict[int, SprintRow] = {}
    for row in rows:
        other = chosen.get(row.sprint_id)
        if other is None or shown[row.record.board] > shown[other.record.board]:
            chosen[row.sprint_id] = row
    return Project(name, rows, [chosen[key].record for key in sorted(chosen)])
