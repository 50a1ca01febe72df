"""Projects, charters, plans and the history over the API."""

import pytest

CHARTER = {
    "end_point": "On the moon",
    "success": "And back",
    "starts_on": "2026-01-01",
    "ends_on": "2026-06-01",
}


@pytest.fixture
def hers(api, alice, apollo):
    return api(alice)


def test_a_project_is_started_and_edited(hers):
    body = {"team": "orbit", "key": "TV", "name": "Television"}
    assert hers.post("projects/", body).status_code == 201

    edited = hers.post("projects/TV/edits/", {"customer": "A channel"}, if_match="*")

    assert edited.json()["customer"] == "A channel"
    assert edited.json()["name"] == "Television"


def test_a_key_is_taken_once(hers):
    answer = hers.post("projects/", {"team": "orbit", "key": "AP", "name": "Again"})

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["pointer"] == "#/key"


def test_a_charter_is_written_and_signed(hers, api, gina):
    charter = hers.post("projects/AP/charters/", CHARTER)
    assert charter["Location"].endswith("/charters/1/")

    signed = api(gina).post(
        "projects/AP/charters/1/signatures/", {"content_hash": charter.json()["content_hash"]}
    )

    assert signed.status_code == 201
    assert signed.json()["discipline"] == "customer"


def test_an_edited_charter_is_not_signed_unread(hers):
    read = hers.post("projects/AP/charters/", CHARTER).json()["content_hash"]
    hers.post("projects/AP/charters/", {**CHARTER, "success": "Something else"})

    path = "projects/AP/charters/1/signatures/"
    assert hers.post(path, {"content_hash": read}).status_code == 409


def test_themes_keep_their_order(hers):
    first, second = (
        hers.post("projects/AP/themes/", {"title": title}).json()["id"] for title in "AB"
    )
    hers.post(f"projects/AP/themes/{second}/rankings/", {"position": 1})

    listed = hers.get("projects/AP/themes/").json()["results"]
    assert [theme["id"] for theme in listed] == [second, first]


def test_the_history_is_followed_by_its_last_id(hers, story, alice):
    last = hers.get("events/", {"order": "-id", "page_size": 1}).json()["results"][0]["id"]
    story.rename("New", by=alice)

    news = hers.get("events/", {"project": "AP", "after": last}).json()["results"]

    assert [event["verb"] for event in news] == ["story_renamed"]
    assert news[0]["story"] == "AP-1"
    assert news[0]["details"]["now"] == {"title": "New"}


def test_an_empty_list_of_a_strangers_project_is_not_told(api, charlie, apollo):
    for noun in ("themes", "use-cases", "charters", "sprints", "columns", "success-metrics"):
        assert api(charlie).get(f"projects/AP/{noun}/").status_code == 404
