"""Tell all facts anew from the history."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from facts.models import ProjectFacts
from projects.models import Project

if TYPE_CHECKING:
    from django.core.management import CommandParser

# Projects in one statement: it sorts their history in memory, and holds their locks meanwhile.
AT_ONCE = 250
FEW = 50  # projects: not worth a second connection
CONNECTIONS = 2


class Command(BaseCommand):
    help = "Tells the facts of all projects, or of those named, anew from their history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="keys of projects, such as TV")
        parser.add_argument(
            "--connections",
            type=int,
            default=CONNECTIONS,
            choices=range(1, 17),
            metavar="N",
            help=f"work on so many connections to the database ({CONNECTIONS})",
        )

    def handle(self, *, keys: list[str], connections: int, verbosity: int, **options: Any) -> None:
        projects = Project.objects.order_by("pk")
        if keys:
            projects = projects.filter(key__in=keys)
            unknown = set(keys) - set(projects.values_list("key", flat=True))
            if unknown:
                raise CommandError(f"There is no project {', '.join(sorted(unknown))}.")
        ids, done = list(projects.values_list("pk", flat=True)), 0
        for told in rebuilt(ids, connections):
            done += told
            if verbosity:
                self.stdout.write(f"{done} of {len(ids)} projects")


def rebuilt(ids: list[int], connections: int) -> Iterator[Any]:
    """Rebuild batch after batch, or several at once; yield how many projects each one was."""
    share = min(AT_ONCE, max(FEW, -(-len(ids) // connections)))
    batches = []
    for start in range(0, len(ids), share):
        batches.append(ids[start : start + share])
    if connections == 1 or len(batches) == 1:
        yield from map(rebuild, batches)
        return
    with ThreadPoolExecutor(connections) as threads:
        yield from threads.map(rebuild_apart, batches)


def rebuild(ids: list[int]) -> int:
    ProjectFacts.rebuild(ids)
    return len(ids)


def rebuild_apart(ids: list[int]) -> int:
    """In a thread, whose connection nobody else would close."""
    try:
        return rebuild(ids)
    finally:
        connection.close()
