import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from base.refusals import Refused
from integrations.backups import attachments
from integrations.backups import inventory as stock
from integrations.backups.archive import DATABASE, FILES, Archive
from integrations.backups.programs import Programs


class Restore:
    """A backup put back into an empty place; whatever speaks against it is found before it."""

    def __init__(self, file: Path | str, *, with_another_secret: bool = False) -> None:
        self.file = Path(file).absolute()
        self.with_another_secret = with_another_secret
        self.media = Path(settings.MEDIA_ROOT)
        self.is_put_back = False  # from then on a refusal comes too late to have touched nothing

    def run(self) -> list[str]:
        """Return what whoever did it should know."""
        with Archive(self.file) as archive:
            archive.check_parts()
            about = archive.manifest
            self._refuse_another_version(about)
            self._refuse_a_full_place()
            self._refuse_another_secret(about)
            self._refuse_a_small_disk(about)
            programs = Programs()
            self._refuse_an_older_server(about, programs)
            programs.check(archive.chunks(DATABASE))
            self._put_back(archive, programs)
        return self._notes(about)

    def _refuse_another_version(self, about: dict[str, Any]) -> None:
        if later := stock.unknown(about["migrations"]):
            raise Refused(
                f"{self.file} was made by Twopizza {about['product']} with migrations this "
                f"version ({stock.product()}) doesn't know, such as {later[-1]}: restore it with "
                "the version it was made by, or a later one."
            )

    def _refuse_a_full_place(self) -> None:
        with connection.cursor() as cursor:
            if there := stock.tables(cursor):
                raise Refused(
                    f"The database {connection.settings_dict['NAME']} isn't empty: it has "
                    f"{len(there)} tables, such as {there[0]}. Give an empty one in "
                    "DATABASE_URL; bin/start --restore makes one in a new var/."
                )
        shutil.rmtree(self.media / ".restoring", ignore_errors=True)  # one that was killed
        if self.media.exists() and any(self.media.iterdir()):
            raise Refused(f"There are files in {self.media}. Give an empty folder in VAR_DIR.")

    def _refuse_another_secret(self, about: dict[str, Any]) -> None:
        if self._has_our_secret(about) or not about["sealed_sheets"] or self.with_another_secret:
            return
        raise Refused(
            f"{self.file} was made with another SECRET_KEY, and {about['sealed_sheets']} answers "
            "in it are sealed and can't be opened without it. Give that SECRET_KEY, or say "
            "--with-another-secret to lose them."
        )

    def _refuse_a_small_disk(self, about: dict[str, Any]) -> None:
        needed = (
            sum(part["bytes"] for part in about["parts"].values())
            - (about["parts"][DATABASE]["bytes"])
        )
        if self._database_is_in_var():
            needed += 2 * about["database_bytes"]  # as tables, and on their way as log
        free = shutil.disk_usage(_existing(self.media)).free
        if needed > free:
            raise Refused(
                f"The disk of {settings.VAR_DIR} is too small: it has {free / 1e6:.0f} MB free, "
                f"and {needed / 1e6:.0f} MB are needed."
            )

    def _refuse_an_older_server(self, about: dict[str, Any], programs: Programs) -> None:
        if programs.server < about["postgresql"]:
            raise Refused(
                f"{self.file} comes from PostgreSQL {about['postgresql']}, and the database is "
                f"PostgreSQL {programs.server}: give one that isn't older."
            )

    def _put_back(self, archive: Archive, programs: Programs) -> None:
        """Files wait beside their place until the database has all of its own."""
        waiting = self.media / ".restoring"  # inside, as the folder may be a disk of its own
        try:
            self.media.mkdir(parents=True, exist_ok=True)
            in_a_folder = attachments.lie_in_a_folder_of_ours()
            for name in archive.files:
                if in_a_folder or not attachments.is_attached(name):
                    _write(waiting / name.removeprefix(FILES), archive.chunks(name))
                else:
                    attachments.put_back(archive, name)
            programs.restore(archive.chunks(DATABASE))
            self.is_put_back = True
            for one in waiting.iterdir() if waiting.exists() else ():
                one.rename(self.media / one.name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise Refused(f"{self.media} can't be written ({reason}).") from None
        finally:
            shutil.rmtree(waiting, ignore_errors=True)

    def _notes(self, about: dict[str, Any]) -> list[str]:
        with connection.cursor() as cursor:
            if stock.rows(cursor) != about["rows"]:
                raise Refused(
                    "The database has other numbers of rows than the backup tells. Don't use it."
                )
            cursor.execute("ANALYZE")
        notes = [f"Restored {sum(about['rows'].values()):,} rows and what was uploaded."]
        for fault in about.get("faults", ()):  # earlier versions looked for none
            notes.append(f"When the backup was made, {fault}.")
        if not self._has_our_secret(about):
            notes.append("The SECRET_KEY is another one: everybody signs in again.")
        return [*notes, "Run python manage.py migrate before the programs start."]

    def _has_our_secret(self, about: dict[str, Any]) -> bool:
        return bool(about["mark_of_secret"] == stock.mark_of_secret())

    @staticmethod
    def _database_is_in_var() -> bool:
        host = connection.get_connection_params().get("host") or ""
        return (
            host.startswith("/")
            and Path(settings.VAR_DIR).resolve() in Path(host).resolve().parents
        )


def _existing(path: Path) -> Path:
    return next(one for one in (path, *path.parents) if one.exists())


def _write(path: Path, chunks: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
