"""Every page and every address of the API while the database, its disk or its patience is gone."""

import json

import pytest
from django.db import transaction
from django.test import Client

from config.probes import LIVE
from tests.api.test_every_route import ROUTES, address_of, body_of
from tests.outages import database_away, server_gone_after, writes_failing
from tests.web.addresses import PAGES
from tests.world import PASSWORD
from web import limits

WITHOUT_DATABASE = {"no_digests"}  # its page is drawn from what stands in the address
HTML, PROBLEM = "text/html; charset=utf-8", "application/problem+json"


@pytest.fixture
def hers(alice):
    """A client that is told of a 500 instead of being thrown the exception."""
    client = Client(raise_request_exception=False)
    client.force_login(alice)
    return client


@pytest.fixture
def her_api(api, alice):
    client = api(alice)
    client.client = Client(raise_request_exception=False)
    return client


def told(answer):
    return answer.status_code, answer.headers["Content-Type"], "Retry-After" in answer.headers


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_says_that_the_database_is_away(hers, names, method):
    paths = {name: names(name) for name in PAGES}
    with database_away():
        found = {name: getattr(hers, method)(path) for name, path in paths.items()}
    wrong = {
        name: told(answer)
        for name, answer in found.items()
        if told(answer) != (503, HTML, True)
        and not (name in WITHOUT_DATABASE and answer.status_code < 500)
        and answer.status_code != 405
    }
    assert not wrong
    assert b"The database is away" in found["dashboard"].content or method == "post"


@pytest.mark.django_db
def test_whoever_has_no_session_is_still_shown_the_way_in():
    with database_away():
        stranger = Client(raise_request_exception=False)
        assert stranger.get("/").status_code == 302
        assert stranger.get("/sign-in/").status_code == 200
        data = {"username": "alice@example.org", "password": PASSWORD}
        refused = stranger.post("/sign-in/", data)
    assert told(refused) == (503, HTML, True)
    assert PASSWORD.encode() not in refused.content


def test_a_script_is_told_in_a_sentence(hers):
    with database_away():
        answer = hers.get("/", headers={"HX-Request": "true"})
    assert told(answer) == (503, "text/plain", True)
    assert b"<" not in answer.content


def test_what_was_sent_can_be_sent_again_by_one_button(hers, apollo):
    text = "Two lines,\r\nand a </textarea><script>"
    with database_away():
        answer = hers.post("/projects/AP/stories/", {"title": "Kept", "body": text})
    page = answer.content.decode()
    assert 'action="/projects/AP/stories/"' in page
    assert "Two lines,\r\nand a &lt;/textarea&gt;&lt;script&gt;" in page


def test_every_address_of_the_api_says_that_the_database_is_away(her_api, rows):
    asking = {
        route: ("get", address_of(pattern, rows), ())
        if route.startswith("GET ")
        else ("post", address_of(pattern, rows), (body_of(route, rows),))
        for route, pattern in ROUTES.items()
    }
    with database_away():
        found = {
            route: getattr(her_api, method)(path, *body)
            for route, (method, path, body) in asking.items()
        }
    assert {route: told(answer) for route, answer in found.items()} == dict.fromkeys(
        ROUTES, (503, PROBLEM, True)
    )
    assert json.loads(found["GET api-me"].content)["status"] == 503


def test_the_api_tells_whoever_comes_with_a_session_alike(hers):
    with database_away():
        assert told(hers.get("/api/v1/me/")) == (503, PROBLEM, True)


@pytest.mark.parametrize(
    ("state", "status"), [("53100", 507), ("25006", 503), ("40P01", 503), ("57014", 503)]
)
def test_every_write_of_the_api_says_why_nothing_is_saved(her_api, rows, state, status):
    writes = [route for route in ROUTES if route.startswith("POST ")]
    with transaction.atomic():
        good = {route: written(her_api, route, rows).status_code for route in writes}
    with writes_failing(state):
        found = {route: told(written(her_api, route, rows)) for route in writes}
    wrong = {
        route: (good[route], found[route])
        for route in writes
        if found[route] != (status, PROBLEM, True) and not idle(good[route], found[route])
    }
    assert not wrong


def idle(before, after):
    """It is refused, or has nothing to do, and so writes nothing whether it could or not."""
    return before == after[0]


def written(client, route, rows):
    with transaction.atomic():
        answer = client.post(address_of(ROUTES[route], rows), body_of(route, rows))
        transaction.set_rollback(True)
    return answer


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_by_every_page_that_writes_and_reading_goes_on(hers, names, bob):
    limits.forget_all()
    paths = {name: names(name) for name in PAGES}
    reading = {name: hers.get(path).status_code for name, path in paths.items()}
    posts = {"me": {"name": "A", "time_zone": "UTC"}, "departures": {"sure": "1"}}
    with writes_failing("53100"):
        again = {name: hers.get(path).status_code for name, path in paths.items()}
        last = sorted(paths, key="sign_out".__eq__)
        sent = {name: hers.post(paths[name], posts.get(name, {})) for name in last}
        sign_in = Client(raise_request_exception=False).post(
            "/sign-in/", {"username": bob.email, "password": PASSWORD}
        )
    assert again == reading
    failed = {name: told(one) for name, one in sent.items() if one.status_code >= 500}
    assert set(failed.values()) == {(507, HTML, True)}, failed
    assert {"me", "sign_out", "absence_removals", "departures"} <= set(failed)
    assert told(sign_in) == (507, HTML, True)
    assert b"no room left" in sign_in.content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", range(6))
def test_a_server_that_goes_in_the_middle_of_a_page_is_told_alike(hers, stories, statements):
    with server_gone_after(statements):
        page = hers.get("/projects/AP/board/")
    assert told(page) == (503, HTML, True)
    assert hers.get("/projects/AP/board/").status_code == 200


@pytest.mark.parametrize("path", LIVE)
def test_alive_asks_nobody(hers, path, django_assert_num_queries):
    with django_assert_num_queries(0), database_away():
        answer = hers.get(path)
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert hers.get(path, headers={"Host": "10.0.0.7"}).status_code == 200
