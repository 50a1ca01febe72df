"""What most tests begin with, told through the verbs once a process and then brought back.

Telling it takes a dozen verbs, each with its locks and lines. Rows that were told once are copied
from the tables, and copied back for the next test that begins with the same parts, with the
same ids: nothing else differs.
"""

import inspect
import io
import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from base import clock

PARTS: dict[str, Any] = {}
FIXTURES: dict[str, Any] = {}
TOLD: dict[tuple[str, ...], tuple[dict[str, bytes], dict[Path, bytes], bytes]] = {}
STARTED = time.time() - time.monotonic()  # differs where a test holds the wall clock still


def part(make):
    """A fixture of the world: its arguments are other fixtures, parts or not."""
    name = make.__name__

    def fixture(whole_world, **others):
        return whole_world[name] if name in whole_world else make(**others)

    first = inspect.Parameter("whole_world", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    others = inspect.signature(make).parameters.values()
    fixture.__signature__ = inspect.Signature([first, *others])  # type: ignore[attr-defined]
    PARTS[name], FIXTURES[name] = make, fixture
    return pytest.fixture(fixture, name=name)


@pytest.fixture
def whole_world(request, db):
    """The parts that this test begins with, by name; none where each is made for itself."""
    names = tuple(sorted(PARTS.keys() & set(request.fixturenames)))
    if not names or is_another_time() or any(is_overridden(request, name) for name in names):
        return {}
    if names not in TOLD:
        return tell(names, request)
    tables, files, objects = TOLD[names]
    bring_back(tables)
    put_back(files, request)
    return pickle.loads(objects)


def is_another_time():
    is_held = abs(time.time() - time.monotonic() - STARTED) > 60
    return is_held or abs(clock.now().timestamp() - time.time()) > 60


def is_overridden(request, name):
    """Whether a module or folder has a fixture of its own by this name."""
    definitions = request._fixturemanager.getfixturedefs(name, request.node)
    return any(one.func is not FIXTURES[name] for one in definitions)


def tell(names, request):
    """Make each part after those it needs; keep them if nothing else stood there."""
    before = counted()
    made: dict[str, Any] = {}
    for name in names:
        make_with_all_it_needs(name, made, request)
    if connection.in_atomic_block:
        added = [table for table, count in counted().items() if count != before[table]]
        if not any(before[table] for table in added):
            tables = {table: copied(table) for table in added}
            TOLD[names] = tables, kept_files(request), pickle.dumps(made)
    return made


def make_with_all_it_needs(name, made, request):
    if name in made:
        return
    needed = {}
    for other in inspect.signature(PARTS[name]).parameters:
        if other in PARTS:
            make_with_all_it_needs(other, made, request)
        needed[other] = made[other] if other in made else request.getfixturevalue(other)
    made[name] = PARTS[name](**needed)


def counted():
    tables = [one._meta.db_table for one in apps.get_models(include_auto_created=True)]
    counts = [f"SELECT '{table}', count(*) FROM \"{table}\"" for table in dict.fromkeys(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def copied(table):
    kept = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" TO STDOUT', kept)
    return kept.getvalue()


def bring_back(tables):
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in tables.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(rows))
        # What waited since the first telling would count as left by all workers.
        cursor.execute("UPDATE jobs_job SET run_at = now() WHERE run_at < now()")


def kept_files(request):
    """What was attached, by its place in the folder that goes with the test."""
    if "media" not in request.fixturenames:
        return {}
    folder = request.getfixturevalue("media")
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def put_back(files, request):
    for place, content in files.items():
        path = request.getfixturevalue("media") / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
