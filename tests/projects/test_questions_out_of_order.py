"""What is done with questions when it isn't their turn: refused by a sentence, never a failure."""

import pytest

from base.refusals import Conflicting, Refused
from projects.models import Decision, Question, QuestionNote, UseCase
from tests.projects.test_questions import both_final


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def question(use_case, alice):
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def never_asked(use_case, alice):
    """A question of the set that was set aside at the start: it has no round."""
    return Question.begin(use_case, [0], by=alice)[1]


def test_what_was_never_asked_is_neither_revealed_nor_agreed_on(never_asked, alice):
    for verb in (
        lambda: never_asked.reveal(by=alice),
        lambda: never_asked.take_stance("agree", by=alice),
        lambda: never_asked.answer(belief="Words", by=alice),
        lambda: never_asked.make_final(by=alice),
        lambda: never_asked.take_back(by=alice),
        lambda: never_asked.set_aside("Twice", by=alice) or never_asked.show(by=alice),
    ):
        with pytest.raises(Refused):
            verb()


def test_a_difference_in_a_second_round_joins_the_decision_that_waits(question, alice, bob):
    both_final(question, alice, bob)
    question.take_stance("differ", by=alice)
    question.ask_again(by=alice)
    question = Question.objects.get(pk=question.pk)
    both_final(question, alice, bob)

    question.take_stance("differ", by=bob)

    question.refresh_from_db()
    assert question.state == "differs"
    assert Decision.objects.open().filter(question=question).count() == 1


def test_a_decision_is_not_taken_up_beside_another_one_on_the_same_question(question, alice, bob):
    both_final(question, alice, bob)
    question.take_stance("differ", by=alice)
    first = Decision.objects.get()
    first.decide(chosen="The probe", by=alice)
    question.ask_again(by=alice)
    question = Question.objects.get(pk=question.pk)
    both_final(question, alice, bob)
    question.take_stance("differ", by=alice)

    with pytest.raises(Refused) as refusal:
        first.supersede(by=alice)

    assert "waits" in refusal.value.sentence


@pytest.mark.parametrize("places", [[8], [-1], [0, 99]])
def test_a_place_that_the_set_does_not_have_is_refused(use_case, alice, places):
    with pytest.raises(Conflicting):
        Question.begin(use_case, places, by=alice)
    assert not use_case.questions.exists()


def test_a_guest_sees_notes_of_what_was_shown_alone(question, alice, bob, gina):
    both_final(question, alice, bob)
    QuestionNote.add(question, body="Between us", by=bob)
    assert not QuestionNote.objects.visible_to(gina).exists()
    assert QuestionNote.objects.visible_to(alice).count() == 1

    question.show(by=alice)
    assert QuestionNote.objects.visible_to(gina).count() == 1
