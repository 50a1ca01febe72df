"""A team with a told history, made once for each module that only reads it."""

import pytest

from tests.metrics.chronicle import Chronicle, kept
from tests.metrics.year import tell


@pytest.fixture(scope="module")
def comet(django_db_setup, django_db_blocker):
    """Seven sprints of a blended team of four; see tests/metrics/year.py."""
    yield from kept(django_db_blocker, lambda: tell(Chronicle()))
