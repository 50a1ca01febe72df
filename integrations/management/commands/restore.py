from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from base.refusals import Refused
from integrations.backups.restore import Restore

if TYPE_CHECKING:
    from django.core.management import CommandParser


class Command(BaseCommand):
    help = "Put a backup back into an empty database and an empty folder, or touch nothing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--with-another-secret",
            action="store_true",
            help="Although answers to pulses that the old SECRET_KEY sealed are lost.",
        )

    def handle(self, *, file: str, with_another_secret: bool, **options: Any) -> None:
        restore = Restore(file, with_another_secret=with_another_secret)
        try:
            notes = restore.run()
        except Refused as refused:
            outcome = "" if restore.is_put_back else " Nothing was restored."
            raise CommandError(f"{refused.sentence}{outcome}") from None
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database can't be asked: {reason}") from None
        for note in notes:
            self.stdout.write(note)
