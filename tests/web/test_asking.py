"""Each address that takes a POST, and what keeps its act from happening unmeant."""

from typing import Any

import pytest

from history.models import Event
from tests.web.addresses import PAGES

ASKS: dict[str, dict[str, Any]] = {
    "departures": {},
    "use_case_drops": {},
    "wall_note_withdrawals": {},
    "release_withdrawals": {},
    "token_revocations": {},
    "shelf_item_removals": {},
    "withdraw": {},
    "project_states": {"state": "archived"},
    "change_many": {"do": "drop", "stories": ["3"]},
    "old_text_strike_out": {"reason": "A password stood there."},
    "question_reveals": {},
    "questions_reveals": {},
}
FORM_FIRST = {  # a page with a form of its own, which says what it will do
    "absences",
    "charters",
    "closings",
    "memberships",
    "membership",
    "new_project",
    "new_sprint",
    "sprints",
    "plans",
    "project_edit",
    "themes",
    "theme",
    "use_cases",
    "use_case",
    "releases",
    "release_uses",
    "new_decision",
    "new_shelf_item",
    "shelf_item",
    "new_hypothesis",
    "hypothesis_rewordings",
    "success_metrics",
    "observations",
    "appraisals",
    "targets",
    "retrospective",
    "me",
    "change_password",
    "tokens",
    "sign_in",
    "no_digests",
    "pulse",
    "columns",
    "rhythms",
    "sign_in_here",
    "question_set",
    "questions_new",
    "question_rewordings",
    "question_asides",
    "question_rounds",
    "use_case_wall",
    "theme_wall",
    "sprint_wall",
    "wall_note_rewordings",
    "new_solution",
    "solution_name",
    "solution_words",
    "solution_served",
    "solution_keepers",
    "solution_links",
    "solution_stories",
    "solution_drops",
    "solution_retirements",
    "new_trial",
    "new_incident",
    "incident_words",
    "incident_restorations",
    "incident_deployment",
    "incident_stories",
    "new_deployment",
    "deployment_reports",
    "deployment_plan",
    "deployment_customer",
    "deployment_release",
    "deployment_rollbacks",
    "deployment_failures",
    "deployment_cancellations",
    "deployment_waivers",
    "trial_design",
    "trial_runners",
    "trial_guardrails",
    "trial_amendments",
    "trial_observations",
    "trial_verdict",
    "trial_withdrawals",
    "trial_stories",
    "solution_fit_rounds",
    "solution_fit_items",
    "solution_fit_run_cost",
    "solution_fit_shelf",
    "fit_checklist",
}
UNDONE_BY = {
    "solution_shows": "making it internal",
    "solution_fit_verdicts": "judging it anew",
    "solution_fit_shows": "making it internal",
    "solution_fit_hides": "showing it again",
    "solution_fit_stories": "dropping the story",
    "solution_hides": "showing it again",
    "solution_link_ends": "linking it again",
    "solution_story_ends": "linking it again",
    "solution_resumptions": "dropping or retiring it again",
    "incident_reopenings": "saying that it is over",
    "incident_shows": "making it internal",
    "incident_hides": "showing it again",
    "incident_story_ends": "linking it again",
    "trial_shows": "making it internal",
    "trial_hides": "showing it again",
    "trial_guardrail_ends": "adding it again",
    "trial_story_ends": "linking it again",
    "wall_shows": "making it internal",
    "wall_hides": "showing it again",
    "wall_timers": "stopping it",
    "wall_timer_stops": "starting it again",
    "wall_votes": "taking the dots back",
    "wall_moves": "moving it back",
    "wall_group_moves": "moving it back",
    "wall_names": "naming it otherwise",
    "wall_arrows": "erasing it",
    "wall_erasures": "drawing it again",
    "wall_discussions": "going back",
    "wall_closings": "a lead takes it a step back",
    "wall_vote_openings": "a lead takes it a step back",
    "attachment_deletions": "Restore, for 30 days",
    "attachment_restorations": "deleting it again",
    "absence_removals": "noting the days again",
    "action_carryings": "carrying it to another day",
    "block": "Unblock",
    "classify": "choosing the other kind",
    "column_places": "the other arrow",
    "column_removals": "adding it again, as only an empty one goes",
    "column_settings": "setting it back",
    "contest_reading": "an empty note",
    "decision_concealments": "Show to the customer",
    "decision_outcomes": "noting it anew",
    "decision_showings": "Make internal",
    "depend": "the cross beside it",
    "describe": "editing it again",
    "digests": "the same button",
    "estimate": "sizing it again",
    "file_under": "choosing another",
    "hand_over": "handing it back",
    "label": "labels as before",
    "move": "moving it back",
    "owners": "handing it over",
    "pair": "the cross beside the name",
    "plan": "back to the backlog",
    "rank": "the other arrow",
    "rename": "the old title",
    "reword": "other words",
    "ship_with": "choosing none",
    "test_hypothesis": "choosing none",
    "theme_places": "the other arrow",
    "theme_states": "the other state",
    "project_states": "Take up again",
    "change_many": "changing them back",
    "question_answers": "writing on",
    "question_finals": "Take it back, until both are in",
    "question_takebacks": "Ours is final",
    "question_shows": "Make internal",
    "question_hides": "Show to the customer",
}
HARMLESS = {  # adds something, says so in its button's words, or only shows
    "comment",
    "wall_notes",
    "wall_rewordings",
    "wall_withdrawals",
    "files_of",
    "write_story",
    "write_in_backlog",
    "preview",
    "compute_health",
    "sign_out",
    "actions",
    "action_stories",
    "retry_health",
    "retry_forecasts",
    "question_notes",
}
BY_ITS_OWN_WORDS = {  # a step of the work, with a button that names it and words that stay
    "kickoffs",
    "hypothesis_starts",
    "hypothesis_decisions",
    "decision_choices",
    "solution_looks",
    "trial_starts",
    "deployment_starts",
    "deployment_go_lives",
    "trial_confirmations",
    "solution_fit_agreements",
    "solution_fit_signatures",
    "wall_reveals",  # asks first, once there is something to reveal
    "wall_vote_closings",
    "wall_step_backs",
    "wall_note_questions",
    "wall_note_hypotheses",
    "wall_note_themes",
    "wall_note_stories",
    "wall_note_actions",
    "decision_successors",
    "signatures",
    "charter_confirmations",
    "standups",
    "standup_ends",
    "action_closings",
    "questions_begin",
    "question_stances",
}
KNOWN = ASKS.keys() | FORM_FIRST | UNDONE_BY.keys() | HARMLESS | BY_ITS_OWN_WORDS


def test_every_address_that_takes_a_post_is_classified(client, names, alice):
    client.force_login(alice)
    allowed = {name: client.options(names(name)).get("Allow", "POST") for name in PAGES}
    takes = {name for name, methods in allowed.items() if "POST" in methods}
    assert takes - KNOWN == set()
    assert KNOWN - takes == set()


@pytest.mark.parametrize("name", ASKS)
def test_what_cannot_be_undone_asks_first_and_then_does_it(client, names, alice, name):
    client.force_login(alice)
    before = Event.objects.count()
    asked = client.post(names(name), ASKS[name], headers={"referer": "http://testserver/me/"})
    assert asked.status_code == 200
    assert b'name="sure"' in asked.content
    assert b'href="/me/"' in asked.content
    assert Event.objects.count() == before
    answer = client.post(names(name), {**ASKS[name], "sure": "1", "back": "/me/"})
    assert answer.status_code == 302
    assert b'name="sure"' not in client.post(names(name), {**ASKS[name], "sure": "1"}).content


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_a_question_leads_back_to_this_site_only(alices, back):
    sent = {"do": "label", "labels": "x", "stories": ["3"], "back": back}
    answer = alices.post("/projects/AP/backlog/changes/", sent)
    assert answer["Location"] == "/"
