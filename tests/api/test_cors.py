"""Scripts of other sites read the API where the installation names them, and never with cookies."""

import pytest
from django.test import Client, override_settings

from config.cors import EXPOSED, cors
from config.settings import CORS_ALLOWED_ORIGINS, CORS_URLS_REGEX  # type: ignore[attr-defined]

APP = "https://app.example.org"
STORIES = "/api/v1/stories/"
ALLOWED = "Access-Control-Allow-Origin"


def preflight(path, origin=APP, method="PATCH", client=None):
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,if-match,idempotency-key",
    }
    return (client or Client()).options(path, headers=asked)


def told(answer):
    return {name for name in answer.headers if name.lower().startswith("access-control-")}


def test_nobody_is_let_in_unless_the_installation_says_so(api, alice):
    assert CORS_ALLOWED_ORIGINS == []
    asked = preflight(STORIES)
    read = api(alice).get("stories/", origin=APP)

    assert CORS_URLS_REGEX == "(?!)"
    assert (asked.status_code, told(asked)) == (204, set())  # answered as any OPTIONS
    assert (read.status_code, told(read)) == (200, set())
    assert "origin" not in read["Vary"].lower()


@override_settings(**cors([APP]))
def test_a_named_site_may_ask_and_read(api, alice):
    asked = preflight(STORIES)
    read = api(alice).get("stories/", origin=APP)

    assert asked.status_code == 200
    assert asked[ALLOWED] == read[ALLOWED] == APP
    methods = set(asked["Access-Control-Allow-Methods"].split(", "))
    assert methods >= {"GET", "POST", "PATCH", "DELETE"}
    headers = set(asked["Access-Control-Allow-Headers"].split(", "))
    assert headers >= {"authorization", "content-type", "if-match", "if-none-match"}
    assert "idempotency-key" in headers
    exposed = set(read["Access-Control-Expose-Headers"].split(", "))
    assert exposed == set(EXPOSED) >= {"ETag", "Location", "RateLimit", "RateLimit-Policy"}
    assert "origin" in read["Vary"].lower()


@override_settings(**cors([APP]))
@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example.org",
        "http://app.example.org",
        "https://app.example.org:8443",
        "https://app.example.org.evil.example",
        "null",
        "https://[",
        "",
    ],
)
def test_any_other_site_is_not(api, alice, origin):
    assert ALLOWED not in preflight(STORIES, origin).headers
    assert ALLOWED not in api(alice).get("stories/", origin=origin).headers


@override_settings(**cors([APP]))
def test_refusals_can_be_read_too(api, alice):
    nobody = Client().get(STORIES, headers={"Origin": APP})
    unknown = api(alice).get("stories/", {"colour": "red"}, origin=APP)

    assert (nobody.status_code, nobody[ALLOWED]) == (401, APP)
    assert (unknown.status_code, unknown[ALLOWED]) == (400, APP)


@override_settings(**cors([APP]))
@pytest.mark.parametrize("path", ["/", "/me/", "/admin/", "/sign-in/", "/search/"])
def test_pages_are_for_browsers_at_home(client, path, db):
    answer = client.get(path, headers={"Origin": APP})

    assert told(answer) == told(preflight(path, client=client)) == set()


@pytest.mark.parametrize("origins", [[APP], ["*"], ["*", APP]])
def test_a_session_is_never_taken_from_elsewhere(client, alice, origins):
    client.force_login(alice)
    with override_settings(**cors(origins)):
        answers = [
            client.get(STORIES, headers={"Origin": APP}),
            preflight(STORIES, client=client),
        ]
    for answer in answers:
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer[ALLOWED] == ("*" if "*" in origins else APP)
