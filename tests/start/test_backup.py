"""bin/start copies an installation that holds work before it migrates it, and brings it back."""

import os
import subprocess
import sys

import pytest

from tests.start.conftest import ROOT
from tests.start.test_start import database

pytestmark = pytest.mark.xdist_group("start")


def test_before_a_migration_there_is_a_backup_which_a_new_installation_takes_over(
    start, installed, tmp_path
):
    first = start("--no-demo").wait_until_ready()
    assert "Backing up" not in first.output
    manage(first, "createsuperuser", "--noinput", "--email", "vera@twopizza.test", "--name", "Vera")
    with database(first) as cursor:  # one that does nothing here, and may be applied again
        cursor.execute("DELETE FROM django_migrations WHERE app = 'admin' AND name LIKE '0003%'")
    first.stop()

    second = start("--no-demo").wait_until_ready()
    second.stop()
    (backup,) = (second.var / "backups").iterdir()
    assert f"Backing up before the database is migrated ...\n  {backup}\n" in second.output

    third = start("--restore", str(backup), var=tmp_path / "new").wait_until_ready()
    with database(third) as cursor:
        cursor.execute("SELECT name FROM teams_user")
        assert cursor.fetchall() == [("Vera",)]
    third.stop()

    fourth = start("--restore", str(backup), var=tmp_path / "new")
    assert fourth.finish() == 1
    assert "isn't empty" in fourth.output
    assert "Traceback" not in fourth.output


def test_a_backup_that_is_not_there_is_told(start):
    run = start("--restore", "nowhere.tar")
    assert run.finish() == 2
    assert run.output.endswith("there is no file /nowhere.tar\n")


def manage(run, *arguments):
    variables = {"VAR_DIR": str(run.var), "DJANGO_SUPERUSER_PASSWORD": "two pizzas for eight"}
    gone = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DEBUG")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env={**kept, **variables}, check=True
    )
