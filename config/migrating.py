"""Migrations before a start: one that fails ends in a sentence, its details in a log file."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import DatabaseError, connection

from base.outages import BUSY, outage_of
from config.disk_space import room_left
from config.environment import Refusal

ROOM = 50_000_000  # bytes; with less, a full disk is the likeliest reason of all
LOCK_SECONDS = 30  # then somebody else works in the tables, and everybody queues behind us
LOCK_NOT_AVAILABLE = "55P03"


def migrate() -> None:
    """Apply what is missing; raise Refusal with the name of the migration that fails."""
    going_on: list[str] = []

    def follow(action: str, migration: Any) -> None:
        if action in ("apply_start", "unapply_start"):
            going_on[:] = [str(migration)]
        elif action.endswith("_success"):
            going_on.clear()

    with _lock_timeout():
        try:
            call_command(_told_to(follow), verbosity=0, interactive=False)
        except Exception as error:
            raise Refusal(_sentence(error, going_on)) from None


def _sentence(error: Exception, going_on: list[str]) -> str:
    if going_on:
        what = f"the migration {going_on[0]}"
    else:
        what = "bringing the database up to date"
    if isinstance(error, DatabaseError) and outage_of(error) is BUSY and _is_lock(error):
        return (
            f"{what} waited {LOCK_SECONDS} s for a table that another program works in. Nothing of "
            "it was kept. Stop the other servers, workers or transactions on this database and "
            "start again."
        )
    outage = outage_of(error)
    if outage:
        reason = outage.title.lower()
    else:
        reason = " ".join(str(error).split())[:300]
    free, in_words = room_left()
    if free < ROOM:  # an embedded server that finds no room ends, and seems to be away
        reason = f"make room on the disk, {in_words}"
    return (
        f"{what} failed ({reason.rstrip('.')}). Nothing of it was kept, those before it were. The "
        f"details stand in {_write_down(error)}. Mend what it names and start again, or go back "
        "to the version before."
    )


def _is_lock(error: Exception) -> bool:
    return getattr(error.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE


def _write_down(error: Exception) -> Path | str:
    """Return the file that tells all of it; where it can't be written, say so in its place."""
    file = settings.VAR_DIR / "logs" / "migrate.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a") as log:
            log.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return f"no file, as {file} can't be written"
    return file


def _told_to(follow: Callable[[str, Any], None]) -> BaseCommand:
    """Return Django's command, which tells what it is at."""
    from django.core.management.commands.migrate import Command

    class Told(Command):
        def migration_progress_callback(
            self, action: str, migration: Any = None, fake: bool = False
        ) -> None:
            follow(action, migration)

    return Told()


@contextmanager
def _lock_timeout() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_SECONDS}s"])
    try:
        yield
    finally:
        connection.close()
