from django.core.management.base import BaseCommand

from history.catalogue import PAGE, as_markdown


class Command(BaseCommand):
    help = "Write docs/events.md, the catalogue of events, from their classes."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        PAGE.write_text(as_markdown(), encoding="utf-8")
