"""The lines of a file that somebody else wrote."""

import re
from pathlib import Path

from numerics.backtesting.broken_input import BrokenInput


def read_lines(file: Path, *, may_be_empty: bool = False) -> list[str]:
    """The lines of a UTF-8 file, with or without a byte order mark; BrokenInput if it isn't one."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BrokenInput(file, f"can't be read ({error.strerror}).") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BrokenInput(file, "isn't UTF-8 text; save it in that encoding.", line) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BrokenInput(file, "holds a null byte, so it isn't a text file.", line)
    if not text.strip() and not may_be_empty:
        raise BrokenInput(file, "is empty.")
    # Not splitlines(): a title may hold a Unicode line separator.
    return re.split(r"\r\n|\n|\r", text)
