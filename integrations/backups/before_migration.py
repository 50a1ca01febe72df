"""The backup that a start makes before it migrates an installation in which people work."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from integrations.backups.backup import Backup, in_our_folder

PREFIX = "before-migration"
KEPT = 5


def holds_work() -> bool:
    """Asked without the models: their columns may be what the migration brings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('teams_user')")
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute("SELECT EXISTS (SELECT FROM teams_user)")
        return bool(cursor.fetchone()[0])


def back_up() -> Path:
    """Make one, then let go of the oldest."""
    made = Backup(in_our_folder(PREFIX)).run()
    for old in sorted((Path(settings.VAR_DIR) / "backups").glob(f"{PREFIX}-*.tar"))[:-KEPT]:
        old.unlink()
    return made
