"""Today reminds a side of its questions, and a team of its decisions; nobody by name."""

from datetime import date, timedelta

import pytest

from projects.models import Decision, Question, UseCase
from tests.budgets import assert_budget

DAY = date(2031, 1, 8)
TOMORROW, YESTERDAY = DAY + timedelta(days=1), DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    monkeypatch.setattr("today.today.timezone.localdate", lambda: DAY)
    monkeypatch.setattr("base.clock.today", lambda: DAY)
    monkeypatch.setattr("web.templatetags.dates.timezone.localdate", lambda: DAY)


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land on the moon", by=alice)


@pytest.fixture
def ask(use_case, alice):
    def ask(text, day=TOMORROW):
        return Question.ask(use_case, text=text, asked_from="science", answer_by=day, by=alice)

    return ask


def needs(client, user):
    client.force_login(user)
    return [need.sentence for need in client.get("/").context["needs"]]


def about(client, user, words):
    return [sentence for sentence in needs(client, user) if words in sentence]


def test_a_side_is_told_once_a_use_case_from_the_day_before(client, ask, alice, bob, gina):
    ask("One"), ask("Two"), ask("Later", DAY + timedelta(days=2))
    assert about(client, bob, "hasn't answered") == [
        "Engineering hasn't answered 2 questions of Land on the moon; due tomorrow"
    ]
    assert about(client, alice, "hasn't answered") == [
        "Science hasn't answered 2 questions of Land on the moon; due tomorrow"
    ]
    assert not about(client, gina, "answered")


def test_a_final_answer_is_waited_for_no_longer_and_a_draft_is(client, ask, alice, bob):
    question = ask("One")
    question.answer(belief="A draft", by=bob)
    assert about(client, bob, "hasn't answered 1 question of")
    question.make_final(by=bob)
    assert not about(client, bob, "hasn't answered")
    assert about(client, alice, "Science hasn't answered 1 question of")


def test_what_the_other_side_does_is_not_to_be_read_from_it(client, ask, alice, bob):
    question = ask("One")
    before = needs(client, alice)
    question.answer(belief="Secret", by=bob)
    assert needs(client, alice) == before
    question.make_final(by=bob)
    assert needs(client, alice) == before


def test_the_side_is_the_one_of_the_moment_of_asking(client, ask, team, bob, alice):
    ask("One")
    team.take_in(bob, discipline="science", by=alice)
    assert about(client, bob, "Engineering hasn't answered 1 question of")
    team.let_go(bob, by=alice)
    assert not about(client, bob, "hasn't answered")


def test_an_overdue_question_says_since_when(client, ask, bob):
    ask("One", YESTERDAY)
    assert about(client, bob, "was due yesterday")


def test_asked_again_it_waits_by_its_new_day_and_set_aside_no_more(client, ask, bob, alice):
    question = ask("One")
    question.ask_again(answer_by=DAY + timedelta(days=9), by=alice)
    assert not about(client, bob, "hasn't answered")
    other = ask("Two")
    assert about(client, bob, "hasn't answered 1 question of")
    other.set_aside("It doesn't matter", by=alice)
    assert not about(client, bob, "hasn't answered")


def test_of_a_dropped_use_case_and_a_project_that_rests_nobody_is_asked(
    client, ask, apollo, use_case, bob, alice
):
    ask("One")
    Decision.open_for(apollo, title="Which?", due_on=DAY, by=alice)
    for state in ("archived", "finished"):
        apollo.enter(state, by=alice)
        assert not about(client, bob, "hasn't answered")
        assert not about(client, bob, "decision")
        apollo.enter("active", by=alice)
    assert about(client, bob, "hasn't answered")
    use_case.drop(by=alice)
    assert not about(client, bob, "hasn't answered")


def test_decisions_are_due_overdue_and_looked_at_again(client, apollo, alice, bob, gina):
    for title, day in (("Today", DAY), ("Late", YESTERDAY), ("Soon", TOMORROW), ("Never", None)):
        Decision.open_for(apollo, title=title, due_on=day, by=alice)
    again = Decision.open_for(apollo, title="Again", by=alice)
    again.decide(chosen="Yes", look_again_on=DAY, by=alice)
    assert about(client, bob, "decision") == [
        "A decision was due yesterday: Late",
        "A decision is due today: Today",
        "A decision is to be looked at again today: Again",
    ]
    assert not about(client, gina, "decision")
    again.supersede(by=alice).decide(chosen="No", by=alice)
    assert not about(client, bob, "looked at again")


def test_it_costs_no_statement_more(client, ask, apollo, bob, alice):
    client.force_login(bob)

    def grow():
        for number in range(5):
            ask(f"Q{number}")
            Decision.open_for(apollo, title=f"D{number}", due_on=DAY, by=alice)

    assert_budget("page dashboard", lambda: client.get("/"), grow)
