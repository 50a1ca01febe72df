"""Where the installations of earlier versions lie, and a place of its own for one."""

from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.databases import drop

INSTALLATIONS = Path(__file__).parents[1] / "data" / "installations"
SECRET = "of the installations of tests"  # sessions and sealed answers are read by it


def place(settings, folder):
    """Let files be kept in the folder."""
    settings.VAR_DIR = folder / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


@contextmanager
def empty_database():
    """Let this process work in a new, empty database; it is dropped afterwards."""
    name = connection.settings_dict["NAME"]
    other = f"{name}_upgraded"
    _execute(f'DROP DATABASE IF EXISTS "{other}"', f'CREATE DATABASE "{other}"')
    _use(other)
    try:
        yield
    finally:
        _use(name)
        drop(other)


def _use(name):
    connection.close()
    connection.settings_dict["NAME"] = name


def _execute(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
