"""Tell all facts anew from the history."""

from django.core.management.base import BaseCommand, CommandError

from metrics.models import ProjectFacts
from projects.models import Project

AT_ONCE = 100  # projects in one statement, so that memory and locks stay small


class Command(BaseCommand):
    help = "Tells the facts of all projects, or of those named, anew from their history."

    def add_arguments(self, parser):
        parser.add_argument("keys", nargs="*", metavar="KEY", help="keys of projects, such as TV")

    def handle(self, *, keys, verbosity, **options):
        projects = Project.objects.order_by("pk")
        if keys:
            projects = projects.filter(key__in=keys)
            unknown = set(keys) - set(projects.values_list("key", flat=True))
            if unknown:
                raise CommandError(f"There is no project {', '.join(sorted(unknown))}.")
        ids, done = list(projects.values_list("pk", flat=True)), 0
        for some in batches(ids):
            ProjectFacts.rebuild(some)
            done += len(some)
            if verbosity:
                self.stdout.write(f"{done} of {len(ids)} projects")


def batches(ids):
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
