"""Walls over the API: one's own notes and votes, and what everybody does once they are open."""

from uuid import uuid4

import pytest

from history.models import Event
from jobs.models import Job
from tests.walls.test_reveal import note_of
from walls.models import Wall
from web.models import IdempotencyRecord


@pytest.fixture
def path(wall):
    return f"projects/AP/walls/{wall.pk}/"


def kept():
    return Event.objects.count(), list(Job.objects.values()), IdempotencyRecord.objects.count()


def refused(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()["type"].removeprefix("/api/v1/problems/").rstrip("/")


@pytest.mark.parametrize("host", ["use_case", "theme", "sprint"])
def test_a_wall_is_put_up_for_one_thing(api, bob, use_case, theme, running, host):
    hosts = {"use_case": use_case.pk, "theme": theme.pk, "sprint": running.number}
    body = {"title": "How?", host: hosts[host], "prompts": ["One", "Two"]}
    answer = api(bob).post("projects/AP/walls/", body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told[host], told["is_anonymous"], told["notes"]) == (hosts[host], host == "sprint", 0)
    assert [one["words"] for one in told["prompts"]] == ["One", "Two"]
    two = {**body, **hosts}
    assert refused(api(bob).post("projects/AP/walls/", two), 409) == "wall-belongs-to-one"


def test_one_s_own_notes_are_written_reworded_and_taken_off(api, path, know, need, alice, bob):
    hers, handle, before = api(alice), str(uuid4()), kept()
    note = {"handle": handle, "words": "Wind", "prompt": know.pk}
    for _ in range(2):
        answer = hers.post(f"{path}own-notes/", note, idempotency_key="a")
        assert answer.status_code == 200, answer.content
        assert answer["Cache-Control"] == "no-store"
    other = {"handle": handle, "words": "Storm", "prompt": need.pk}
    told = hers.post(f"{path}own-notes/rewordings/", other).json()["notes"]
    assert told == [{**other, "is_readable": True}]
    assert api(bob).get(f"{path}own-notes/").json()["notes"] == []
    assert api(bob).get(path).json()["notes"] == 1
    assert hers.post(f"{path}own-notes/withdrawals/", {"handle": handle}).json()["notes"] == []
    assert kept() == before


def test_what_is_written_after_the_reveal_is_refused_and_says_why(api, path, know, alice, bob):
    hers = api(alice)
    hers.post(f"{path}own-notes/", {"words": "Wind", "prompt": know.pk})
    assert api(bob).post(f"{path}reveals/").json()["state"] == "grouping"
    late = hers.post(f"{path}own-notes/", {"words": "Fuel", "prompt": know.pk})
    assert refused(late, 409) == "wall-revealed-meanwhile"


def test_a_wall_goes_its_way_over_the_api(api, revealed, path, need, alice, bob):
    his, wind, fuel = api(bob), note_of("Wind"), note_of("Fuel")
    moved = his.post(f"{path}notes/{wind.pk}/moves/", {"to_group": fuel.group_id})
    assert moved.json()["group"] == fuel.group_id
    his.post(f"{path}groups/{fuel.group_id}/names/", {"name": "Weather"})
    his.post(f"{path}groups/{fuel.group_id}/moves/", {"prompt": need.pk, "position": 1})
    arrow = his.post(f"{path}arrows/", {"from_note": wind.pk, "to_note": fuel.pk, "words": "costs"})
    assert arrow.status_code == 201, arrow.content
    assert his.delete(f"{path}arrows/{arrow.json()['id']}/").status_code == 204
    assert his.post(f"{path}vote-openings/").json()["state"] == "voting"
    vote = {"group": fuel.group_id, "dots": 2}
    before = kept()
    voted = his.post(f"{path}own-votes/", vote, idempotency_key="v")
    assert voted.json() == {"wall": revealed.pk, "left": 1, "votes": [vote]}
    assert refused(his.post(f"{path}own-votes/", {**vote, "dots": 4}), 409) == "too-many-dots"
    assert kept() == before
    assert {one["dots"] for one in his.get(f"{path}groups/").json()["results"]} == {None}
    assert his.post(f"{path}vote-closings/").json()["state"] == "discussing"
    assert his.get(f"{path}groups/{fuel.group_id}/").json()["dots"] == 2
    told = his.post(f"{path}discussions/", {"group": fuel.group_id}).json()
    assert told["discussed"] == fuel.group_id
    assert his.post(f"{path}timers/", {"seconds": 60}).json()["timer_ends_at"]
    assert his.delete(f"{path}timers/").json()["timer_ends_at"] is None
    assert his.post(f"{path}closings/").json()["state"] == "closed"
    assert refused(his.post(f"{path}steps-back/"), 403) == "wall-of-leads"
    assert api(alice).post(f"{path}steps-back/").json()["state"] == "discussing"


def test_a_note_becomes_what_it_may(api, revealed, path, theme, bob):
    his, wind, fuel = api(bob), note_of("Wind"), note_of("Fuel")
    told = his.post(f"{path}notes/{wind.pk}/questions/", {"asked_from": "science"}).json()
    assert told["became"]["kind"] == "question"
    again = his.post(f"{path}notes/{wind.pk}/stories/", {})
    assert refused(again, 409) == "note-became-something"
    story = his.post(f"{path}notes/{fuel.pk}/stories/", {}).json()["became"]
    assert story["key"].startswith("AP-")
    other = note_of("A map")
    assert refused(his.post(f"{path}notes/{other.pk}/hypotheses/", {}), 409) == "note-needs-place"
    drafted = his.post(f"{path}notes/{other.pk}/hypotheses/", {"theme": theme.pk}).json()
    assert drafted["became"]["kind"] == "hypothesis"


def test_guests_see_what_was_shown_and_strangers_nothing(api, revealed, path, bob, gina, charlie):
    assert api(gina).get(path).status_code == 404
    api(bob).post(f"{path}shares/")
    assert len(api(gina).get(f"{path}notes/").json()["results"]) == 3
    assert api(gina).post(f"{path}vote-openings/").status_code == 403
    assert api(charlie).get(path).status_code == 404
    api(bob).delete(f"{path}shares/")
    assert api(gina).get(f"{path}notes/").status_code == 404


@pytest.mark.parametrize("words", ["", "  ", "x" * 501, "a\0b", 7, None])
def test_odd_words_are_refused_and_nothing_is_kept(api, path, know, alice, words):
    answer = api(alice).post(f"{path}own-notes/", {"words": words, "prompt": know.pk})
    assert answer.status_code == 400
    assert Wall.objects.get().sealed_notes.count() == 0


def test_rows_of_another_wall_are_not_found(api, revealed, path, use_case, alice, bob):
    other = Wall.open_for(use_case, title="Elsewhere", by=alice)
    elsewhere = f"projects/AP/walls/{other.pk}/"
    note = note_of("Wind")
    assert api(bob).get(f"{elsewhere}notes/{note.pk}/").status_code == 404
    answer = api(bob).post(f"{elsewhere}own-votes/", {"group": note.group_id, "dots": 1})
    assert answer.status_code == 404
