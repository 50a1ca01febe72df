"""A team with a told history, made once for each module that only reads it."""

import pytest

from tests.told.chronicle import Chronicle, kept
from tests.told.year import tell


@pytest.fixture(scope="module")
def comet(django_db_setup, django_db_blocker):
    """Seven sprints of a blended team of four; see tests/told/year.py."""
    yield from kept(django_db_blocker, lambda: tell(Chronicle()))


def pytest_collection_modifyitems(items):
    """Mark what reads such a history: without a mark in a run no test database is made."""
    for item in items:
        if "django_db_setup" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
