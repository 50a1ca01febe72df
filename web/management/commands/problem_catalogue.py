from django.core.management.base import BaseCommand

from web.api.problem_pages import PAGE, as_markdown


class Command(BaseCommand):
    help = "Write docs/problems.md, the reasons for which the API refuses, from their classes."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        PAGE.write_text(as_markdown(), encoding="utf-8")
