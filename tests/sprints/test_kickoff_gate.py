"""The first gate: a sprint isn't kicked off over open decisions, unless a lead says why."""

import pytest
from django.urls import reverse

from history.models import Event
from projects.models import Decision, Question, UseCase
from sprints.refusals import KickoffOverOpenDecisions, WaivedByLeads, WaiverWithoutReason
from tests.budgets import assert_budget, counted

SPRINT = "/projects/AP/sprints/1/"
WHY = "The customer decides on Friday"
SENTENCE = "Sprint 1 stands before 1 open decision: “Which engine?”: decide, then kick it off."


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land on the moon", by=alice)


@pytest.fixture
def serving(theme, use_case, stories, alice):
    """The theme, which serves the use case; a story of the sprint is filed under it."""
    theme.serve([use_case], by=alice)
    stories[0].file_under(theme, by=alice)
    return theme


@pytest.fixture
def decision(apollo, use_case, serving, alice):
    return Decision.open_for(apollo, title="Which engine?", use_case=use_case, by=alice)


def test_it_names_what_is_missing_and_links_to_it(sprint, decision, alice):
    with pytest.raises(KickoffOverOpenDecisions) as refused:
        sprint.kick_off(by=alice)
    assert refused.value.sentence == SENTENCE
    assert refused.value.links == (("Which engine?", f"/decisions/{decision.pk}/"),)
    sprint.refresh_from_db()
    assert sprint.is_planned


def test_decisions_on_the_theme_itself_count_as_well(apollo, sprint, serving, alice):
    Decision.open_for(apollo, title="Which theme?", theme=serving, by=alice)
    with pytest.raises(KickoffOverOpenDecisions, match=r"1 open decision: “Which theme\?”"):
        sprint.kick_off(by=alice)


def test_many_are_counted_and_the_first_of_them_named(apollo, sprint, serving, use_case, alice):
    for number in range(5):
        Decision.open_for(apollo, title=f"No. {number}", use_case=use_case, by=alice)
    with pytest.raises(
        KickoffOverOpenDecisions, match=r"5 open decisions: .* and 2 more"
    ) as refused:
        sprint.kick_off(by=alice)
    assert len(refused.value.links) == 5


def test_what_the_sprint_doesnt_work_for_is_no_hindrance(apollo, sprint, serving, use_case, alice):
    other = UseCase.distil(apollo, title="Another", by=alice)
    Decision.open_for(apollo, title="Of another use case", use_case=other, by=alice)
    Decision.open_for(apollo, title="Of none", by=alice)
    made = Decision.open_for(apollo, title="Made", use_case=use_case, by=alice)
    made.decide(chosen="Yes", by=alice)
    sprint.kick_off(by=alice)
    assert sprint.is_active


def test_a_use_case_that_was_dropped_is_no_hindrance(sprint, decision, use_case, alice):
    use_case.drop(by=alice)
    sprint.kick_off(by=alice)
    assert sprint.is_active


def test_a_story_that_left_the_sprint_is_no_hindrance(sprint, decision, stories, alice):
    stories[0].plan_into(None, by=alice)
    sprint.kick_off(by=alice)
    assert sprint.is_active


def test_a_question_without_a_stance_is_no_open_decision(sprint, serving, use_case, alice, bob):
    question = Question.ask(use_case, text="Enough?", asked_from="science", by=alice)
    for one in (alice, bob):
        question.answer(belief="Yes", by=one)
        question.make_final(by=one)
    sprint.kick_off(by=alice)
    assert sprint.is_active


def test_a_lead_waives_it_with_a_reason_that_stays(sprint, decision, alice):
    sprint.kick_off(by=alice, waiver=f"  {WHY} ")
    sprint.refresh_from_db()
    assert (sprint.is_active, sprint.waiver) == (True, WHY)
    assert list(sprint.waived_decisions.all()) == [decision]
    [line] = Event.objects.filter(verb="sprint_decisions_waived")
    assert line.details == {"reason": WHY, "decisions": [decision.pk]}
    assert line.sprint == sprint


@pytest.mark.parametrize("reason", ["Too short", "x" * 501, "   9 only   "])
def test_a_waiver_has_ten_to_five_hundred_characters(sprint, decision, alice, reason):
    with pytest.raises(WaiverWithoutReason):
        sprint.kick_off(by=alice, waiver=reason)
    sprint.refresh_from_db()
    assert sprint.is_planned
    assert not Event.objects.filter(verb="sprint_decisions_waived").exists()


