from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.demo import Demo

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Load the demonstration: three teams with months of history. Again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--among-real-accounts",
            action="store_true",
            help="Load it although people have accounts here and everybody knows its passwords.",
        )

    def handle(self, *, among_real_accounts: bool, **options: Any) -> None:
        demo = Demo(timezone.now().date())
        if not among_real_accounts and (count := demo.real_accounts().count()):
            raise CommandError(
                f"This installation has {count} account{'s' if count > 1 else ''} of real people, "
                "and the demo brings an admin and leads whose passwords everybody knows. Nothing "
                "was loaded; load it into an installation of its own, or say --among-real-accounts."
            )
        for sentence in demo.run_side_by_side():
            self.stdout.write(sentence)
