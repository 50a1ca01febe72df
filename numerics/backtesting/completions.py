"""Folders of completion dates: a file per project, an ISO date per line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from numerics.backtesting.broken_input import BrokenInput
from numerics.backtesting.text import read_lines
from numerics.contracts import Function, Instance, takes
from numerics.forecasting import History

__all__ = ["Series", "read_folder"]

ENDINGS = ("", ".csv", ".txt", ".dates", ".tsv")
BESIDE_THE_DATA = ("licence", "license", "readme", "source", "notice")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, eq=False)
class Series:
    """One project's completions, up to and with the day of the last."""

    name: str
    history: History


@takes(folder=Instance(Path), tell=Function())
def read_folder(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[Series]:
    """Read all series of a folder.

    Parameters
    ----------
    folder : Path
        A file for each project, an ISO date on each line.
    tell : callable
        Hears, in a sentence each, which files hold no date at all.

    Returns
    -------
    list of Series
        By name.

    Raises
    ------
    BrokenInput
        On the first thing that isn't a date, and for a folder without any.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     text = "2024-03-01\\n2024-03-01\\n2024-03-04\\n"
    ...     _ = Path(folder, "ours.csv").write_text(text)
    ...     [(one.name, one.history.days.tolist()) for one in read_folder(Path(folder))]
    [('ours', [2, 0, 0, 1])]
    """
    found = [(file, read_series(file)) for file in files_of(folder)]
    for file, series in found:
        if series is None:
            tell(f"{printable(file.name)} holds no dates and is left out.")
    known = [series for _, series in found if series]
    if not known:
        raise BrokenInput(folder, "holds no dates in any of its files.")
    return told_apart(known)


def files_of(folder: Path) -> list[Path]:
    """Every file but hidden ones, by name; not those of the folders within."""
    if not folder.is_dir():
        raise BrokenInput(folder, "isn't a folder.")
    try:
        files = [f for f in sorted(folder.iterdir()) if f.is_file() and f.name[0] != "."]
    except OSError as error:
        raise BrokenInput(folder, f"can't be read ({error.strerror}).") from error
    if not files:
        raise BrokenInput(folder, "holds no files of dates.")
    return files


def read_series(file: Path) -> Series | None:
    """One file's; None if it is empty, has a heading alone or seems to be no list of dates."""
    if may_be_else(file) and not begins_with_date(file):
        return None
    dates = [
        read_date(file, line, text)
        for line, text in enumerate(read_lines(file, may_be_empty=True), start=1)
        if says_something(line, unquoted(text))
    ]
    if not dates:
        return None
    return Series(file.name, History.from_dates(dates, until=max(dates) + timedelta(days=1)))


def may_be_else(file: Path) -> bool:
    """A picture, a licence, a table: left out, not refused, unless it does hold dates."""
    beside = file.name.lower().startswith(BESIDE_THE_DATA)
    return beside or file.suffix.lower() not in ENDINGS


def begins_with_date(file: Path) -> bool:
    try:
        lines = read_lines(file, may_be_empty=True)
        read_date(file, 1, next((text for text in lines if says_something(2, text.strip())), ""))
    except BrokenInput:
        return False
    return True


def says_something(line: int, text: str) -> bool:
    """Neither blank nor a comment nor, in the first line, a heading."""
    is_heading = line == 1 and not any(character.isdigit() for character in text)
    return bool(text) and not text.startswith("#") and not is_heading


def told_apart(series: Sequence[Series]) -> list[Series]:
    """Named by their files without the ending, or with it where two would be called the same."""
    short = [printable(shortest(one.name)) for one in series]
    return [
        Series(name if short.count(name) == 1 else printable(one.name), one.history)
        for one, name in zip(series, short, strict=True)
    ]


def shortest(name: str) -> str:
    """next.js is all name; dates.csv is not."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and f".{ending.lower()}" in ENDINGS else name


def printable(name: str) -> str:
    """Without what would break a line, a table or an encoding: names of files may hold anything."""
    return "".join(c if c.isprintable() and c != "|" else "\ufffd" for c in name)


def read_date(file: Path, line: int, text: str) -> date:
    text = unquoted(text)
    if "," in text or ";" in text:
        raise BrokenInput(file, f"“{shortened(text)}” has several fields; give one date.", line)
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BrokenInput(
            file, f"“{shortened(text)}” isn't a date like 2024-03-31.", line
        ) from error
    if not EARLIEST <= day < LATEST:
        raise BrokenInput(file, f"{day} can't be the day that work was finished.", line)
    return day


def unquoted(text: str) -> str:
    return text.strip().strip('"').strip()


def shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
