"""Walls in the admin panel: by the verbs, and nothing of what is sealed."""

import pytest
from django.contrib import admin

from history.models import Event
from tests.present import present
from walls.models import NoteArrow, Prompt, SealedNote, Vote, Wall

MARKER = "zugvogel7391"


@pytest.fixture
def panel(client, root):
    client.force_login(root)
    return client


def choose(panel, action, wall):
    there = "/admin/walls/wall/"
    return panel.post(there, {"action": action, "_selected_action": wall.pk}, follow=True)


def test_a_wall_is_put_up_for_one_thing(panel, use_case, theme):
    sheet = {"title": "How?", "dots": 3, "use_case": use_case.pk, "theme": "", "sprint": ""}
    panel.post("/admin/walls/wall/add/", {**sheet, "theme": theme.pk})
    assert not Wall.objects.exists()
    panel.post("/admin/walls/wall/add/", sheet)
    assert Wall.objects.get().use_case == use_case
    assert Event.objects.filter(verb="wall_opened").count() == 1


def test_nothing_sealed_stands_there_before_the_reveal(panel, wall, know, alice):
    wall.write(MARKER, prompt=know, by=alice)
    for address in ("", f"{wall.pk}/change/"):
        page = panel.get(f"/admin/walls/wall/{address}")
        assert page.status_code == 200
        assert MARKER not in page.content.decode()
    for model in (SealedNote, Vote, Prompt):
        assert model not in admin.site._registry


def test_who_works_in_no_team_reveals_nothing(panel, wall, know, alice):
    wall.write(MARKER, prompt=know, by=alice)
    assert "Only working members" in choose(panel, "reveal", wall).content.decode()
    assert Wall.objects.get().is_writing


def test_what_is_open_is_looked_at_and_shown(panel, revealed, alice):
    first, second = revealed.notes.all()[:2]
    NoteArrow.draw(first, second, by=alice)
    for model in ("note", "notegroup", "notearrow"):
        assert panel.get(f"/admin/walls/{model}/").status_code == 200
    page = panel.get(f"/admin/walls/note/{present(first).pk}/change/")
    assert present(first).words in page.content.decode()
    choose(panel, "show", revealed)
    assert Wall.objects.get().is_shared
    choose(panel, "make_internal", revealed)
    assert not Wall.objects.get().is_shared
