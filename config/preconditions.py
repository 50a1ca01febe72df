"""What has to be done before pages can be answered: python -m config.server looks first."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


def missing() -> Iterator[str]:
    """A sentence for each; a database that is away only now is none, for it may come back."""
    yield from (sentence for sentence in (missing_migrations(), missing_static_files()) if sentence)


def missing_migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ""
    if not plan:
        return ""
    first, count = plan[0][0], len(plan)
    return (
        f"the database {settings.DATABASES['default']['NAME']} lacks {count} "
        f"migration{'s' if count > 1 else ''}, the first is {first.app_label}.{first.name}: run "
        "python manage.py migrate."
    )


def missing_static_files() -> str:
    """Every file of this version has to be among the collected, or a page that names it fails."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return ""
    collected = staticfiles_storage.hashed_files
    lacking = []
    for finder in get_finders():
        for name, _ in finder.list([]):
            if name.replace("\\", "/") not in collected:
                lacking.append(name)
    if not lacking:
        return ""
    return (
        f"of the static files {len(lacking)} aren't in {settings.STATIC_ROOT}, {lacking[0]} for "
        "one: run python manage.py collectstatic."
    )
