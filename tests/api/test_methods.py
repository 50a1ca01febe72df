"""Methods, HEAD, OPTIONS and Accept, as HTTP has them, at every address."""

import pytest
from django.urls import reverse

from tests.api.routes import PATTERNS, name_in
from tests.api_client import whole

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"}
READ_ONLY = {"schema", "docs", "problems"}
TAKEN = ["application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""]
OTHERS = ["text/html", "application/xml", "application/json;q=0, text/csv", "image/*"]


def addresses(rows):
    """Each address of the API by its route, and the methods that it declares."""
    for pattern in PATTERNS:
        if pattern.name is None:
            continue
        names = pattern.pattern.regex.groupindex if pattern.name not in READ_ONLY else ()
        kwargs = {name: name_in(pattern.name, name, rows) for name in names}
        actions = getattr(pattern.callback, "actions", {"get": ""})
        yield reverse(pattern.name, kwargs=kwargs), {name.upper() for name in actions}


def ask(hers, method, address, **headers):
    return whole(hers.client.generic(method, address, headers={**hers.headers, **headers}))


def test_what_isnt_declared_is_not_allowed(api, alice, rows):
    hers = api(alice)
    wrong = {}
    for address, declared in addresses(rows):
        for method in METHODS - declared:
            answer = ask(hers, method, address)
            allowed = set(answer.headers.get("Allow", "").split(", "))
            head = {"HEAD"} if "GET" in declared else set()
            if answer.status_code != 405 or allowed != declared | head | {"OPTIONS"}:
                wrong[method, address] = answer.status_code, allowed
            elif answer["Content-Type"] != "application/problem+json":
                wrong[method, address] = answer["Content-Type"]
    assert wrong == {}


def test_options_say_what_may_be_asked_to_anybody(api, alice, rows):
    for who in (None, alice):
        for address, declared in addresses(rows):
            answer = ask(api(who), "OPTIONS", address)
            assert (answer.status_code, answer.content) == (204, b""), address
            assert declared <= set(answer["Allow"].split(", ")), address


def test_a_head_is_its_get_without_the_body(api, alice, rows):
    hers = api(alice)
    for address, declared in addresses(rows):
        if "GET" in declared:
            whole, head = ask(hers, "GET", address), ask(hers, "HEAD", address)
            assert (head.status_code, head.content) == (whole.status_code, b""), address
            assert head.headers.get("ETag") == whole.headers.get("ETag"), address


@pytest.mark.parametrize("accept", TAKEN)
def test_whoever_takes_json_gets_it(api, alice, rows, accept):
    assert ask(api(alice), "GET", "/api/v1/stories/", accept=accept).status_code == 200


@pytest.mark.parametrize("accept", OTHERS)
def test_whoever_takes_no_json_is_told(api, alice, rows, accept):
    answer = ask(api(alice), "GET", "/api/v1/stories/", accept=accept)
    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"
