"""The decision log and a decision's page, through a browser without scripts."""

from datetime import date

import pytest

from projects.models import Decision, Question, UseCase
from tests.budgets import assert_budget


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land on the moon", by=alice)


@pytest.fixture
def decision(apollo, use_case, alice):
    return Decision.open_for(
        apollo,
        title="Which engine?",
        use_case=use_case,
        due_on=date(2026, 1, 9),
        by=alice,
    )


@pytest.fixture
def decided(decision, alice):
    decision.decide(chosen="The small one", why="It is light", by=alice)
    return decision


@pytest.fixture
def differing(use_case, alice, bob):
    """The decision on a question that both answered and see differently."""
    question = Question.ask(use_case, text="Is it enough?", asked_from="science", by=alice)
    for one, words in ((alice, "Plenty"), (bob, "Hardly")):
        question.answer(belief=words, by=one)
        question.make_final(by=one)
    question.take_stance("differ", by=bob)
    return question.decisions.get()


def test_a_decision_is_opened_made_shown_and_made_anew(alices, apollo, use_case, bob):
    alices.post(
        "/projects/AP/decisions/new/",
        {"title": "Which engine?", "use_case": use_case.pk, "due_on": "2026-01-09"},
    )
    decision = Decision.objects.get()
    path = f"/decisions/{decision.pk}/"
    made = {"chosen": "The small one", "keeper": bob.pk, "is_two_way": "no", "until": "2026-02-01"}
    assert alices.post(f"{path}choices/", made).status_code == 302
    decision.refresh_from_db()
    assert (decision.state, decision.keeper, decision.is_two_way) == ("decided", bob, False)
    page = alices.get(path).content.decode()
    assert "The small one" in page
    assert "one-way door" in page
    alices.post(f"{path}outcomes/", {"outcome": "It flew"})
    alices.post(f"{path}showings/")
    assert "It flew" in alices.get("/projects/AP/decisions/").content.decode()
    alices.post(f"{path}successors/", {"title": "Which engine now?"})
    newer = Decision.objects.get(title="Which engine now?")
    alices.post(f"/decisions/{newer.pk}/choices/", {"chosen": "The big one", "is_two_way": "yes"})
    decision.refresh_from_db()
    assert (decision.state, decision.outcome) == ("superseded", "It flew")
    page = alices.get(path).content.decode()
    assert "Superseded by" in page
    assert "Which engine now?" in page


def test_what_waits_stands_first_by_its_day_and_what_was_decided_after_it(
    alices, apollo, decided, alice
):
    for title, day in (("No day", None), ("Late", date(2026, 3, 1)), ("Soon", date(2026, 2, 1))):
        Decision.open_for(apollo, title=title, due_on=day, by=alice)
    page = alices.get("/projects/AP/decisions/").content.decode()
    places = [page.index(f">{title}</a></h3>") for title in ("Soon", "Late", "No day")]
    assert [*places, page.index(">Which engine?</a></h3>")] == sorted(
        [*places, page.index(">Which engine?</a></h3>")]
    )


def test_the_log_is_found_in_by_words_and_state(alices, apollo, decided, alice):
    Decision.open_for(apollo, title="Which landing site?", by=alice)
    by_words = alices.get("/projects/AP/decisions/", {"q": "LIGHT"}).content.decode()
    assert "Which engine?" in by_words
    assert "Which landing site?" not in by_words
    by_state = alices.get("/projects/AP/decisions/", {"state": "open"}).content.decode()
    assert "Which landing site?" in by_state
    assert "Which engine?" not in by_state
    nothing = alices.get("/projects/AP/decisions/", {"q": "\x00 no such"}).content.decode()
    assert "No decision is like that" in nothing
    unknown = alices.get("/projects/AP/decisions/", {"state": "maybe"}).content.decode()
    assert "no such state" in unknown
    assert "Which engine?" in unknown


def test_an_empty_log_says_what_it_is_for_and_offers_the_first_act(alices, apollo, gina, client):
    page = alices.get("/projects/AP/decisions/").content.decode()
    assert "Open the first one" in page
    client.force_login(gina)
    page = client.get("/projects/AP/decisions/").content.decode()
    assert "the team's own until it shows them" in page
    assert "Open the first one" not in page


