"""A lead sets up the board's columns; nobody else does."""

import pytest

from history.activity import sentences_of
from stories.models import Column

PAGE = "/projects/AP/columns/"


def names(project):
    return [column.name for column in project.columns.all()]


@pytest.fixture
def lab(apollo, alice):
    return Column.add(apollo, name="Lab", category="doing", by=alice)


def test_a_lead_adds_a_column_before_done(alices, apollo):
    alices.post(PAGE, {"name": "Lab", "category": "doing", "wip_limit": "2"})
    column = apollo.columns.get(name="Lab")
    assert (column.category, column.wip_limit) == ("doing", 2)
    assert names(apollo)[1:4] == ["Doing", "Lab", "In review"]
    assert "Lab" in alices.get(PAGE).content.decode()


def test_a_lead_renames_it_and_lifts_its_limit(alices, lab):
    alices.post(f"/columns/{lab.pk}/settings/", {"name": " Bench ", "wip_limit": ""})
    lab.refresh_from_db()
    assert (lab.name, lab.wip_limit) == ("Bench", None)


def test_a_lead_moves_it_to_the_left_and_history_says_so(alices, apollo, lab):
    alices.post(f"/columns/{lab.pk}/places/", {"position": 2})
    assert names(apollo)[:3] == ["To do", "Lab", "Doing"]
    event = apollo.events.filter(verb="column_placed").get()
    assert "Lab" in sentences_of([event])[0].sentence
    alices.post(f"/columns/{lab.pk}/places/", {"position": 2})
    assert apollo.events.filter(verb="column_placed").count() == 1


def test_a_lead_removes_an_empty_one(alices, apollo, lab):
    assert alices.post(f"/columns/{lab.pk}/removals/").status_code == 302
    assert "Lab" not in names(apollo)


@pytest.mark.parametrize(
    ("path", "fields", "status", "sentence"),
    [
        (PAGE, {"name": "Doing", "category": "doing"}, 400, "already"),
        (PAGE, {"name": "", "category": "doing"}, 400, "required"),
        (PAGE, {"name": "x" * 41, "category": "doing"}, 400, "40 characters"),
        (PAGE, {"name": "Odd", "category": "odd"}, 400, "valid choice"),
        (PAGE, {"name": "Odd", "category": "doing", "wip_limit": "0"}, 400, "greater than"),
        ("settings", {"name": "Doing", "wip_limit": ""}, 400, "already"),
        ("settings", {"name": "Typed", "wip_limit": "many"}, 400, "whole number"),
        ("places", {"position": "x"}, 400, "Columns"),
        ("removals", {}, 409, "still holds stories"),
    ],
)
def test_what_cant_be_comes_back_with_a_sentence(alices, apollo, path, fields, status, sentence):
    first = apollo.columns.first_of("todo")
    answer = alices.post(path if path == PAGE else f"/columns/{first.pk}/{path}/", fields)
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert fields.get("name", "") in page


def test_only_leads_set_it_up(client, apollo, lab, bob, gina, charlie, stories):
    for user, status in ((bob, 403), (gina, 403), (charlie, 404)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
        refused = client.post(f"/columns/{lab.pk}/settings/", {"name": "Mine", "wip_limit": ""})
        assert refused.status_code == (302 if status == 403 else 404)
    client.force_login(bob)
    assert PAGE not in client.get("/projects/AP/board/").content.decode()
    assert "Lab" in names(apollo)


def test_the_board_leads_there(alices):
    assert PAGE in alices.get("/projects/AP/board/").content.decode()


def test_the_order_changes_over_the_api_too(api, apollo, lab, alice):
    path = f"projects/AP/columns/{lab.pk}/rankings/"
    assert api(alice).post(path, {"position": 1}).json()["position"] == 1
    assert names(apollo)[0] == "Lab"
