"""Every address of the API, walked as nobody, stranger, guest, member and lead."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.api.routes import OWN, PATTERNS, READS, WRITES, name_in

WITHOUT_ROWS = {"schema", "docs", "problems", "problem-type", None}
ROUTES = {
    f"{method.upper()} {pattern.name}": pattern
    for pattern in PATTERNS
    if pattern.name not in WITHOUT_ROWS
    for method in pattern.callback.actions
}


def test_every_write_is_in_the_table():
    writes = {name for name in ROUTES if not name.startswith("GET ")}

    assert writes == set(WRITES), "routes.py says who may do what at each address"
    assert set(READS) | set(OWN) <= set(ROUTES)


def address_of(pattern, rows):
    names = pattern.pattern.regex.groupindex
    kwargs = {name: name_in(pattern.name, name, rows) for name in names}
    return reverse(pattern.name, kwargs=kwargs).removeprefix("/api/v1/")


NAMING = (
    *("column", "user", "owner", "theme", "use_case", "hypothesis"),
    *("prompt", "group", "to_group", "from_note", "to_note"),
    *("item", "deployment", "solution"),
)


def body_of(route, rows):
    sent = WRITES[route][0]
    return {
        name: rows[value].pk if name in NAMING and value in rows else value
        for name, value in sent.items()
    }


def ask(client, route, rows):
    """Ask, and forget what it did."""
    path = address_of(ROUTES[route], rows)
    with transaction.atomic():
        if route.startswith("GET "):
            answer = client.get(path)
        else:
            answer = client.send(route.split()[0], path, body_of(route, rows), if_match="*")
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("who", ["nobody", "stranger", "guest", "member", "lead"])
def test_who_gets_what(api, rows, who, alice, bob, gina, charlie):
    people = {"nobody": None, "stranger": charlie, "guest": gina, "member": bob, "lead": alice}
    client = api(people[who])

    found = {route: ask(client, route, rows) for route in ROUTES}

    assert found == {route: expected(route, who) for route in ROUTES}


def expected(route, who):
    if who == "nobody":
        return 401
    if who == "stranger":
        return OWN.get(route, 404)
    place = ["guest", "member", "lead"].index(who)
    if route in WRITES:
        return WRITES[route][1:][place]
    return READS.get(route, (200, 200, 200))[place]
