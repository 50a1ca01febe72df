"""bin/start killed at any of its steps leaves nobody behind, and the next one starts."""

import psycopg2
import pytest
from django.db import connection

from config.preconditions import missing_migrations
from tests.databases import drop
from tests.durability.programs import database_of_this_test
from tests.start.test_start import wait_until

pytestmark = pytest.mark.xdist_group("start")
STEPS = ("Making the database", "Bringing the database", "Starting web")


def test_whatever_it_was_doing_ends_with_it(start):
    for step in STEPS:
        run = start("--no-demo")
        for line in run.process.stdout:
            run.output += line
            if line.startswith(step):
                break
        else:
            raise AssertionError(f"it never said {step}: {run.output}")
        run.process.kill()
        run.process.wait()
        if step != "Bringing the database":  # a start that comes at once waits for who is left
            wait_until(lambda run=run: run.children() == [])
    assert start("--no-demo").wait_until_ready().stop() < 20


def test_a_demo_that_is_loading_ends_with_it_and_is_finished_by_the_next(start, installed):
    run = start()
    for line in run.process.stdout:
        if line.startswith("Loading the demo"):
            break
    run.process.kill()
    run.process.wait()
    wait_until(lambda: run.children() == [])
    again = start().wait_until_ready()
    assert "Loading the demo" in again.output
    again.stop()


@pytest.fixture
def empty_database(transactional_db):
    """The name of a database on a server that doesn't end with the start."""
    name = f"{connection.settings_dict['NAME']}_killed"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    drop(name)


def test_a_migration_of_a_database_elsewhere_does_not_go_on_alone(start, empty_database):
    own = connection.settings_dict["NAME"]
    address = database_of_this_test().replace(own, empty_database)
    run = start("--no-demo", DATABASE_URL=address)
    wait_until(lambda: has_begun(address))
    run.process.kill()
    run.process.wait()
    wait_until(lambda: run.children() == [])
    connection.close()
    connection.settings_dict["NAME"] = empty_database
    try:
        assert missing_migrations() != ""
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
    assert start("--no-demo", DATABASE_URL=address).wait_until_ready().stop() < 20


def has_begun(address):
    """Its first tables are there."""
    connected = psycopg2.connect(address)
    try:
        with connected.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations')")
            return cursor.fetchone()[0] is not None
    finally:
        connected.close()
