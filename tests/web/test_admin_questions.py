"""Questions, decisions and the shelf in the admin panel: by the verbs, and nothing sealed."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from history.models import Event
from projects.models import Decision, Question, QuestionNote, QuestionSet, ShelfItem, UseCase
from teams.models import Membership, User
from tests.leaks.readers import masked
from tests.present import present
from tests.projects.test_questions import both_final
from tests.web.test_admin import add, change, errors_of, last_verb, panel  # noqa: F401

WORD = "zugvogel"
SEAT = {"team", "user", "discipline", "role", "capacity", "from_customer"}


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def question(use_case, alice):
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def alices_panel(client, alice):
    """That of a lead of the team who keeps the installation, too."""
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    client.force_login(alice)
    return client


def act(panel, model, action, *rows):  # noqa: F811
    answer = panel.post(
        reverse(f"admin:projects_{model}_changelist"),
        {"action": action, "_selected_action": [row.pk for row in rows]},
        follow=True,
    )
    return " ".join(str(message) for message in answer.context["messages"])


def page_of(panel, model, row):  # noqa: F811
    answer = panel.get(reverse(f"admin:projects_{model}_change", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_question_is_asked_and_reworded_by_its_verbs(panel, use_case):  # noqa: F811
    add(panel, "projects_question", use_case=use_case.pk, asked_from="science", text="Why?")
    question = Question.objects.get()
    assert (question.round.number, last_verb()) == (1, "question_asked")
    change(panel, "projects_question", question, text="How?")
    question.refresh_from_db()
    assert (question.text, last_verb()) == ("How?", "question_reworded")


def test_once_a_side_has_begun_the_refusal_stands_beside_the_words(panel, question, alice):  # noqa: F811
    question.answer(belief=WORD, by=alice)
    answer = change(panel, "projects_question", question, text="How else?")
    assert "begun to answer" in errors_of(answer)


def test_no_page_of_the_panel_shows_what_is_sealed_nor_when_it_was_written(
    panel,  # noqa: F811
    question,
    alice,
):
    before = walk(panel)
    question.answer(belief=WORD, change_mind=WORD, by=alice)
    question.make_final(by=alice)
    for address, page in walk(panel).items():
        assert WORD not in page, address
        if "question" in address:
            assert page == before[address], address


def walk(panel):  # noqa: F811
    """Every list and every row's page, without what chance puts into it."""
    pages = {}
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        rows = [[row.pk] for row in model._default_manager.order_by("-pk")[:3]]
        for kind, words in (("changelist", []), *(("change", row) for row in rows)):
            try:
                address = reverse(f"{name}_{kind}", args=words)
            except NoReverseMatch:
                continue
            pages[address] = masked(panel.get(address).content).decode()
    return pages


def test_what_is_open_is_looked_at(panel, question, alice, bob):  # noqa: F811
    both_final(question, alice, bob, science=f"<b>{WORD}", engineering="From the archive")
    page = page_of(panel, "question", question)
    assert f"Science, round 1: &lt;b&gt;{WORD}" in page
    assert "From the archive" in page


def test_an_admin_who_is_not_in_the_team_opens_nothing_early(panel, question, alice):  # noqa: F811
    question.answer(belief=WORD, by=alice)
    question.make_final(by=alice)
    told = act(panel, "question", "reveal", question)
    assert "Only a lead who is in the team" in told
    assert Question.objects.get().state == "asked"


def test_a_lead_who_keeps_the_installation_does(alices_panel, question, alice):
    question.answer(belief=WORD, by=alice)
    question.make_final(by=alice)
    assert "open now" in act(alices_panel, "question", "reveal", question)
    assert last_verb() == "question_revealed"


def test_of_several_all_are_shown_or_none(panel, question, use_case, alice, bob):  # noqa: F811
    waits = Question.ask(use_case, text="Why?", asked_from="science", by=alice)
    both_final(question, alice, bob)
    act(panel, "question", "show", question, waits)
    assert not Question.objects.exclude(shared_at=None).exists()
    act(panel, "question", "show", question)
    assert (present(Question.objects.get(pk=question.pk).shared_at), last_verb())[1] == (
        "question_shown"
    )
    act(panel, "question", "make_internal", question)
    assert last_verb() == "question_made_internal"


def test_a_decision_is_opened_made_and_what_came_of_it_noted(panel, apollo, bob, gina):  # noqa: F811
    add(panel, "projects_decision", project=apollo.pk, title="Where?", due_on="")
    decision = Decision.objects.get()
    sheet = dict.fromkeys(("considered", "why", "until", "look_again_on", "heard"), "")
    sheet |= {"chosen": "The sea", "is_two_way": "on", "still_held": ""}
    refused = change(panel, "projects_decision", decision, **sheet, keeper=gina.pk)
    assert "work" in errors_of(refused)
    change(panel, "projects_decision", decision, **sheet, keeper=bob.pk)
    decision.refresh_from_db()
    assert (decision.state, decision.keeper, last_verb()) == ("decided", bob, "decision_decided")
    change(panel, "projects_decision", decision, outcome="Soft", chosen="Another")
    decision.refresh_from_db()
    assert (decision.outcome, decision.chosen) == ("Soft", "The sea")
    assert last_verb() == "decision_outcome_noted"


