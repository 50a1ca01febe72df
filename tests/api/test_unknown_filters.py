"""A filter that names what isn't there says so; one that names something may find nothing."""

import pytest
from rest_framework import serializers

from tests.api.routes import PATTERNS
from tests.api.test_every_route import address_of
from web.api.query import ListQuery

UNKNOWN = {
    serializers.IntegerField: 987654321,
    serializers.RegexField: "ZZ",
    serializers.SlugField: "zz",
    serializers.ChoiceField: "zz",
    serializers.BooleanField: "zz",
    serializers.DateTimeField: "zz",
    serializers.DateField: "zz",
}
FREE = {
    "email",
    "label",
    "q",
    "after",
    "updated_since",
}  # words and limits, no names of rows
LISTS = {
    pattern.name: pattern
    for pattern in PATTERNS
    if getattr(pattern.callback, "actions", {}).get("get") == "list"
}


def filters_of(pattern):
    query = pattern.callback.cls.query
    common = ListQuery.known().keys()
    return {name: field for name, field in query.known().items() if name not in common}


CASES = [(name, word) for name, pattern in LISTS.items() for word in filters_of(pattern)]


def unknown(word, field):
    if word == "story":
        return "AP-987654"
    return next(value for kind, value in UNKNOWN.items() if type(field) is kind)


@pytest.mark.parametrize(("name", "word"), [case for case in CASES if case[1] not in FREE])
def test_an_unknown_value_is_refused_by_its_name(api, alice, rows, name, word):
    value = unknown(word, filters_of(LISTS[name])[word])
    answer = api(alice).get(address_of(LISTS[name], rows), {word: value})
    names_a_row = word in LISTS[name].callback.cls.query.named
    assert answer.status_code == (404 if names_a_row else 400), answer.json()
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == word
    told = fault["detail"].lower()
    assert str(value) in fault["detail"] or "valid" in told or "format" in told


@pytest.mark.parametrize("word", sorted(FREE & {word for _, word in CASES}))
def test_a_word_that_fits_nothing_finds_nothing(api, alice, rows, word):
    odd = {"after": 2**62, "updated_since": "2199-01-01T00:00:00Z", "email": "zz@example.org"}
    sent = odd.get(word, "nowhere")
    path = {"after": "events/", "email": "users/"}.get(word, "stories/")
    answer = api(alice).get(path, {word: sent})
    assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_what_is_known_may_be_empty(api, alice, rows, charlie, bob):
    client = api(alice)
    for query in ({"project": "ap", "owner": bob.pk, "kind": "bug"}, {"sprint": 1, "kind": "bug"}):
        assert client.get("stories/", query).json()["results"] == []
    assert client.get("stories/", {"owner": charlie.pk}).status_code == 404  # not theirs to see
    assert client.get("stories/", {"project": "TVV"}).json()["errors"] == [
        {
            "parameter": "project",
            "code": "no-such-row",
            "detail": "There is no project “TVV” that you may see.",
        }
    ]


def test_somebody_of_ones_teams_is_found_by_their_address(api, alice, rows, charlie, bob):
    client = api(alice)
    found = client.get("users/", {"email": bob.email.upper()}).json()["results"]
    assert [one["id"] for one in found] == [bob.pk]
    assert client.get("users/", {"email": charlie.email}).json()["results"] == []
    assert client.get("users/", {"email": "no address"}).status_code == 400
