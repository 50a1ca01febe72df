"""The file of a backup: a tar with a manifest, and behind it the checksum of every byte before."""

import errno
import fcntl
import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from base.refusals import Refused

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"
TRAILER = re.compile(rb"sha256:([0-9a-f]{64})\n\Z")
TRAILER_BYTES = 72
CHUNK = 1 << 20
BLOCK = tarfile.BLOCKSIZE


class Writing:
    """Writes under another name, reads all of it again, and only then gives the file its name."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
        self.parts: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "Writing":
        refuse_existing(self.target)
        self._clear_away_what_a_kill_left()
        # Its owner's alone from the first byte on: it holds everybody's words and addresses.
        handle = os.open(self.unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "w+b")
        fcntl.flock(self.file, fcntl.LOCK_EX)  # says for as long as we live that it is in work
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        with suppress(FileNotFoundError):
            self.unfinished.unlink()

    def _clear_away_what_a_kill_left(self) -> None:
        for left in self.target.parent.glob(".*.unfinished-*"):
            with suppress(OSError), left.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Append a part whose size is known only when it is written."""
        begin = self.file.tell()
        self.file.write(self._head(name, 0))
        size, digest = 0, hashlib.sha256()
        for chunk in chunks:
            self.file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        self.file.write(bytes(-size % BLOCK))
        end = self.file.tell()
        self.file.seek(begin)
        self.file.write(self._head(name, size))
        self.file.seek(end)
        self.parts[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def seal(self, manifest: dict[str, Any]) -> None:
        """Write manifest and checksum, and have all of it on the disk."""
        told = json.dumps({"format": FORMAT, **manifest, "parts": self.parts}, indent=1)
        self.add(MANIFEST, [told.encode()])
        self.file.write(bytes(2 * BLOCK))
        whole = _sha256_of(self.file, self.file.tell())
        self.file.seek(0, os.SEEK_END)
        self.file.write(f"sha256:{whole}\n".encode())
        self.file.flush()
        os.fsync(self.file.fileno())

    def give_name(self) -> None:
        """At once or not at all, and never in the place of another file."""
        try:
            os.link(self.unfinished, self.target)
        except FileExistsError:
            refuse_existing(self.target)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
                raise
            refuse_existing(self.target)  # a disk that knows no second names
            self.unfinished.rename(self.target)
        _keep(self.target.parent)

    @staticmethod
    def _head(name: str, size: int) -> bytes:
        """As long for every size, so that it can be written again when the size is known."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        return entry.tobuf(tarfile.GNU_FORMAT)


class Archive:
    """A backup that was read from its first byte to its last before anything is taken from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.file = path.open("rb")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise Refused(f"{path} can't be read ({reason}).") from None
        try:
            self._check()
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def part(self, name: str) -> IO[bytes]:
        found = self.tar.extractfile(name)
        assert found is not None  # only plain files pass the check
        return found

    def chunks(self, name: str) -> Iterator[bytes]:
        part = self.part(name)
        while chunk := part.read(CHUNK):
            yield chunk

    @property
    def files(self) -> list[str]:
        files = []
        for name in self.manifest["parts"]:
            if name.startswith(FILES):
                files.append(name)
        return files

    def check_parts(self) -> None:
        """Hold each part against what was told of it; the checksum of all has been held already."""
        for name, told in self.manifest["parts"].items():
            digest = hashlib.sha256()
            for chunk in self.chunks(name):
                digest.update(chunk)
            if digest.hexdigest() != told["sha256"]:
                raise Refused(f"{self.path} is damaged in {name}.")

    def _check(self) -> None:
        size = os.fstat(self.file.fileno()).st_size - TRAILER_BYTES
        self.file.seek(max(0, size))
        trailer = TRAILER.match(self.file.read())
        if size < BLOCK or not trailer:
            raise Refused(
                f"{self.path} is no backup of Twopizza, or only a part of one: its end is missing."
            )
        if _sha256_of(self.file, size) != trailer[1].decode():
            raise Refused(f"{self.path} is damaged: it isn't what was written once.")
        try:
            self.file.seek(0)
            self.tar = tarfile.open(fileobj=self.file, mode="r:")  # noqa: SIM115  as the file
            self.manifest = json.load(self.part(MANIFEST))
            names = {entry.name: entry for entry in self.tar.getmembers()}
        except (tarfile.TarError, KeyError, ValueError) as error:
            raise Refused(f"{self.path} is no backup of Twopizza ({error}).") from None
        if self.manifest.get("format") != FORMAT:
            raise Refused(f"{self.path} was written by a later Twopizza than this one.")
        for name in self.manifest["parts"]:
            if name not in names or not names[name].isreg() or not _stays_inside(name):
                raise Refused(f"{self.path} is no backup of Twopizza ({name} can't be taken).")


def refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise Refused(f"{path} is there already, and a backup never takes another file's place.")


def _stays_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and "\0" not in name


def _sha256_of(file: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (chunk := file.read(min(size, CHUNK))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()


def _keep(folder: Path) -> None:
    """A new name is safe when its folder is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
