"""A long text is replaced only by who says which one they have read."""

from typing import Any

import pytest

from history.models import Event
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from web.api.inputs import Text

# Bodies and descriptions, goals, notes, predictions, decisions: each is replaced whole.
ASKING = {
    "POST story-descriptions",
    "POST comment-rewordings",
    "POST project-edits",
    "POST theme-rewordings",
    "POST use-case-rewordings",
    "POST hypothesis-rewordings",
    "POST hypothesis-decisions",
    "POST retrospective-notes",
    "POST report-contests",
    "POST decision-choice",
    "POST decision-outcomes",
    "PATCH decision-detail",
    "POST solution-descriptions",
    "POST trial-designs",
    "POST trial-verdicts",
    "PATCH trial-detail",
    "POST deployment-plans",
    "POST incident-descriptions",
    "PATCH incident-detail",
    "PATCH deployment-detail",
    "PATCH solution-detail",
    "POST fit-verdicts",
    "PATCH shelf-item-detail",
    "PATCH story-detail",
    "PATCH comment-detail",
    "PATCH project-detail",
    "PATCH theme-detail",
    "PATCH use-case-detail",
    "PATCH hypothesis-detail",
    "PATCH retrospective-detail",
}
FIRST_NEEDS_NONE = {"own-write-answer"}  # what a side writes first replaces nothing
ROWS = [route for route in WRITES if not route.endswith(("-list", "-bulk"))]


@pytest.mark.parametrize("route", sorted(ASKING))
def test_without_a_tag_words_arent_replaced(api, alice, rows, route):
    client, path, body = api(alice), address_of(ROUTES[route], rows), body_of(route, rows)
    last = Event.objects.latest("pk").pk
    for given in ({}, {"if_match": " "}):
        answer = client.send(route.split()[0], path, body, **given)
        assert answer.status_code == 428
        assert answer["Content-Type"] == "application/problem+json"
        assert 'If-Match: "…"' in answer.json()["detail"]
        assert "If-Match: *" in answer.json()["detail"]
    assert Event.objects.latest("pk").pk == last


@pytest.mark.parametrize("route", sorted(ASKING))
def test_with_any_tag_they_are(api, alice, rows, route):
    client, path, body = api(alice), address_of(ROUTES[route], rows), body_of(route, rows)
    assert client.send(route.split()[0], path, body, if_match="*").status_code == WRITES[route][-1]


@pytest.mark.parametrize("route", sorted(ASKING))
def test_who_may_not_see_it_isnt_asked_for_a_tag(api, charlie, rows, route):
    path, body = address_of(ROUTES[route], rows), body_of(route, rows)
    assert api(charlie).send(route.split()[0], path, body).status_code == 404


def test_no_long_text_is_forgotten():
    """Whatever body of a row's own address holds a text of more than a few lines."""
    found = set()
    for route in ROWS:
        resource: Any = ROUTES[route].callback.cls
        action = ROUTES[route].callback.actions[route.split()[0].lower()]
        handler = getattr(resource, action)
        takes = resource.patch_takes if action == "partial_update" else vars(handler).get("takes")
        fields = takes().fields.values() if takes else ()
        lengths = [field.max_length or 0 for field in fields if isinstance(field, Text)]
        is_new = getattr(handler, "gives", None) or getattr(handler, "may_be_first", False)
        is_new = is_new or getattr(takes, "begins", False)
        if max(lengths, default=0) > 500 and not is_new:
            found.add(route)
    assert found == ASKING


def test_the_description_asks_for_the_header(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    asking = set()
    for path, methods in paths.items():
        for method, operation in methods.items():
            headers = [one for one in operation.get("parameters", []) if one["name"] == "If-Match"]
            needed = any(one.get("required") for one in headers)
            if operation["operationId"] in FIRST_NEEDS_NONE:
                assert headers
                assert not needed
                assert "428" in operation["responses"]
                continue
            assert needed == ("428" in operation["responses"]), (path, method)
            if needed:
                asking.add(operation["operationId"])
    names = {route.split()[1].replace("-detail", "-partial-update") for route in ASKING}
    assert asking == names
