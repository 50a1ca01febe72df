"""A POST with an Idempotency-Key happens once, however often and however fast it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from history.models import OldText
from jobs.tasks import forget_answers
from stories.models import Story
from web.models import IdempotencyRecord

NEW = {"project": "AP", "title": "Once"}


@pytest.fixture
def hers(api, alice, apollo):
    return api(alice)


def test_the_first_answer_is_repeated(hers):
    first = hers.post("stories/", NEW, idempotency_key="a")
    again = hers.post("stories/", NEW, idempotency_key="a")

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["ETag"] == first["ETag"]
    assert again["Idempotent-Replayed"] == "true"
    assert Story.objects.count() == 1


def test_a_refusal_leaves_the_key_unused(hers, sprint, alice):
    kickoff = "projects/AP/sprints/1/kickoff/"
    assert hers.post(kickoff, idempotency_key="a").status_code == 409
    assert not IdempotencyRecord.objects.exists()
    Story.write(sprint.project, title="Late", owner=alice, sprint=sprint, by=alice)

    done = hers.post(kickoff, idempotency_key="a")
    assert done.status_code == 200
    assert "Idempotent-Replayed" not in done
    assert hers.post(kickoff, idempotency_key="a")["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("name", "value", "status"), [("points", "3", 400), ("project", "ZZ", 404)]
)
def test_a_mended_body_takes_the_key_of_the_refused_one(hers, name, value, status):
    body = {**NEW, name: value}
    assert hers.post("stories/", body, idempotency_key="a").status_code == status
    assert hers.post("stories/", NEW, idempotency_key="a").status_code == 201


def test_another_body_is_refused(hers):
    hers.post("stories/", NEW, idempotency_key="a")

    assert hers.post("stories/", {**NEW, "title": "Two"}, idempotency_key="a").status_code == 422


def test_another_persons_key_is_another_key(hers, api, bob):
    hers.post("stories/", NEW, idempotency_key="a")

    assert api(bob).post("stories/", NEW, idempotency_key="a").status_code == 201
    assert Story.objects.count() == 2


def test_a_key_is_short_and_visible(hers):
    assert hers.post("stories/", NEW, idempotency_key="a b").status_code == 400
    assert hers.post("stories/", NEW, idempotency_key="a" * 201).status_code == 400


def test_after_a_day_a_key_is_free_again(hers, time_machine):
    hers.post("stories/", NEW, idempotency_key="a")
    time_machine.move_to(timezone.now() + timedelta(hours=25))

    assert "Idempotent-Replayed" not in hers.post("stories/", NEW, idempotency_key="a")
    assert Story.objects.count() == 2


def test_old_answers_are_forgotten(hers, time_machine):
    hers.post("stories/", NEW, idempotency_key="a")
    forget_answers()
    assert IdempotencyRecord.objects.count() == 1

    time_machine.move_to(timezone.now() + timedelta(hours=25))
    forget_answers()
    assert IdempotencyRecord.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_at_the_same_time_it_happens_once(api, alice, apollo):
    clients = [api(alice) for _ in range(6)]

    def send(client):
        try:
            return client.post("stories/", NEW, idempotency_key="same")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(pool.map(send, clients))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Story.objects.count() == 1


PASSWORD = 'hunter2 "mine"\nand 漢字'
TEXTS = {
    "stories/": {"project": "AP", "title": "New", "body": PASSWORD},
    "stories/AP-1/titles/": {"title": "hunter2"},
    "stories/AP-1/descriptions/": {"body": PASSWORD},
    "stories/AP-1/blockers/": {"reason": "hunter2"},
    "stories/AP-1/comments/": {"body": PASSWORD},
}


@pytest.mark.parametrize("path", TEXTS)
def test_what_is_struck_out_isnt_repeated_but_that_it_was_done_is(hers, alice, stories, path):
    body = TEXTS[path]
    first = hers.post(path, body, idempotency_key="a", if_match="*")
    assert first.status_code in (200, 201), first.content
    assert b"hunter2" in first.content
    overwrite(stories[0], alice)

    for old in OldText.objects.filter(text__contains="hunter2"):
        old.strike_out("A password", by=alice)

    again = hers.post(path, body, idempotency_key="a", if_match="*")
    assert (again.status_code, again["Idempotent-Replayed"]) == (first.status_code, "true")
    assert b"hunter2" not in again.content
    assert again.json().keys() == first.json().keys()
    assert not any(b"hunter2" in bytes(kept.body) for kept in IdempotencyRecord.objects.all())


def overwrite(first, by):
    for story in Story.objects.all():
        story.rename("Other", by=by)
        story.describe("Other", by=by)
    first.unblock(by=by)
    for comment in first.comments.all():
        comment.reword("Other", by=by)


def test_pieces_of_pages_are_dropped_whatever_shape_the_words_have_there(alice, charlie, stories):
    for person in (alice, charlie):
        piece = person.idempotency_records.claim("form x", "x")
        piece.keep(200, b"<p><em>hunter</em>2</p>", {"Content-Type": "text/html"})
    stories[0].rename("*hunter*2", by=alice)
    overwrite(stories[0], alice)

    OldText.objects.get(text="*hunter*2").strike_out("A password", by=alice)

    assert bytes(alice.idempotency_records.get().body) == b""
    assert alice.idempotency_records.get().status == 200
    assert charlie.idempotency_records.get().body, "a stranger's answers say nothing of it"
