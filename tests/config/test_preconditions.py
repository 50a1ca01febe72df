"""The web server refuses, before it listens, what would be an error on every page."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import preconditions
from config.static import HashedStaticFiles
from tests.durability.programs import database_of_this_test
from tests.present import present

SERVER = ["-m", "config.server", "--port", "1"]
MIGRATED = sorted(MigrationLoader(None).migrated_apps)


def serve(database, folder, program=SERVER, **variables):
    return subprocess.run(
        [sys.executable, *program],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "VAR_DIR": str(folder),
            "DEBUG": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            **variables,
        },
        capture_output=True,
        text=True,
    )


@pytest.fixture
def empty_database(transactional_db):
    """Its address: nothing has been migrated there."""
    name = f"{connection.settings_dict['NAME']}_empty"
    statement = f'DROP DATABASE IF EXISTS "{name}"'
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute(f'CREATE DATABASE "{name}"')
    address = database_of_this_test().replace(connection.settings_dict["NAME"], name)
    yield address
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("program", [SERVER, ["-m", "celery", "-A", "config", "worker", "-c", "1"]])
def test_an_unmigrated_database_is_refused_in_a_sentence(empty_database, tmp_path, program):
    done = serve(empty_database, tmp_path, program, DEBUG="1", PYTHONWARNINGS="ignore")
    assert done.returncode == 1
    assert done.stderr.startswith("Twopizza does not start: the database ")
    assert done.stderr.endswith("run python manage.py migrate.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.django_db(transaction=True)
def test_missing_static_files_are_refused_in_a_sentence(tmp_path):
    done = serve(database_of_this_test(), tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Twopizza does not start: of the static files ")
    assert done.stderr.endswith("run python manage.py collectstatic.\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.django_db
def test_a_whole_installation_lacks_nothing():
    assert list(preconditions.missing()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("app", MIGRATED)
def test_a_migration_that_is_missing_anywhere_is_named(app):
    last = present(MigrationRecorder(connection).migration_qs.filter(app=app).order_by("id").last())
    MigrationRecorder(connection).record_unapplied(app, last.name)
    assert f"{app}.{last.name}: run python manage.py migrate." in preconditions.missing_migrations()


def test_a_database_that_is_away_is_no_reason_not_to_start(monkeypatch):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr(connection, "ensure_connection", away)
    assert preconditions.missing_migrations() == ""


def test_a_command_that_finds_no_database_says_so_in_a_sentence(tmp_path):
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    done = serve(nowhere, tmp_path, ["manage.py", "migrate"])
    assert done.returncode == 1
    assert done.stderr.startswith("manage.py: the database gave up: connection to server")
    assert done.stderr.count("\n") == 1


def test_one_static_file_that_was_not_collected_is_named(tmp_path, monkeypatch, settings):
    settings.STATIC_ROOT = tmp_path
    storage = HashedStaticFiles(location=tmp_path)
    monkeypatch.setattr(preconditions, "staticfiles_storage", storage)
    paths = [name for finder in get_finders() for name, _ in finder.list([])]
    storage.hashed_files = dict.fromkeys(paths, "x")
    assert preconditions.missing_static_files() == ""
    for name in paths[:: max(1, len(paths) // 20)]:
        storage.hashed_files = dict.fromkeys(set(paths) - {name}, "x")
        assert f"of the static files 1 aren't in {tmp_path}, {name}" in (
            preconditions.missing_static_files()
        )
