"""Bring database and files up to date before the programs start: python -m config.prepare."""

import errno
import os
import sys
from concurrent.futures.process import BrokenProcessPool

import django
import redis
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from base.refusals import Refused
from config.disk_space import room_left
from config.environment import Refusal
from config.migrating import migrate
from config.preconditions import missing_migrations

OLDEST_POSTGRES = 15
ROOM = 32e6  # bytes; a server that can't begin the next 16 MB of its log falls over


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        prepare(arguments)
    except (OSError, DatabaseError, BrokenProcessPool) as error:
        raise Refusal(why(error)) from None


def why(error: Exception) -> str:
    """A full disk and a server that falls over are no faults of ours: a sentence, no traceback."""
    reason = " ".join(str(error).split()) or type(error).__name__
    free, in_words = room_left()
    if free < ROOM or getattr(error, "errno", None) == errno.ENOSPC:
        what = f"make room on the disk ({in_words})"
    else:
        what = "look into the database's log, mend it"
    return f"{reason.rstrip('.')}. Nothing that was kept is lost; {what} and start again."


def prepare(arguments: list[str]) -> None:
    check_database()
    check_redis()
    if "--restore" in arguments:
        restore(arguments[arguments.index("--restore") + 1])
    elif "--no-backup" not in arguments:
        back_up_what_a_migration_moves()
    print("Bringing the database up to date ...", flush=True)
    migrate()
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    if "--demo" in arguments:
        load_demo_once()


def check_database() -> None:
    try:
        connection.ensure_connection()
    except Exception as error:
        reason = " ".join(str(error).split())
        raise Refusal(f"the database of DATABASE_URL can't be reached: {reason}") from None
    version = connection.get_database_version()[0]
    if version < OLDEST_POSTGRES:
        raise Refusal(f"the database is PostgreSQL {version}; 15 or newer is needed.")


def check_redis() -> None:
    """Redis may go away later; at the start its absence is most likely a wrong address."""
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5, retry=None
        )
        client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Refusal(f"the Redis of REDIS_URL can't be reached: {error}") from None


def restore(file: str) -> None:
    print(f"Restoring {file} ...", flush=True)
    try:
        call_command("restore", file)
    except CommandError as error:
        raise Refusal(str(error)) from None


def back_up_what_a_migration_moves() -> None:
    """A mended migration mends no lost work: nothing moves before there is a copy."""
    from integrations.backups.before_migration import back_up, holds_work

    if not (missing_migrations() and holds_work()):
        return
    print("Backing up before the database is migrated ...", flush=True)
    try:
        made = back_up()
    except Refused as refused:
        raise Refusal(
            f"there are migrations to apply, and no backup could be made before. "
            f"{refused.sentence} Make one in your own way and start with --no-backup."
        ) from None
    print(f"  {made}", flush=True)


def load_demo_once() -> None:
    """The first run is the one that finds no people; one that was interrupted is finished."""
    from demo.sign_ins import SIGN_INS
    from teams.models import User

    unfinished = settings.VAR_DIR / "demo-unfinished"
    if User.objects.exists() and not unfinished.exists():
        return
    print("Loading the demo ...", flush=True)
    unfinished.touch()
    try:
        call_command("seed_demo")
    except CommandError as refusal:  # somebody made an account before an interrupted demo was whole
        print(refusal, flush=True)
        return
    lines = []
    for one in SIGN_INS:
        lines.append(f"{one.email:24}{one.password:24}{one.role}\n")
    (settings.VAR_DIR / "demo-sign-ins.txt").write_text("".join(lines))
    unfinished.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
