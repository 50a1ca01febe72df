"""Attachments in a backup: by the rows of its moment, from wherever their bytes are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from files.storage import FOLDER, PREVIEW, reached, storage
from integrations.backups import inventory as stock
from integrations.backups.archive import CHUNK, FILES

if TYPE_CHECKING:
    from integrations.backups.archive import Archive, Writing

TABLE = "files_attachment"
KEPT = """
    SELECT a.key, a.sha256, a.name, p.key FROM files_attachment a
    JOIN projects_project p ON p.id = a.project_id WHERE a.purged_at IS NULL ORDER BY a.key
"""


class Attached(NamedTuple):
    """What the database says of one file, whichever version wrote it."""

    key: str
    sha256: str
    name: str
    project: str

    @property
    def in_words(self) -> str:
        return f"“{self.name}” of {self.project}"


def attached(cursor: Any) -> list[Attached]:
    """The files whose bytes should be there, as the backup's own moment has them."""
    if TABLE not in stock.tables(cursor):
        return []  # a version that kept none
    cursor.execute(KEPT)
    return [Attached(*row) for row in cursor.fetchall()]


def add_all(archive: Writing, files: list[Attached]) -> list[str]:
    """Add their bytes and previews; return in words what is missing or isn't what it was."""
    faults = []
    for one in files:
        with reached():
            is_there = _add(archive, one.key)
            _add(archive, one.key + PREVIEW)
        if not is_there:
            faults.append(f"{one.in_words} is missing ({one.key})")
        elif archive.parts[FILES + one.key]["sha256"] != one.sha256:
            faults.append(f"{one.in_words} isn't what was attached ({one.key})")
    return faults


def _add(archive: Writing, key: str) -> bool:
    try:
        file = storage().open(key)
    except FileNotFoundError:
        return False
    with file:
        archive.add(FILES + key, _chunks(file))
    return True


def _chunks(file: File[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def lie_in_a_folder_of_ours() -> bool:
    """Whether a restore puts them back with all that lies below MEDIA_ROOT."""
    place = storage()
    if not isinstance(place, FileSystemStorage):
        return False
    return Path(settings.MEDIA_ROOT).absolute() in Path(place.path(FOLDER)).parents


def is_attached(name: str) -> bool:
    """Whether a part of a backup, or a path below MEDIA_ROOT, is one of these files."""
    return name.removeprefix(FILES).startswith(f"{FOLDER}/")


def put_back(archive: Archive, name: str) -> None:
    """Into a storage that is no folder of ours; what lies there under the key is the same."""
    key = name.removeprefix(FILES)
    with SpooledTemporaryFile(max_size=CHUNK) as file, reached():
        _fill(file, archive.chunks(name))
        storage().delete(key)
        storage().save(key, File(file))


def _fill(file: SpooledTemporaryFile[bytes], chunks: Iterable[bytes]) -> None:
    for chunk in chunks:
        file.write(chunk)
    file.seek(0)
