import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings

from tests.live.conftest import wait_until
from tests.quiet import empty_at_last, nobody_reads

pytest_plugins = [
    "tests.services",
    "tests.pages",
    "tests.whole_world",
    "tests.world",
    "tests.api_client",
    "tests.told.comet",
    "tests.told.the_demo",
]

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def live_server(transactional_db, live_server):
    """A page that is closed may have asked once more: its thread would lock tables emptied now."""
    yield live_server
    wait_until(nobody_reads)


@pytest.fixture(scope="session", autouse=True)
def emptied_at_last():
    """PostgreSQL may end either side of a deadlock: the tables are to be emptied all the same."""
    with pytest.MonkeyPatch.context() as patch:
        execute = DatabaseOperations.execute_sql_flush
        patch.setattr(DatabaseOperations, "execute_sql_flush", empty_at_last(execute))
        yield
