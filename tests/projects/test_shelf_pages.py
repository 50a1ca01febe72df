"""The shelf: what is there already, and picking from it beside an answer."""

import pytest
from django.template.loader import render_to_string

from projects.models import ShelfItem
from projects.on_shelf import OnShelf
from teams.models import Team
from tests.budgets import assert_budget


@pytest.fixture
def item(team, bob):
    return ShelfItem.put(
        team,
        kind="data_set",
        name="Telemetry",
        kept_by="engineering",
        access="Ask bob",
        link="https://example.org/telemetry",
        by=bob,
    )


SENT = {"kind": "platform", "name": "Cluster", "kept_by": "engineering", "access": "A ticket"}


def test_what_is_there_is_noted_edited_and_taken_off(alices, team):
    assert alices.post("/shelf/new/", SENT | {"team": team.pk}).status_code == 302
    item = ShelfItem.objects.get()
    assert "A ticket" in alices.get("/shelf/").content.decode()
    assert alices.post(f"/shelf/{item.pk}/", SENT | {"access": "Two"}).status_code == 302
    item.refresh_from_db()
    assert item.access == "Two"
    asked = alices.post(f"/shelf/{item.pk}/removals/")
    assert "leaves the shelf of Orbit" in asked.content.decode()
    alices.post(f"/shelf/{item.pk}/removals/", {"sure": "1"})
    assert alices.get("/shelf/").context["items"] == []
    assert alices.get(f"/shelf/{item.pk}/").status_code == 404


def test_the_shelf_is_sifted_by_words_kind_and_team(alices, item, alice, root):
    other = Team.found(name="Station", slug="station", by=root)
    other.take_in(alice, discipline="science", role="lead", by=root)
    ShelfItem.put(other, kind="platform", name="Dock", kept_by="science", by=alice)
    for query, found in (
        ({"q": "TELE"}, {"Telemetry"}),
        ({"kind": "platform"}, {"Dock"}),
        ({"team": "orbit"}, {"Telemetry"}),
        ({"kind": "\x00", "team": "nowhere"}, {"Telemetry", "Dock"}),
        ({"q": "no such"}, set()),
    ):
        page = alices.get("/shelf/", query)
        assert {one.name for one in page.context["items"]} == found, query
    assert "Nothing on the shelf is like that" in page.content.decode()
    assert "no such kind or team" in alices.get("/shelf/", {"kind": "x"}).content.decode()


def test_an_empty_shelf_says_what_it_is_for(alices):
    assert "Note the first thing" in alices.get("/shelf/").content.decode()


def test_guests_and_strangers_see_nothing_of_it(client, item, gina, charlie):
    for who in (gina, charlie):
        client.force_login(who)
        assert "Telemetry" not in client.get("/shelf/").content.decode()
        assert client.get(f"/shelf/{item.pk}/").status_code == 404
        assert client.post(f"/shelf/{item.pk}/removals/").status_code == 404
    client.force_login(gina)
    assert client.get("/shelf/new/").status_code == 403


def test_nobody_adds_to_the_shelf_of_a_team_they_dont_work_in(client, team, charlie):
    client.force_login(charlie)
    assert client.post("/shelf/new/", SENT | {"team": team.pk}).status_code == 400
    assert not ShelfItem.objects.exists()


def test_only_a_link_that_is_safe_to_follow_is_taken(alices, team):
    answer = alices.post("/shelf/new/", SENT | {"team": team.pk, "link": "javascript:alert(1)"})
    assert answer.status_code == 400
    answer = alices.post("/shelf/new/", SENT | {"team": team.pk, "link": "http://example.org"})
    assert answer.status_code == 400
    assert not ShelfItem.objects.exists()


def test_the_people_page_leads_workers_to_their_shelf(alices, client, gina):
    assert "/shelf/?team=orbit" in alices.get("/teams/orbit/").content.decode()
    client.force_login(gina)
    assert "/shelf/?team=orbit" not in client.get("/teams/orbit/").content.decode()


def test_the_picker_lists_what_stands_there_and_says_where_it_goes():
    noted = OnShelf(1, "Telemetry", "Data set", "Orbit", "", ("engineering",), "Ask bob", "")
    words = {"items": [noted], "target": "belief-1", "team": "Orbit"}
    page = render_to_string("projects/_shelf_picker.html", words)
    assert 'data-shelf-into="belief-1"' in page
    assert "Ask bob" in page
    assert render_to_string("projects/_shelf_picker.html", {"items": []}).strip() == ""


def test_budget(alices, item, team, bob):
    def grow():
        for number in range(5):
            ShelfItem.put(team, kind="platform", name=f"P{number}", kept_by="science", by=bob)

    assert_budget("page shelf", lambda: alices.get("/shelf/"), grow)
