"""Folders of completion dates: a file per project, an ISO date per line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from metrics.backtesting.refusal import BrokenInput
from metrics.backtesting.text import read_lines
from metrics.forecasting import History

ENDINGS = ("", ".csv", ".txt", ".dates")
BESIDE_THE_DATA = ("licence", "license", "readme", "source", "notice")
HEADINGS = ("date", "completed", "completed_at", "done", "done_at", "resolved", "closed")
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, eq=False)
class Series:
    """One project's completions, up to and with the day of the last."""

    name: str
    history: History


def read_folder(folder: Path, tell: Callable[[str], None] = lambda _: None) -> list[Series]:
    """All series of a folder, by name; ``tell`` hears which files hold no date at all.

    Raises BrokenInput on the first thing that isn't a date, and for a folder without any.
    """
    if not folder.is_dir():
        raise BrokenInput(folder, "isn't a folder.")
    files = [file for file in sorted(folder.iterdir()) if holds_dates(file)]
    if not files:
        raise BrokenInput(folder, "holds no files of dates (.csv, .txt or .dates).")
    found = [(file, read_series(file)) for file in files]
    for file, series in found:
        if series is None:
            tell(f"{file.name} holds no dates and is left out.")
    known = [series for _, series in found if series]
    if not known:
        raise BrokenInput(folder, "holds no dates in any of its files.")
    return known


def holds_dates(file: Path) -> bool:
    name = file.name.lower()
    beside = name.startswith((".", *BESIDE_THE_DATA))
    return file.is_file() and file.suffix.lower() in ENDINGS and not beside


def read_series(file: Path) -> Series | None:
    """One file's; None if it is empty or has a heading alone."""
    dates = [
        read_date(file, line, text)
        for line, text in enumerate(read_lines(file, may_be_empty=True), start=1)
        if text.strip() and not (line == 1 and unquoted(text).lower() in HEADINGS)
    ]
    if not dates:
        return None
    return Series(file.stem, History.from_dates(dates, until=max(dates) + timedelta(days=1)))


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
