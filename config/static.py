"""Static files under names that carry their content's hash, so browsers may keep them for ever."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

JOINED = ("css/pages.css", "css/admin.css")
IMPORT = re.compile(r'^@import "([\w/-]+\.css)";$', re.MULTILINE)
URL = re.compile(r'url\("([^":#]+)"\)')

Sources = dict[str, tuple[Storage, str]]


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Also joins stylesheets, and rewrites imports between modules, which know no hashes."""

    support_js_module_import_aggregation = True
    # One for each module on the longest way of imports: a disk may name them in the worst order.
    max_post_process_passes = 30

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """A page has some forty of them, and none changes while a process runs."""
        if name is None:
            raise ValueError("A static file has a name.")
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]

    def post_process(
        self, paths: Sources, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool] | tuple[str, None, RuntimeError]]:
        yield from super().post_process(joined(paths), dry_run, **options)


def joined(paths: Sources) -> Sources:
    """Put into each stylesheet that only imports others what it imports."""
    memory = InMemoryStorage()
    together = dict(paths)
    for name in JOINED:
        if name in paths:
            memory.save(name, ContentFile(with_imports(name, paths)))
            together[name] = (memory, name)
    return together


def with_imports(name: str, paths: Sources) -> str:
    """Return its text with what it imports, one level deep."""
    folder = posixpath.dirname(name)

    def imported(found: re.Match[str]) -> str:
        other = posixpath.join(folder, found[1])
        return seen_from(folder, posixpath.dirname(other), read(other, paths))

    return IMPORT.sub(imported, read(name, paths))


def seen_from(folder: str, other: str, text: str) -> str:
    """Return a stylesheet of another folder so that its files are found from this one."""

    def moved(found: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join(other, found[1]), folder)}")'

    return URL.sub(moved, text)


def read(name: str, paths: Sources) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        text: str = file.read().decode()
        return text
