"""Where the bytes of files lie: a folder, or what `django-storages` speaks to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from django.core.files.storage import FileSystemStorage, Storage, storages

from base.outages import outage_of
from files.refusals import FilesAway

if TYPE_CHECKING:
    from django.core.files import File

log = structlog.get_logger(__name__)

FOLDER = "attachments"
PREVIEW = ".preview"
HEAD = 8192  # bytes that tell of which type a file is


class DurableFolder(FileSystemStorage):
    """A folder in which a file is on the disk before the row that names it is."""

    def _save(self, name: str, content: File[bytes]) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs hide it
        path = Path(self.path(saved))
        for place in (path, path.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that were written, and are nobody's until a row names their key."""

    key: str
    size: int
    sha256: str
    head: bytes

    def drop(self) -> None:
        drop(self.key)


def storage() -> Storage:
    return storages[FOLDER]


def keep(file: File[bytes], project: int) -> Kept:
    """Write the bytes under a new key, in which nothing is of what the file was called."""
    key = f"{FOLDER}/{project}/{uuid4().hex}"
    digest, head, size = hashlib.sha256(), b"", 0
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
        head = (head + chunk)[:HEAD] if len(head) < HEAD else head
        size += len(chunk)
    try:
        with reached():
            save(key, file)
    except BaseException:
        drop(key)  # half of it may be there
        raise
    return Kept(key, size, digest.hexdigest(), head)


def save(key: str, file: File[bytes]) -> None:
    file.seek(0)
    saved = storage().save(key, file)
    if saved != key:  # a storage that renames would leave the row with the wrong key
        storage().delete(saved)
        raise FilesAway("The storage of files doesn't keep them under their keys.")


def drop(key: str) -> None:
    """Delete the bytes; what can't be deleted now is swept up later."""
    try:
        storage().delete(key)
    except Exception:
        log.exception("file_not_dropped", key=key)


@contextmanager
def reached() -> Iterator[None]:
    """Tell in a sentence that a storage is away; a full disk has a sentence of its own."""
    try:
        yield
    except (FilesAway, FileNotFoundError):
        raise
    except Exception as error:
        if outage_of(error):
            raise
        log.exception("files_away")
        raise FilesAway(
            "Where files are kept can't be reached just now, so nothing was saved. Try again later."
        ) from error


def keys() -> Iterator[str]:
    """All that lies there, whether a row names it or not."""
    projects, _ = _listed(FOLDER)
    for project in sorted(projects):
        _, files = _listed(f"{FOLDER}/{project}")
        for name in sorted(files):
            yield f"{FOLDER}/{project}/{name}"


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = storage().listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files
