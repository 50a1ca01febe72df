"""One change of many stories over the API: through the verbs of the backlog's page, all or none."""

import pytest

from history.models import Event
from tests.api.described import fits_its_description

CHANGES = "stories/bulk/changes/"


@pytest.fixture
def hers(api, alice, stories):
    return api(alice)


def changed(client, **change):
    return client.post(CHANGES, {"project": "ap", "stories": ["AP-3", "ap-4"], **change})


def test_many_are_planned_handed_over_filed_and_labelled(hers, sprint, theme, bob, stories):
    for change in (
        {"sprint": 1},
        {"owner": bob.pk},
        {"theme": theme.pk},
        {"add_labels": ["moon"]},
    ):
        answer = changed(hers, **change)
        assert (answer.status_code, answer.json()) == (200, {"keys": ["AP-3", "AP-4"]}), change
        assert fits_its_description("story-change-bulk", answer) == []
    for key in ("AP-3", "AP-4"):
        story = hers.get(f"stories/{key}/").json()
        assert (story["sprint"], story["owner"]["id"]) == (1, bob.pk)
        assert (story["theme"]["id"], story["labels"]) == (theme.pk, ["moon"])
    assert hers.get("stories/AP-5/").json()["sprint"] is None
    changed(hers, sprint=None)
    assert hers.get("stories/AP-3/").json()["sprint"] is None


def test_many_are_dropped(hers):
    assert changed(hers, drop=True).status_code == 200
    assert hers.get("stories/AP-4/").json()["category"] == "dropped"


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 409, None),
        ({"sprint": None, "drop": True}, 409, None),
        ({"drop": False}, 409, None),
        ({"add_labels": []}, 400, "#/add_labels"),
        ({"stories": [], "drop": True}, 400, "#/stories"),
        ({"stories": ["AP-1", "AP-99"], "drop": True}, 404, "#/stories/1"),
        ({"stories": ["", "AP-1"], "drop": True}, 400, "#/stories/0"),
        ({"stories": ["ZZ-1"], "drop": True}, 404, "#/stories/0"),
        ({"stories": ["AP-²"], "drop": True}, 404, "#/stories/0"),
        ({"stories": "AP-1", "drop": True}, 400, "#/stories"),
        ({"sprint": 7}, 404, "#/sprint"),
        ({"owner": 987654321}, 404, "#/owner"),
        ({"project": "ZZ", "drop": True}, 404, "#/project"),
        ({"colour": "red", "drop": True}, 400, "#/colour"),
    ],
)
def test_what_cant_be_is_refused_and_changes_nothing(hers, body, status, pointer):
    last = Event.objects.latest("pk").pk
    answer = hers.post(CHANGES, {"project": "AP", "stories": ["AP-1"], **body})

    assert answer.status_code == status, answer.json()
    if pointer:
        assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]
    assert Event.objects.latest("pk").pk == last


def test_all_or_none(hers, stories, alice):
    stories[3].label([f"label {n}" for n in range(20)], by=alice)
    answer = changed(hers, add_labels=["moon"])

    assert answer.status_code == 409
    [fault] = answer.json()["errors"]
    assert fault["pointer"] == "#/add_labels"
    assert "AP-4" in fault["detail"]
    assert hers.get("stories/AP-3/").json()["labels"] == []


def test_sent_again_it_is_done_once(hers):
    last = Event.objects.latest("pk").pk
    body = {"project": "AP", "stories": ["AP-3", "AP-3"], "add_labels": ["moon"]}
    first = hers.post(CHANGES, body, idempotency_key="a")
    again = hers.post(CHANGES, body, idempotency_key="a")

    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert Event.objects.filter(pk__gt=last).count() == 1


def test_who_may(api, stories, bob, gina, charlie):
    assert changed(api(bob), drop=True).status_code == 200
    assert changed(api(gina), add_labels=["a"]).status_code == 403
    assert changed(api(charlie), drop=True).status_code == 404
    assert changed(api(), drop=True).status_code == 401
