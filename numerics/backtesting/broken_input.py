"""Why a file can't be backtested."""

from pathlib import Path

__all__ = ["BrokenInput"]


class BrokenInput(Exception):
    """A file can't be backtested; the sentence names it, the line, and what is wrong."""

    def __init__(self, file: Path, sentence: str, line: int | None = None) -> None:
        where = f"{file}, line {line}" if line else f"{file}"
        super().__init__(f"{where}: {sentence}")
