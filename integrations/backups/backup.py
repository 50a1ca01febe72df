from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from base.refusals import Refused
from integrations.backups import attachments
from integrations.backups import inventory as stock
from integrations.backups.archive import CHUNK, DATABASE, FILES, Archive, Writing, refuse_existing
from integrations.backups.programs import Programs


class Backup:
    """One file of all there is at one moment, while people go on working."""

    def __init__(self, target: Path | str | None = None) -> None:
        if target:
            self.target = Path(target).absolute()
        else:
            self.target = in_our_folder("backup")
        self.faults: list[str] = []  # files that are missing, or aren't what was attached

    def run(self) -> Path:
        refuse_existing(self.target)
        programs = Programs()
        try:
            with Writing(self.target) as file:
                with snapshot() as (cursor, name):
                    about = stock.about(cursor, programs.server)
                    files = attachments.attached(cursor)
                    file.add(DATABASE, programs.dump(name))
                for path in media():
                    inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
                    file.add(f"{FILES}{inside}", contents(path))
                self.faults = attachments.add_all(file, files)
                made = {"made_at": datetime.now(UTC).isoformat(), "faults": self.faults}
                file.seal(made | about)
                with Archive(file.unfinished) as written:
                    written.check_parts()
                    programs.check(written.chunks(DATABASE))
                file.give_name()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise Refused(f"{self.target} can't be written ({reason}).") from None
        return self.target


def in_our_folder(prefix: str) -> Path:
    """A new name in var/backups, in the order of time."""
    folder = Path(settings.VAR_DIR).absolute() / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{prefix}-{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}.tar"


@contextmanager
def snapshot() -> Iterator[Any]:
    """A cursor that sees one moment, and the name under which pg_dump sees the same."""
    with closing(connection.get_new_connection(connection.get_connection_params())) as own:
        own.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with own.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]


def media() -> list[Path]:
    """What lies there beside the attachments, which are added by their rows."""
    media = []
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        inside = path.relative_to(settings.MEDIA_ROOT).as_posix()
        if path.is_file() and not attachments.is_attached(inside):
            media.append(path)
    return sorted(media)


def contents(path: Path) -> Iterator[bytes]:
    """A file that was taken away meanwhile belongs to a row that was taken away as well."""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except FileNotFoundError:
        return
