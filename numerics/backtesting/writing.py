"""The files a backtest leaves: all of them or none, and never in the place of something else."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from numerics.backtesting.broken_input import BrokenInput
from numerics.contracts import Instance, Mapped, takes

__all__ = ["may_be_written", "require_places_for", "write_all"]

FILES = Instance(Iterable)


@takes(files=FILES, inputs=FILES)
def require_places_for(files: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Find out before the work, not after it, what can't be written.

    Parameters
    ----------
    files : iterable of Path
        What is to be written.
    inputs : iterable of Path
        What is read, and may not be replaced.

    Raises
    ------
    BrokenInput
        For the first that can't be.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     require_places_for([Path(folder, "page.md")], [Path(folder, "dates.csv")])
    """
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


@takes(file=Instance(Path))
def may_be_written(file: Path) -> bool:
    """Return whether a file may be written where it is named.

    Parameters
    ----------
    file : Path
        There already or not.

    Returns
    -------
    bool
        Whether its folder is there and ours to write.

    Examples
    --------
    >>> may_be_written(Path("/nowhere/at/all.md"))
    False
    """
    return not file.is_dir() and os.access(file.resolve().parent, os.W_OK)


@takes(texts=Mapped(Instance(Path), Instance(str)))
def write_all(texts: Mapping[Path, str]) -> None:
    """Write all files or none.

    Each is written beside its place first, then moved there; a link stays a link.

    Parameters
    ----------
    texts : mapping of Path to str
        What to write, by its place.

    Raises
    ------
    BrokenInput
        When one can't be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_all({Path(folder, "page.md"): "A page."})
    ...     Path(folder, "page.md").read_text()
    'A page.'
    """
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
