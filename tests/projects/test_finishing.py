"""Finishing a project says what is left open, once, and asks before it is so."""

import pytest

from projects.models import Decision, Hypothesis, Question, UseCase

STATES = "/projects/AP/states/"


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land on the moon", by=alice)


@pytest.fixture
def left_open(apollo, use_case, theme, alice):
    for text in ("How far?", "How deep?"):
        Question.ask(use_case, text=text, asked_from="science", by=alice)
    test = Hypothesis.draft(theme, prediction="It floats", threshold="1", by=alice)
    test.start(by=alice)
    return Decision.open_for(apollo, title="Which engine?", by=alice)


def test_it_lists_what_is_open_and_asks_once(alices, apollo, left_open):
    asked = alices.post(STATES, {"state": "finished"})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Apollo has 2 questions still sealed, 1 open decision and 1 running hypothesis." in page
    for named in ("How far?", "How deep?", "It floats", f"/decisions/{left_open.pk}/"):
        assert named in page
    apollo.refresh_from_db()
    assert apollo.is_open
    assert alices.post(STATES, {"state": "finished", "sure": "1"}).status_code == 302
    apollo.refresh_from_db()
    assert apollo.state == "finished"
    again = alices.post(STATES, {"state": "finished"})
    assert again.status_code == 302


def test_nothing_open_asks_nothing(alices, apollo):
    assert alices.post(STATES, {"state": "finished"}).status_code == 302
    apollo.refresh_from_db()
    assert apollo.state == "finished"


def test_one_thing_alone_is_named_alone(alices, apollo, alice):
    Decision.open_for(apollo, title="Which?", by=alice)
    page = alices.post(STATES, {"state": "finished"}).content.decode()
    assert "Apollo has 1 open decision." in page


def test_no_sealed_word_is_told(alices, apollo, use_case, alice):
    question = Question.ask(use_case, text="How far?", asked_from="science", by=alice)
    question.answer(belief="Sealed words", by=alice)
    assert "Sealed words" not in alices.post(STATES, {"state": "finished"}).content.decode()


def test_who_may_not_finish_it_is_refused_and_told_nothing(client, left_open, bob, gina):
    for who in (bob, gina):
        client.force_login(who)
        answer = client.post(STATES, {"state": "finished"})
        assert answer.status_code == 403
        assert "Which engine?" not in answer.content.decode()


def test_pausing_and_taking_up_again_ask_nothing(alices, apollo, left_open):
    for state in ("paused", "active"):
        assert alices.post(STATES, {"state": state}).status_code == 302
