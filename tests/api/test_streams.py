"""Within a project, and within what a team says of itself, ids follow the commits.

The feed rests on it: whoever writes a line holds the lock of its stream until the commit.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from history.models import Event
from tests.api.routes import WRITES
from tests.api.test_every_route import ask

HOLDERS = {True: "projects_project", False: "teams_team"}


def is_free(table, pk):
    """Whether another connection gets the row at once; one that it doesn't see isn't there yet."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR KEY SHARE NOWAIT", [pk])
            return cursor.fetchone() is not None
    except OperationalError:
        return False
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_a_line_holds_the_lock_of_its_stream(api, rows, alice, gina, monkeypatch):
    written, loose = set(), set()
    with ThreadPoolExecutor(1) as other:

        def look(event):
            of_project = event.project_id is not None
            pk = event.project_id if of_project else event.team_id
            written.add(event.verb)
            if other.submit(is_free, HOLDERS[of_project], pk).result(30):
                loose.add(event.verb)

        monkeypatch.setattr(Event, "announce_later", look)
        for client in (api(alice), api(gina)):
            for route in WRITES:
                ask(client, route, rows)
    assert loose == set()
    assert len(written) > 40
