"""Who writes to a row that somebody removes at that moment finds nothing there; nothing fails."""

from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection

from history.models import Event
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from tests.databases import uncommitted, until_blocked

REMOVABLE = ("column", "absence", "membership")
PATHS = [
    route
    for route in WRITES
    if route.split()[1].startswith(REMOVABLE) and not route.endswith("-list")
]


def remove(rows, route, alice, bob):
    """Do what ends the row that the route's address names."""
    if "column" in route:
        rows["column"].remove(by=alice)
    elif "absence" in route:
        rows["story"].project.team.forget_absence(rows["absence"], by=alice)
    else:
        rows["story"].project.team.let_go(bob, by=alice)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("condition", [{}, {"If-Match": "*"}], ids=["", "If-Match"])
@pytest.mark.parametrize("route", PATHS)
def test_a_row_that_is_removed_meanwhile_is_not_there(api, rows, alice, bob, route, condition):
    client = api(alice)
    method, _, _ = route.partition(" ")
    path, body = address_of(ROUTES[route], rows), body_of(route, rows)

    def write():
        try:
            return client.client.generic(
                method,
                f"/api/v1/{path}",
                orjson.dumps(body),
                content_type="application/json",
                headers={**client.headers, **condition},
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with uncommitted(lambda: remove(rows, route, alice, bob)):
            writing = pool.submit(write)
            until_blocked(writing)
        answer = writing.result(30)
    found_ended = (204, 404, 412) if method == "DELETE" else (404, 412)
    assert answer.status_code in found_ended, answer.content
    verbs = list(Event.objects.values_list("verb", flat=True))
    ended = ("column_removed", "team_absence_forgotten", "team_member_left")
    assert sum(verbs.count(verb) for verb in ended) == 1
