from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from base.refusals import Refused
from integrations.backups.backup import Backup

if TYPE_CHECKING:
    from django.core.management import CommandParser


class Command(BaseCommand):
    help = "Write database, files and versions into one file, while people go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="Else one in var/backups.")

    def handle(self, *, file: str, **options: Any) -> None:
        try:
            backup = Backup(file)
            made = backup.run()
        except Refused as refused:
            raise CommandError(f"{refused.sentence} Nothing was written.") from None
        except (DatabaseError, psycopg2.Error) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database can't be asked: {reason}") from None
        self.stdout.write(f"{made} ({made.stat().st_size / 1e6:.1f} MB, read again and whole)")
        for fault in backup.faults:
            self.stderr.write(f"The file {fault}. All else is in the backup.")
        self.stdout.write("Keep the SECRET_KEY apart from it: it isn't in there.")