def test_an_admin_who_isnt_in_the_team_cant_waive_it(sprint, decision, root):
    with pytest.raises(WaivedByLeads):
        sprint.kick_off(by=root, waiver=WHY)


def test_nothing_is_waived_where_nothing_is_open(sprint, serving, alice):
    sprint.kick_off(by=alice, waiver=WHY)
    assert sprint.waiver == ""
    assert not Event.objects.filter(verb="sprint_decisions_waived").exists()


def test_page_api_and_admin_say_the_same_sentence(client, api, sprint, decision, alice, root):
    client.force_login(alice)
    page = client.post(f"{SPRINT}kickoffs/")
    assert page.status_code == 409
    words = page.content.decode()
    assert SENTENCE in words
    assert f'<a href="/decisions/{decision.pk}/">Which engine?</a>' in words

    answer = api(alice).post("projects/AP/sprints/1/kickoff/")
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["detail"] == SENTENCE
    assert problem["type"].endswith("/kickoff-over-open-decisions/")
    assert problem["links"] == [{"title": "Which engine?", "href": f"/decisions/{decision.pk}/"}]

    client.force_login(root)
    chosen = {"action": "kick_off", "_selected_action": [sprint.pk]}
    panel = client.post(reverse("admin:sprints_sprint_changelist"), chosen, follow=True)
    words = panel.content.decode()
    assert SENTENCE in words
    assert f'<a href="/decisions/{decision.pk}/">Which engine?</a>' in words
    sprint.refresh_from_db()
    assert sprint.is_planned


def test_the_page_asks_for_a_reason_once_it_was_refused_and_keeps_it(alices, sprint, decision):
    assert 'name="waiver"' not in alices.get(SPRINT).content.decode()
    refused = alices.post(f"{SPRINT}kickoffs/").content.decode()
    assert 'name="waiver"' in refused
    for reason, status in (("Too short", 400), ("x" * 501, 400)):
        answer = alices.post(f"{SPRINT}kickoffs/", {"waiver": reason})
        assert answer.status_code == status
        assert reason in answer.content.decode()
    assert alices.post(f"{SPRINT}kickoffs/", {"waiver": WHY}).url == SPRINT
    page = alices.get(SPRINT).content.decode()
    assert "Kicked off over 1 open decision, because" in page
    assert WHY in page
    assert "Which engine?" in page


def test_guests_dont_see_what_was_waived_nor_why(client, sprint, decision, alice, gina):
    sprint.kick_off(by=alice, waiver=WHY)
    client.force_login(gina)
    for path in (SPRINT, "/projects/AP/activity/", "/projects/AP/"):
        page = client.get(path).content.decode()
        assert WHY not in page, path
        assert "Which engine?" not in page, path


def test_the_api_takes_no_waiver(api, sprint, decision, alice):
    answer = api(alice).post("projects/AP/sprints/1/kickoff/", {"waiver": WHY})
    assert answer.status_code == 400
    sprint.refresh_from_db()
    assert sprint.is_planned


def test_a_kickoff_is_refused_over_decisions_before_words_of_a_member(client, decision, bob):
    client.force_login(bob)
    answer = client.post(f"{SPRINT}kickoffs/", {"waiver": WHY})
    assert answer.status_code == 403
    assert "Only a lead" in answer.content.decode()


def test_budget_of_a_sprint_that_began_over_open_decisions(
    alices, apollo, sprint, decision, use_case, stories, alice
):
    sprint.kick_off(by=alice, waiver=WHY)

    def grow():
        for story in stories[2:]:
            story.hand_to(alice, by=alice)
            story.plan_into(sprint, by=alice)

    assert_budget("page sprint", lambda: alices.get(SPRINT), grow)
    assert counted(lambda: alices.get(SPRINT))[0] <= 8


def test_how_many_began_over_open_decisions_is_counted(
    alices, client, sprint, decision, alice, gina
):
    assert "began over open decisions" not in alices.get("/projects/AP/sprints/").content.decode()
    sprint.kick_off(by=alice, waiver=WHY)
    page = " ".join(alices.get("/projects/AP/sprints/").content.decode().split())
    assert "1 of 1 sprint began over open decisions." in page
    client.force_login(gina)
    assert "open decisions" not in client.get("/projects/AP/sprints/").content.decode()
