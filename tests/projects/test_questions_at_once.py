"""Two people at the same moment: one outcome, and one line of history for it."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from base.refusals import Refused
from history.models import Event
from projects.models import Decision, Question, UseCase
from tests.present import present

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 5


@pytest.fixture
def question(apollo, alice, bob):
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    question = Question.ask(use_case, text="How?", asked_from="science", by=alice)
    question.answer(belief="From the probe", by=alice)
    question.answer(belief="From the archive", by=bob)
    return question


def at_once(question, *verbs):
    """Let each verb be done in a thread of its own; return what was refused."""
    barrier, refused = Barrier(len(verbs)), []

    def do(verb):
        mine = Question.objects.select_related("project__team").get(pk=question.pk)
        barrier.wait()
        try:
            verb(mine)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=do, args=[verb]) for verb in verbs]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return refused


def reveals(question):
    return Event.objects.filter(verb="question_revealed", details__question=question.pk).count()


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_say_final_and_it_opens_once(question, alice, bob, turn):
    refused = at_once(
        question, lambda one: one.make_final(by=alice), lambda one: one.make_final(by=bob)
    )

    now = Question.objects.get(pk=question.pk)
    assert refused == []
    assert (now.state, reveals(now)) == ("revealed", 1)
    assert {one.belief for one in now.round.answers.all()} == {"From the probe", "From the archive"}


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_word_taken_back_while_the_other_says_final_is_back_or_open(question, alice, bob, turn):
    question.make_final(by=alice)
    refused = at_once(
        question, lambda one: one.take_back(by=alice), lambda one: one.make_final(by=bob)
    )

    now = Question.objects.get(pk=question.pk)
    science = present(now.round.answer_of("science"))
    assert reveals(now) == len(refused)  # who came second finds it open, or isn't sealed in
    assert science.is_open == bool(refused) == science.is_final
    assert present(now.round.answer_of("engineering")).is_open == bool(refused)


@pytest.mark.parametrize("turn", range(TURNS))
def test_an_early_reveal_while_the_other_side_says_final_opens_both_in_the_end(
    question, alice, bob, turn
):
    question.make_final(by=alice)
    at_once(question, lambda one: one.reveal(by=alice), lambda one: one.make_final(by=bob))

    now = Question.objects.get(pk=question.pk)
    assert all(one.is_open for one in now.round.answers.all())
    lates = Event.objects.filter(verb="answer_opened_late").count()
    assert (reveals(now), lates) in {(1, 0), (1, 1)}


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_agrees_while_the_other_differs_and_one_decision_is_open(question, alice, bob, turn):
    question.make_final(by=alice)
    question.make_final(by=bob)
    at_once(
        question,
        lambda one: one.take_stance("agree", by=alice),
        lambda one: one.take_stance("differ", by=bob),
        lambda one: one.take_stance("differ", by=bob),
    )

    assert Question.objects.get(pk=question.pk).state == "differs"
    assert Decision.objects.open().count() == 1
    assert Event.objects.filter(verb="question_stance_taken").count() == 2
