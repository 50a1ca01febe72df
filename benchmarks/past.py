"""A made-up past of any number of teams, three years long, written by SQL on two connections.

A team of six has one project, 78 sprints, 500 stories: written, estimated, planned (most before
the kickoff, some after it, some never), moved, commented, shared, handed over, given back, blocked,
reviewed, finished, reopened, carried over; each sprint has a frozen commitment, a retrospective
with two actions and stand-ups. About 5,200 events a team.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from base.sql import statement

STORIES, SPRINTS, PEOPLE = 500, 78, 6  # of a team
CONNECTIONS = 2

TRUSTING = "SET synchronous_commit = off; SET work_mem = '64MB'; SET jit = off;"

TABLES = statement("benchmarks/past_tables.sql")

EVENTS = statement("benchmarks/past_events.sql")
INDICES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = %s::regclass AND NOT indisprimary
"""
REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
ORPHANS = """
SELECT count(*) FROM projects_event e
LEFT JOIN stories_story s ON s.id = e.story_id
WHERE e.story_id IS NOT NULL AND s.project_id IS DISTINCT FROM e.project_id
"""


def fill(teams: int) -> None:
    """Write the past; the history's indices are dropped and made again, as they stood."""
    told = {"teams": teams, "stories": STORIES, "sprints": SPRINTS, "people": PEOPLE}
    with _unchecked():
        _write(told)
    if _run(ORPHANS)[0][0]:
        raise SystemExit("The made-up events don't fit their stories.")


@contextmanager
def _unchecked() -> Iterator[Any]:
    """Look up no row that another refers to: what we write fits together, ten million times.

    The triggers that keep history from being rewritten stay. Rows of later are checked again.
    """
    references = _run(REFERENCES)
    _run("".join(f'ALTER TABLE {table} DROP CONSTRAINT "{name}";' for table, name, _ in references))
    yield
    parts = []
    for table, name, what in references:
        parts.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {what} NOT VALID;')
    _run("".join(parts))


def _write(told: Any) -> None:
    _run(TRUSTING, TABLES, told=told)
    indices = _run(INDICES, told=["projects_event"])
    _run("".join(f"DROP INDEX {name};" for name, _ in indices))
    teams, half = told["teams"], told["teams"] // CONNECTIONS
    shares = []
    for n in range(CONNECTIONS):
        shares.append((n * half + 1, teams if n == CONNECTIONS - 1 else (n + 1) * half))
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(lambda share: _write_events(share[0], share[1], told), shares))
        list(threads.map(lambda one: _run("SET maintenance_work_mem = '256MB';", one[1]), indices))
    for table in ("projects_event", "stories_story", "sprints_committedstory", "sprints_sprint"):
        _run(f"VACUUM ANALYZE {table}")
    _run("DROP TABLE bench_story; ANALYZE;")


def _write_events(first: int, last: int, told: Any) -> None:
    for k in range(1, SPRINTS + 1):
        _run(TRUSTING, EVENTS, told={**told, "first": first, "last": last, "k": k})


def _run(*statements: Any, told: Any = None) -> Any:
    """On a connection of its own, each statement a transaction."""
    import psycopg2
    from django.db import connections

    with_settings = connections["default"].get_connection_params()
    with_settings.pop("cursor_factory", None)
    line = psycopg2.connect(**with_settings)
    try:
        line.autocommit = True
        with line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, told if "%(" in statement or "%s" in statement else None)
            if cursor.description:
                return cursor.fetchall()
            return None
    finally:
        line.close()
