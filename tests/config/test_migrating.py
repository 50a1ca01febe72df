"""A migration that fails ends in a sentence with its name."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config import migrating
from config.environment import Refusal
from tests.outages import FAIL


@pytest.fixture
def failing(db, monkeypatch, settings, tmp_path):
    """Let the next migration fail in the server with a state, as `migrate` does its work."""
    settings.VAR_DIR = tmp_path

    def fail(state):
        def call(command, **_options):
            executor = MigrationExecutor(connection)
            migration = executor.loader.get_migration_by_prefix("jobs", "0001")
            command.migration_progress_callback("apply_start", migration, False)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(FAIL % state)

        monkeypatch.setattr(migrating, "call_command", call)
        monkeypatch.setattr(connection, "close", lambda: None)

    return fail


@pytest.mark.parametrize("state", ["23505", "42P07", "53100", "57P01", "XX000"])
def test_the_sentence_names_the_migration_and_the_file_with_the_rest(failing, state, tmp_path):
    failing(state)
    with pytest.raises(
        Refusal, match=r"the migration jobs\.0001_\w+ failed \(.+\)\. Nothing"
    ) as told:
        migrating.migrate()
    log = tmp_path / "logs" / "migrate.log"
    assert str(log) in str(told.value)
    assert "start again" in str(told.value)
    assert "\n" not in str(told.value)
    assert "Traceback" in log.read_text()


def test_a_table_that_others_work_in_has_a_sentence_of_its_own(failing):
    failing("55P03")
    with pytest.raises(Refusal, match=r"jobs\.0001_\w+ waited 30 s for a table that another"):
        migrating.migrate()


def test_where_nothing_can_be_written_the_sentence_is_told_all_the_same(failing, tmp_path):
    failing("53100")
    (tmp_path / "logs").write_text("a file where the folder should be")
    with pytest.raises(Refusal, match=r"no file, as .*migrate\.log can't be written"):
        migrating.migrate()


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_waited_for_so_long_and_no_longer(monkeypatch):
    monkeypatch.setattr(migrating, "LOCK_SECONDS", 1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE jobs_job")
        with migrating._lock_timeout(), pytest.raises(DatabaseError) as raised:
            _ask_for_the_table()
        assert migrating._is_lock(raised.value)
    finally:
        other.close()


def _ask_for_the_table():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_job ADD COLUMN never integer")