def test_its_question_stands_with_both_answers(alices, differing):
    page = alices.get(f"/decisions/{differing.pk}/").content.decode()
    for words in ("Is it enough?", "Plenty", "Hardly"):
        assert words in page


def test_a_question_asked_again_shows_no_answer_of_the_round_that_is_sealed(
    alices, differing, alice
):
    differing.question.ask_again(by=alice)
    differing.question.answer(belief="Sealed words", by=alice)
    page = alices.get(f"/decisions/{differing.pk}/").content.decode()
    assert "Sealed words" not in page
    assert "Plenty" in page


def test_guests_see_what_was_shown_and_nothing_that_hangs_on_it(client, differing, gina, alice):
    path = f"/decisions/{differing.pk}/"
    client.force_login(gina)
    assert client.get(path).status_code == 404
    differing.decide(chosen="Enough", by=alice)
    assert client.get(path).status_code == 404
    differing.show(by=alice)
    newer = differing.supersede(title="A secret one", by=alice)
    page = client.get(path).content.decode()
    assert "Enough" in page
    for hidden in ("Plenty", "Hardly", newer.title, "<textarea"):
        assert hidden not in page
    differing.question.show(by=alice)
    assert "Hardly" in client.get(path).content.decode()
    differing.make_internal(by=alice)
    assert client.get(path).status_code == 404
    for act in ("choices", "outcomes", "successors", "showings", "concealments"):
        assert client.post(f"{path}{act}/").status_code == 404, act


def test_a_guest_may_not_change_what_they_were_shown(client, decided, gina, alice):
    decided.show(by=alice)
    client.force_login(gina)
    refused = client.post(f"/decisions/{decided.pk}/outcomes/", {"outcome": "Mine"})
    assert refused.status_code == 403
    decided.refresh_from_db()
    assert decided.outcome == ""


def test_strangers_find_nothing(client, decided, charlie):
    client.force_login(charlie)
    assert client.get("/projects/AP/decisions/").status_code == 404
    assert client.get(f"/decisions/{decided.pk}/").status_code == 404
    assert client.post(f"/decisions/{decided.pk}/showings/").status_code == 404


def test_who_decides_second_is_told_so_and_keeps_their_words(alices, decided):
    answer = alices.post(
        f"/decisions/{decided.pk}/choices/", {"chosen": "My own engine", "is_two_way": "yes"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "It is made" in page
    assert "My own engine" in page


def test_a_keeper_who_left_meanwhile_is_no_choice(alices, decision, team, bob, alice):
    team.let_go(bob, by=alice)
    sent = {"chosen": "x", "keeper": bob.pk, "is_two_way": "yes"}
    assert alices.post(f"/decisions/{decision.pk}/choices/", sent).status_code == 400
    decision.refresh_from_db()
    assert decision.is_open


def test_in_a_finished_project_only_what_came_of_it_is_noted(alices, apollo, decided, alice):
    apollo.enter("finished", by=alice)
    page = alices.get(f"/decisions/{decided.pk}/").content.decode()
    assert "Open a new decision" not in page
    alices.post(f"/decisions/{decided.pk}/outcomes/", {"outcome": "It flew"})
    decided.refresh_from_db()
    assert decided.outcome == "It flew"
    refused = alices.post("/projects/AP/decisions/new/", {"title": "Another"})
    assert refused.status_code == 409
    assert "Another" in refused.content.decode()


def test_an_open_decision_cant_be_shown(alices, decision):
    answer = alices.post(f"/decisions/{decision.pk}/showings/", follow=True)
    assert "once it is decided" in answer.content.decode()


def test_budgets(alices, apollo, differing, use_case, theme, alice, bob):
    differing.decide(chosen="Enough", keeper=bob, by=alice)
    differing.supersede(by=alice)

    def grow():
        for number in range(4):
            one = Decision.open_for(
                apollo, title=f"D{number}", use_case=use_case, theme=theme, by=alice
            )
            one.decide(chosen="Yes", keeper=bob, by=alice)

    assert_budget("page decisions", lambda: alices.get("/projects/AP/decisions/"), grow)
    assert_budget("page decision", lambda: alices.get(f"/decisions/{differing.pk}/"), grow)
