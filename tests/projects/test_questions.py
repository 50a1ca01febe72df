"""Looking at the question together: asked, answered blind, opened at once, agreed or decided."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from base import clock
from base.refusals import Conflicting, NotAllowed, Refused
from base.roles import Discipline, Role
from history.models import Event
from projects.models import Decision, Question, QuestionSet, UseCase
from projects.models.answer import LONGEST
from projects.models.question_set import DEFAULT, Starter
from tests.present import present
from tests.world import person

MONDAY = datetime.fromisoformat("2027-03-01T09:00:00+00:00")


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def question(use_case, alice):
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


def both_final(question, alice, bob, science="From the probe", engineering="From the archive"):
    question.answer(belief=science, sure="fairly", change_mind="A sample", by=alice)
    question.answer(belief=engineering, by=bob)
    question.make_final(by=alice)
    question.make_final(by=bob)


def answer_of(question, side):
    return present(Question.objects.get(pk=question.pk).round.answer_of(side))


def test_a_board_opens_with_the_methods_eight_and_sets_aside_what_was_not_chosen(use_case, alice):
    questions = Question.begin(use_case, [0, 3], by=alice)

    assert [(one.asked_from, one.text) for one in questions] == [tuple(one) for one in DEFAULT]
    asked = list(use_case.questions.waiting().values_list("text", flat=True))
    assert asked == [DEFAULT[0].text, DEFAULT[3].text]
    assert use_case.questions.filter(state="set_aside").count() == 6
    line = Event.objects.get(verb="usecase_questions_asked")
    assert (len(line.details["asked"]), len(line.details["set_aside"])) == (2, 6)
    with pytest.raises(Refused):
        Question.begin(use_case, [1], by=alice)


def test_a_team_begins_later_use_cases_with_its_own_questions(use_case, team, alice, bob, root):
    own = [Starter("engineering", "Who is called at night?")]
    for nobody in (bob, root):
        with pytest.raises(NotAllowed):
            QuestionSet.write(team, own, by=nobody)
    QuestionSet.write(team, own, by=alice)
    QuestionSet.write(team, own, by=alice)

    [question] = Question.begin(use_case, [0], by=bob)
    assert (question.text, question.asked_from) == ("Who is called at night?", "engineering")
    assert Event.objects.filter(verb="team_question_set_edited").count() == 1


def test_it_is_due_in_three_working_days(use_case, alice):
    days = {}
    for day, due in [(1, 4), (4, 9), (6, 10)]:  # a Monday, a Thursday, a Saturday
        with clock.at(MONDAY.replace(day=day)):
            question = Question.ask(use_case, text="Why?", asked_from="science", by=alice)
        days[question.round.answer_by] = date(2027, 3, due)
    assert list(days) == list(days.values())


def test_what_one_side_writes_is_sealed_in_the_database(question, alice):
    question.answer(belief="From the probe", sure="very", by=alice)

    answer = answer_of(question, "science")
    assert (answer.belief, answer.sure, answer.opened_at) == ("", "", None)
    assert b"probe" not in bytes(present(answer.sealed))
    assert answer.words.belief == "From the probe"


def test_both_open_when_both_are_final(question, alice, bob):
    both_final(question, alice, bob)

    question.refresh_from_db()
    assert question.state == "revealed"
    science, engineering = answer_of(question, "science"), answer_of(question, "engineering")
    assert (science.belief, science.sure, science.sealed) == ("From the probe", "fairly", None)
    assert engineering.belief == "From the archive"
    line = Event.objects.get(verb="question_revealed")
    assert line.details["science"] == "From the probe"
    assert line.details["engineering"] == "From the archive"


def test_a_side_takes_its_word_back_until_then(question, alice, bob):
    question.answer(belief="From the probe", by=alice)
    question.make_final(by=alice)
    with pytest.raises(Refused):
        question.answer(belief="No, from the archive", by=alice)
    question.take_back(by=alice)
    question.answer(belief="No, from the archive", by=alice)
    question.answer(belief="From the archive", by=bob)
    question.make_final(by=bob)
    assert answer_of(question, "engineering").belief == ""

    question.make_final(by=alice)
    assert answer_of(question, "science").belief == "No, from the archive"
    for verb in (question.take_back, lambda by: question.answer(belief="Other", by=by)):
        with pytest.raises(Refused):
            verb(by=alice)


def test_a_lead_opens_early_what_is_final_and_the_rest_stays_sealed(question, alice, bob, root):
    with pytest.raises(Refused):
        question.reveal(by=alice)
    question.answer(belief="From the probe", by=alice)
    question.answer(belief="A draft", by=bob)
    question.make_final(by=alice)
    for nobody in (bob, root):
        with pytest.raises(NotAllowed):
            question.reveal(by=nobody)
    question.reveal(by=alice)

    assert answer_of(question, "science").belief == "From the probe"
    assert answer_of(question, "engineering").belief == ""
    with pytest.raises(Refused):
        question.take_stance("agree", by=alice)
    question.answer(belief="From the archive", by=bob)
    assert answer_of(question, "engineering").belief == ""
    question.make_final(by=bob)
    late = answer_of(question, "engineering")
    assert (late.belief, late.is_late) == ("From the archive", True)


def test_two_who_agree_are_done(question, alice, bob):
    both_final(question, alice, bob)
    question.take_stance("agree", by=alice)
    question.take_stance("agree", by=alice)
    question.take_stance("agree", by=bob)

    question.refresh_from_db()
    assert question.state == "agreed"
    assert not Decision.objects.exists()
    assert Event.objects.filter(verb="question_stance_taken").count() == 2


def test_a_difference_opens_a_decision_and_making_it_settles_the_question(question, alice, bob):
    both_final(question, alice, bob)
    question.take_stance("differ", by=bob)
    decision = Decision.objects.get()

    assert decision.title == question.text
    assert decision.due_on == question.round.answer_by
    question.take_stance("agree", by=alice)
    with pytest.raises(Refused):
        question.take_stance("agree", by=bob)
    decision.decide(chosen="The archive first", still_held="The probe is fresher", by=alice)
    question.refresh_from_db()
    assert question.state == "decided"
    with pytest.raises(Refused):
        decision.decide(chosen="Something else", by=alice)


def test_a_decision_holds_until_the_one_that_replaces_it_is_made(apollo, alice, bob, charlie):
    first = Decision.open_for(apollo, title="Which store?", by=bob)
    with pytest.raises(Refused):
        first.supersede(by=bob)
    with pytest.raises(Conflicting):
        first.decide(chosen="This", keeper=charlie, by=bob)
    first.decide(chosen="The lake", keeper=bob, by=bob)
    second = first.supersede(by=alice)
    assert first.supersede(by=alice) == second
    assert Decision.objects.get(pk=first.pk).state == "decided"
    second.decide(chosen="The warehouse", by=alice)

    assert Decision.objects.get(pk=first.pk).state == "superseded"
    first.note_outcome("It was slow.", by=bob)
    first.note_outcome("It was too slow.", by=bob)
    kept = Event.objects.filter(verb="decision_outcome_noted").latest("pk").old_texts.get()
    assert kept.text == "It was slow."


def test_asked_again_it_is_empty_and_blind_once_more(question, alice, bob):
    both_final(question, alice, bob)
    question.show(by=bob)
    question.ask_again(by=bob)

    question = Question.objects.get(pk=question.pk)
    assert (question.state, question.is_shared) == ("asked", False)
    assert question.round.number == 2
    assert question.round.answer_of("science") is None
    assert present(question.rounds.get(number=1).answer_of("science")).belief == "From the probe"


def test_without_a_seal_both_read_along(use_case, alice, bob):
    question = Question.ask(
        use_case, text="Real-time?", asked_from="engineering", is_sealed=False, by=alice
    )
    question.answer(belief="Minutes do", by=alice)
    assert answer_of(question, "science").belief == "Minutes do"
    question.answer(belief="Then a batch", by=bob)
    question.make_final(by=alice)
    question.make_final(by=bob)
    question.refresh_from_db()
    assert question.state == "revealed"


def test_a_question_is_reworded_until_somebody_answers_and_set_aside_until_it_opens(
    question, alice, bob
):
    question.reword("Where do we get the data?", by=bob)
    question.answer(belief="From the probe", by=alice)
    with pytest.raises(Refused):
        question.reword("Why?", by=bob)
    question.set_aside("Answered by the customer", by=bob)
    for verb in (question.make_final, question.take_back, question.reveal):
        with pytest.raises(Refused):
            verb(by=alice)
    question.ask_again(by=alice)
    both_final(question, alice, bob)
    with pytest.raises(Refused):
        question.set_aside("Too late", by=bob)


def test_guests_and_the_other_disciplines_have_no_side(question, team, alice, gina, root):
    paula = person("paula")
    team.take_in(paula, discipline=Discipline.PRODUCT, by=alice)
    for nobody in (gina, paula, root):
        with pytest.raises(NotAllowed):
            question.answer(belief="From the moon", by=nobody)


def test_a_side_is_that_of_the_moment_of_asking(question, team, alice, bob):
    team.take_in(bob, discipline=Discipline.SCIENCE, by=alice)
    question.answer(belief="From the archive", by=bob)
    assert answer_of(question, "engineering").words.belief == "From the archive"

    team.let_go(bob, by=alice)
    with pytest.raises(NotAllowed):
        question.answer(belief="From outside", by=bob)
    team.take_in(bob, discipline=Discipline.SCIENCE, by=alice)
    question.answer(belief="Back again", by=bob)
    assert answer_of(question, "engineering").words.belief == "Back again"

    question.ask_again(by=alice)
    question.answer(belief="As a scientist", by=bob)
    assert answer_of(question, "science").words.belief == "As a scientist"


def test_a_lead_who_changes_their_own_discipline_does_not_change_sides(question, team, alice, root):
    team.take_in(alice, discipline=Discipline.ENGINEERING, role=Role.LEAD, by=root)
    question.answer(belief="Still science", by=alice)
    assert answer_of(question, "science").words.belief == "Still science"


def test_lines_of_a_side_name_nobody_and_no_moment(question, alice, bob):
    later = question.round.asked_at + timedelta(hours=5)
    with time_machine.travel(later, tick=False):
        both_final(question, alice, bob)
        question.ask_again(by=alice)
    lines = Event.objects.filter(verb__in=("answer_begun", "answer_final"))
    assert {line.details["side"] for line in lines} == {"science", "engineering"}
    for line in lines:
        assert line.actor is None
        assert {line.at, line.recorded_at} == {question.rounds.get(number=1).asked_at}
        assert set(line.details) == {"question", "round", "side"}


def test_a_draft_leaves_one_line_however_often_it_is_saved(question, alice):
    for words in ("F", "From", "From the probe"):
        question.answer(belief=words, by=alice)
    assert Event.objects.filter(verb__startswith="answer_").count() == 1


def test_an_answer_that_another_installation_sealed_is_written_again(
    question, alice, bob, settings
):
    question.answer(belief="From the probe", by=alice)
    question.make_final(by=alice)
    settings.SECRET_KEY = "the secret of another installation, where it is restored"
    question.answer(belief="From the archive", by=bob)
    question.make_final(by=bob)
    question.refresh_from_db()
    assert question.state == "asked"

    question.take_back(by=alice)
    with pytest.raises(Refused, match="another installation"):
        question.make_final(by=alice)
    question.answer(belief="From the probe, again", by=alice)
    question.make_final(by=alice)
    assert answer_of(question, "science").belief == "From the probe, again"
    assert answer_of(question, "engineering").belief == "From the archive"


@pytest.mark.parametrize("letter", ["a", "ü", "数", "🍕"])
def test_the_longest_answer_of_any_script_fits_under_the_seal(question, alice, letter):
    question.answer(belief=letter * (LONGEST - 10), change_mind=letter * 10, by=alice)
    assert answer_of(question, "science").words.belief == letter * (LONGEST - 10)
    with pytest.raises(Refused):
        question.answer(belief=letter * LONGEST, change_mind="x", by=alice)


def test_a_use_case_has_sixty_questions_at_most(use_case, alice):
    for number in range(60):
        Question.ask(use_case, text=f"Why {number}?", asked_from="science", by=alice)
    with pytest.raises(Refused):
        Question.ask(use_case, text="One more?", asked_from="science", by=alice)


def test_a_lead_opens_all_that_are_ready_at_once(use_case, question, alice, bob, root):
    other = Question.ask(use_case, text="Real-time?", asked_from="engineering", by=bob)
    draft = Question.ask(use_case, text="What is there?", asked_from="engineering", by=bob)
    with pytest.raises(Refused):
        Question.reveal_ready(use_case, by=alice)
    question.answer(belief="From the probe", by=alice)
    question.make_final(by=alice)
    other.answer(belief="Minutes do", by=bob)
    other.make_final(by=bob)
    draft.answer(belief="Not yet", by=bob)
    for nobody in (bob, root):
        with pytest.raises(NotAllowed):
            Question.reveal_ready(use_case, by=nobody)

    assert Question.reveal_ready(use_case, by=alice) == 2
    states = use_case.questions.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["revealed", "revealed", "asked"]
    assert answer_of(draft, "engineering").belief == ""


def test_what_was_never_asked_is_refused_in_words(use_case, alice):
    aside = Question.begin(use_case, [], by=alice)[0]
    for verb in (aside.reveal, aside.make_final):
        with pytest.raises(Refused, match="set aside"):
            verb(by=alice)
    assert aside.own_words(alice).belief == ""


def test_what_a_side_has_written_is_read_by_it_alone(question, alice, bob, gina):
    question.answer(belief="From the probe", by=alice)
    assert question.own_words(alice).belief == "From the probe"
    assert [question.own_words(one).belief for one in (bob, gina)] == ["", ""]
