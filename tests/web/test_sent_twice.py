"""Every form of every page, sent twice as it stands: once in rows, in history and in its answer."""

from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from history.models import Event
from tests.web.addresses import PAGES
from tests.web.forms import forms_of

LEAVES = ("/sign-out/", "/me/password/")
NO_ACTS = {"IdempotencyRecord", "Session", "Job"}  # how the product remembers, not what people did


def rows():
    counted = [
        each for each in apps.get_models() if each.__name__ not in NO_ACTS and each._meta.managed
    ]
    return {each._meta.label: each._default_manager.count() for each in counted}


def all_forms(client, names):
    seen = set()
    for name in sorted(PAGES):
        if name in ("sign_out", "no_digests"):
            continue
        for to, sent in forms_of(client, names(name)):
            what = (to.partition("?")[0], tuple(sorted(sent)), sent.get("do"), sent.get("state"))
            if what not in seen and to not in LEAVES:
                seen.add(what)
                yield to, sent


def test_every_form_that_is_sent_twice_happens_once(client, names, alice):
    client.force_login(alice)
    wrong, acted = {}, 0
    for to, sent in list(all_forms(client, names)):
        with transaction.atomic():
            before = rows()
            first = client.post(to, sent)
            once = rows()
            second = client.post(to, sent)
            acted += once != before
            if rows() != once or (first.status_code < 400) != (second.status_code < 400):
                wrong[to] = (first.status_code, second.status_code)
            transaction.set_rollback(True)
    assert not wrong
    assert acted >= 20  # the forms are filled so that they do something


def comment_form(client):
    return next(
        each for each in forms_of(client, "/stories/AP-1/") if each[0].endswith("/comments/")
    )


def test_the_same_words_from_a_page_loaded_again_are_said_again(alices, story):
    for _ in range(2):
        to, sent = comment_form(alices)
        alices.post(to, sent)
    assert story.comments.count() == 2


def test_a_name_belongs_to_a_person(alices, story, bob):
    to, sent = comment_form(alices)
    alices.post(to, sent)
    other = Client()
    other.force_login(bob)
    other.post(to, sent)
    assert set(story.comments.values_list("author__name", flat=True)) == {"Alice", "Bob"}


def test_what_was_refused_can_be_sent_again(alices, story, apollo, alice):
    forms = forms_of(alices, "/projects/AP/backlog/")
    to, sent = next(each for each in forms if each[0].endswith("/backlog/stories/"))
    before = apollo.stories.count()
    apollo.enter("finished", by=alice)
    alices.post(to, sent)
    assert apollo.stories.count() == before
    apollo.enter("active", by=alice)
    alices.post(to, sent)
    alices.post(to, sent)
    assert apollo.stories.count() == before + 1


def test_a_token_that_is_shown_once_is_not_kept_to_be_shown_again(alices, alice):
    to, sent = next(each for each in forms_of(alices, "/me/tokens/") if "scope" in each[1])
    assert alices.post(to, sent).status_code == 201
    again = alices.post(to, sent)
    assert again.status_code == 302
    assert alice.api_tokens.count() == 1
    assert bytes(alice.idempotency_records.get().body) == b""


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_are_one(alice, story):
    client = Client()
    client.force_login(alice)
    to, sent = comment_form(client)
    before, start, answers = Event.objects.count(), Barrier(2), []

    def send():
        mine = Client()
        mine.cookies = client.cookies
        start.wait()
        answers.append(mine.post(to, sent).status_code)
        connection.close()

    both = [Thread(target=send) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert answers == [302, 302]
    assert Event.objects.count() == before + 1
