"""The files a backtest leaves: all of them or none, and never in the place of something else."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from numerics.backtesting.broken_input import BrokenInput


def require_places_for(files: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Find out before the work, not after it, what can't be written. Raises BrokenInput."""
    taken = {file.resolve() for file in inputs}
    for file in files:
        if not may_be_written(file):
            raise BrokenInput(file, "can't be written: is its folder there, and yours to write?")
        place = file.resolve()
        if place.exists() and not place.is_file():
            # A draft moved onto /dev/null would put a plain file in the place of the device.
            raise BrokenInput(file, "isn't a plain file, so it can't be replaced by one.")
        if place in taken:
            raise BrokenInput(file, "is read or written already; name another file.")
        taken.add(place)


def may_be_written(file: Path) -> bool:
    return not file.is_dir() and os.access(file.resolve().parent, os.W_OK)


def write_all(texts: Mapping[Path, str]) -> None:
    """Each is written beside its place first, then moved there; a link stays a link."""
    drafts = {file.resolve(): file.resolve().with_name(f".{file.name}.draft") for file in texts}
    try:
        for text, draft in zip(texts.values(), drafts.values(), strict=True):
            draft.write_text(text, encoding="utf-8")
        for place, draft in drafts.items():
            draft.replace(place)
    except OSError as error:
        raise BrokenInput(Path(error.filename), f"can't be written ({error.strerror}).") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