def test_a_decision_speaks_of_no_other_project(panel, apollo, team, alice):  # noqa: F811
    other = type(apollo).start(team, key="GE", name="Gemini", by=alice)
    foreign = UseCase.distil(other, title="Dock", by=alice)
    answer = add(panel, "projects_decision", project=apollo.pk, title="Where?", use_case=foreign.pk)
    assert "another project" in errors_of(answer)
    assert not Decision.objects.exists()


def test_a_question_set_is_written_by_a_lead_who_is_in_the_team(
    panel,  # noqa: F811
    client,
    team,
    alice,
):
    pairs = '[["engineering", "Who is called at night?"]]'
    answer = add(panel, "projects_questionset", team=team.pk, starters=pairs)
    assert "Only a lead who is in the team" in errors_of(answer)
    User.objects.filter(pk=alice.pk).update(is_staff=True, is_superuser=True)
    client.force_login(alice)
    for odd in ("{}", "[1]", '[["science"]]', "1", '"x"', '[["customer", "Why?"]]', "[[1, 2]]"):
        assert errors_of(add(panel, "projects_questionset", team=team.pk, starters=odd))
    add(panel, "projects_questionset", team=team.pk, starters=pairs)
    assert QuestionSet.objects.get().starters == [["engineering", "Who is called at night?"]]
    assert last_verb() == "team_question_set_edited"


def test_the_shelf_is_filled_edited_and_emptied(panel, team):  # noqa: F811
    item = {"kind": "platform", "name": "Lake", "kept_by": "engineering", "description": ""}
    add(panel, "projects_shelfitem", team=team.pk, **item, access="", link="")
    lake = ShelfItem.objects.get()
    odd = change(
        panel, "projects_shelfitem", lake, **item, access="", link="http://example.org/lake"
    )
    assert errors_of(odd)
    change(panel, "projects_shelfitem", lake, **item, access="Ask Bob", link="")
    lake.refresh_from_db()
    assert (lake.access, last_verb()) == ("Ask Bob", "team_shelf_edited")
    act(panel, "shelfitem", "take_off", lake)
    assert last_verb() == "team_shelf_removed"
    assert change(panel, "projects_shelfitem", lake, **item).status_code == 403


def test_a_note_is_added_and_only_looked_at(panel, question, alice, bob):  # noqa: F811
    early = add(panel, "projects_questionnote", question=question.pk, body="Oh")
    assert "once both answers are open" in errors_of(early)
    both_final(question, alice, bob)
    add(panel, "projects_questionnote", question=question.pk, body="Oh")
    note = QuestionNote.objects.get()
    assert change(panel, "projects_questionnote", note, body="No").status_code == 403


@pytest.mark.parametrize(
    "model", ["question", "decision", "questionset", "shelfitem", "questionnote"]
)
def test_nothing_of_it_is_deleted(panel, rows, team, alice, model):  # noqa: F811
    address = reverse(f"admin:projects_{model}_delete", args=[1])
    assert panel.post(address, {"post": "yes"}).status_code in (302, 403)
    page = panel.get(reverse(f"admin:projects_{model}_changelist")).content.decode()
    assert "delete_selected" not in page


# --- Memberships ----------------------------------------------------------------------------------
def test_a_membership_changes_by_its_verbs_alone(panel, team, bob):  # noqa: F811
    """Else somebody could be moved to the other side of a sealed question."""
    membership = team.memberships.current().get(user=bob)
    was = Membership.objects.filter(pk=membership.pk).values().get()
    sheet = {"discipline": "science", "role": "member", "capacity": "1"}
    odd = {"joined_at_0": "2020-01-01", "joined_at_1": "00:00", "joined_at": "2020-01-01"}
    change(panel, "teams_membership", membership, **sheet, **odd, team="9", user="9", left_at="")

    old, new = team.memberships.filter(user=bob).order_by("joined_at")
    now = Membership.objects.filter(pk=old.pk).values().get()
    assert now == was | {"left_at": old.left_at}
    assert present(old.left_at) <= new.joined_at
    assert last_verb() == "team_member_changed"
    assert change(panel, "teams_membership", old, **sheet).status_code == 403


def test_no_form_and_no_list_of_the_panel_has_a_time_of_a_membership(panel, rows, root, rf):  # noqa: F811
    request = rf.get("/")
    request.user = root
    for model, its in admin.site._registry.items():
        inlines = [inline.model for inline in its.inlines]
        assert Membership not in inlines, model
        assert not its.list_editable, model
        row = Membership.objects.order_by("pk").last() if model is Membership else None
        if model is Membership:
            for form in (its.get_form(request), its.get_form(request, row, change=True)):
                assert set(form.base_fields) <= SEAT
            assert not its.has_delete_permission(request, row)
            assert set(its.get_actions(request)) == {"let_go"}


def test_letting_somebody_go_leaves_a_line(panel, team, bob):  # noqa: F811
    membership = team.memberships.current().get(user=bob)
    panel.post(
        reverse("admin:teams_membership_changelist"),
        {"action": "let_go", "_selected_action": [membership.pk]},
    )
    assert Event.objects.latest("pk").verb == "team_member_left"
