"""Whatever a page can do, the API can do: each page, and what of the API does the same.

A new page stands here with its addresses in the API, or with the reason why it has none.
"""

import pytest

from tests.api.looked_together import NEVER_DONE
from tests.api.test_every_route import ROUTES
from tests.web.addresses import PAGES

DOES_THE_SAME = {
    # teams
    "people": ("GET membership-list", "GET absence-list", "GET team-detail", "GET team-capacity"),
    "memberships": ("POST membership-list",),
    "membership": ("POST membership-list",),
    "departures": ("DELETE membership-detail",),
    "rhythms": ("POST team-rhythms",),
    "absences": ("POST absence-list",),
    "absence_removals": ("DELETE absence-detail",),
    "digests": ("POST team-digests",),
    "team_activity": ("GET event-list",),
    "pulse": ("GET pulse-open", "POST pulse-sheets"),
    # oneself
    "dashboard": ("GET me-needs", "GET project-list", "GET team-list"),
    "me": ("GET api-me", "POST api-me-edits"),
    "tokens": ("GET token-list", "POST token-list"),
    "token_revocations": ("DELETE token-detail",),
    "no_digests": ("POST api-me-digests",),
    "search": ("GET api-search",),
    # projects
    "projects": ("GET project-list",),
    "new_project": ("POST project-list",),
    "project": ("GET project-detail", "GET charter-list", "GET theme-list", "GET use-case-list"),
    "project_edit": ("POST project-edits",),
    "project_states": ("POST project-states",),
    "activity": ("GET event-list",),
    "charters": ("GET charter-list", "POST charter-list", "GET signature-list"),
    "signatures": ("POST signature-list",),
    "themes": ("POST theme-list",),
    "theme": (
        "GET theme-detail",
        "POST theme-rewordings",
        "POST theme-plans",
        "POST theme-use-cases",
    ),
    "theme_states": ("POST theme-states",),
    "theme_places": ("POST theme-rankings",),
    "use_cases": ("POST use-case-list",),
    "use_case": ("GET use-case-detail", "POST use-case-rewordings"),
    "use_case_drops": ("DELETE use-case-detail",),
    "questions": ("GET question-list",),
    "questions_begin": ("GET question-set-read", "POST use-case-question-board"),
    "questions_new": ("POST question-list",),
    "questions_meeting": ("GET question-list",),
    "question_answers": ("GET own-answer", "POST own-answer"),
    "question_finals": ("POST question-finals",),
    "question_takebacks": ("DELETE question-finals",),
    "question_stances": ("POST question-stances",),
    "question_shows": ("POST question-shares",),
    "question_hides": ("DELETE question-shares",),
    "question_notes": ("GET note-list", "POST note-list"),
    "question_rewordings": ("POST question-rewordings",),
    "question_asides": ("POST question-set-asides",),
    "question_rounds": ("GET round-list", "POST round-list"),
    "shelf": ("GET shelf-item-list",),
    "new_shelf_item": ("POST shelf-item-list",),
    "shelf_item": ("GET shelf-item-detail", "PATCH shelf-item-detail"),
    "shelf_item_removals": ("DELETE shelf-item-detail",),
    "decisions": ("GET decision-list",),
    "new_decision": ("POST decision-list",),
    "decision": ("GET decision-detail",),
    "decision_choices": ("POST decision-choice",),
    "decision_outcomes": ("POST decision-outcomes",),
    "decision_successors": ("POST decision-successors",),
    "decision_showings": ("POST decision-shares",),
    "decision_concealments": ("DELETE decision-shares",),
    "hypotheses": ("GET hypothesis-list",),
    "new_hypothesis": ("POST hypothesis-list",),
    "hypothesis": ("GET hypothesis-detail",),
    "hypothesis_rewordings": ("POST hypothesis-rewordings",),
    "hypothesis_starts": ("POST hypothesis-start",),
    "hypothesis_decisions": ("POST hypothesis-decisions",),
    "releases": ("POST release-list",),
    "release_uses": ("POST release-uses",),
    "release_withdrawals": ("DELETE release-detail",),
    "old_texts": ("GET old-text-list",),
    "old_text_strike_out": ("POST old-text-strike-out",),
    # success
    "success_metrics": ("GET success-metric-list", "POST success-metric-list"),
    "observations": ("GET observation-list", "POST observation-list"),
    "targets": ("POST success-metric-targets",),
    "appraisals": ("GET appraisal-list", "POST appraisal-list"),
    # sprints
    "sprints": ("GET sprint-list", "GET sprint-fact-list"),
    "new_sprint": ("POST sprint-list",),
    "sprint": (
        "GET sprint-detail",
        "GET sprint-statistics",
        "GET sprint-burn-up",
        "GET commitment-list",
    ),
    "plans": ("POST sprint-plans",),
    "owners": ("POST story-assignments", "POST story-change-bulk"),
    "kickoffs": ("POST sprint-kickoff",),
    "closings": ("POST sprint-closing",),
    "ceremonies": ("GET standup-list", "GET retrospective-list", "GET action-list"),
    "standups": ("POST standup-list",),
    "standup_ends": ("POST standup-end",),
    "retrospective": (
        "GET retrospective-detail",
        "POST retrospective-list",
        "POST retrospective-notes",
    ),
    "actions": ("POST retrospective-actions",),
    "action_closings": ("POST action-closing",),
    "action_carryings": ("POST action-carryings",),
    "action_stories": ("POST action-stories",),
    # stories
    "board": ("GET story-list", "GET column-list"),
    "backlog": ("GET story-list",),
    "columns": ("GET column-list", "POST column-list"),
    "column_settings": ("POST column-set-up",),
    "column_places": ("POST column-rankings",),
    "column_removals": ("DELETE column-detail",),
    "write_story": ("POST story-list",),
    "write_in_backlog": ("POST story-list",),
    "change_many": ("POST story-change-bulk", "DELETE story-detail"),
    "story": ("GET story-detail", "GET comment-list", "GET event-list"),
    "card": ("GET story-detail",),
    "move": ("POST story-moves",),
    "rank": ("POST story-rankings",),
    "hand_over": ("POST story-assignments",),
    "pair": ("POST story-pairings", "DELETE story-end-pairing"),
    "plan": ("POST story-plans",),
    "file_under": ("POST story-themes",),
    "test_hypothesis": ("POST story-tests",),
    "ship_with": ("POST story-shipments",),
    "classify": ("POST story-kinds",),
    "label": ("POST story-labels",),
    "block": ("POST story-blockers", "DELETE story-blockers"),
    "estimate": ("POST story-estimates",),
    "rename": ("POST story-titles",),
    "describe": ("POST story-descriptions",),
    "depend": ("POST story-dependencies", "DELETE story-end-dependency"),
    "comment": ("POST comment-list",),
    "reword": ("POST comment-rewordings",),
    "withdraw": ("DELETE comment-detail",),
    # files
    "files_of": (
        "GET file-of-story-list",
        "POST file-of-story-list",
        "GET file-of-comment-list",
        "POST file-of-comment-list",
        "GET file-of-use-case-list",
        "POST file-of-use-case-list",
        "GET file-of-hypothesis-list",
        "GET file-of-wall-list",
        "POST file-of-wall-list",
        "GET file-of-solution-list",
        "POST file-of-solution-list",
        "POST file-of-hypothesis-list",
        "GET attachment-detail",
    ),
    "project_files": ("GET file-of-project-list",),
    "attachment_content": ("GET attachment-content",),
    "attachment_deletions": ("DELETE attachment-detail",),
    "attachment_restorations": ("POST attachment-restorations",),
    # forecasts and health
    "forecast": ("GET forecast-what-if", "GET forecast-list", "GET forecast-failures"),
    "sprint_forecast": ("GET forecast-what-if",),
    "calibration": ("GET forecast-calibration", "GET forecast-list"),
    "retry_forecasts": ("POST forecast-retries",),
    "health": ("GET team-report-list", "GET report-detail"),
    "health_report": ("GET report-detail",),
    "health_json": ("GET report-detail",),
    "health_as_of": ("POST team-report-list", "GET team-report-list"),
    "health_comparison": ("GET team-report-comparison",),
    "compute_health": ("POST team-report-list",),
    "retry_health": ("POST team-report-list",),
    "health_progress": ("GET team-report-asked",),
    "contest_reading": ("POST report-contests",),
    # solutions
    "solutions": ("GET solution-list",),
    "new_solution": ("POST solution-list",),
    "solution": ("GET solution-detail", "GET event-list"),
    "solution_name": ("POST solution-renamings",),
    "solution_words": ("POST solution-descriptions",),
    "solution_served": ("POST solution-use-cases", "POST solution-hypotheses"),
    "solution_keepers": ("POST solution-keepers",),
    "solution_links": ("POST solution-links",),
    "solution_link_ends": ("DELETE solution-end-link",),
    "solution_stories": ("POST solution-stories",),
    "solution_story_ends": ("DELETE solution-end-story",),
    "solution_looks": ("POST solution-looks",),
    "solution_shows": ("POST solution-shares",),
    "solution_hides": ("DELETE solution-shares",),
    # walls
    "walls": ("GET wall-list",),
    "use_case_wall": ("POST wall-list",),
    "theme_wall": ("POST wall-list",),
    "sprint_wall": ("POST wall-list",),
    "wall": ("GET wall-detail", "GET wall-own-notes", "GET wall-own-votes", "GET wall-note-list"),
    "wall_reveals": ("POST wall-reveals",),
    "wall_vote_openings": ("POST wall-vote-openings",),
    "wall_vote_closings": ("POST wall-vote-closings",),
    "wall_closings": ("POST wall-closings",),
    "wall_step_backs": ("POST wall-steps-back",),
    "wall_shows": ("POST wall-shares",),
    "wall_hides": ("DELETE wall-shares",),
    "wall_timers": ("POST wall-timers",),
    "wall_timer_stops": ("DELETE wall-timers",),
    "wall_notes": ("POST wall-own-notes",),
    "wall_rewordings": ("POST wall-own-rewordings",),
    "wall_withdrawals": ("POST wall-own-withdrawals",),
    "wall_votes": ("POST wall-own-votes",),
    "wall_moves": ("POST wall-note-moves",),
    "wall_group_moves": ("POST wall-group-moves",),
    "wall_group": ("GET wall-group-detail",),
    "wall_names": ("POST wall-group-names",),
    "wall_arrows": ("POST wall-arrow-list",),
    "wall_erasures": ("DELETE wall-arrow-detail",),
    "wall_discussions": ("POST wall-discussions",),
    "wall_note": ("GET wall-note-detail",),
    "wall_note_questions": ("POST wall-note-questions",),
    "wall_note_hypotheses": ("POST wall-note-hypotheses",),
    "wall_note_themes": ("POST wall-note-themes",),
    "wall_note_stories": ("POST wall-note-stories",),
    "wall_note_actions": ("POST wall-note-actions",),
    "wall_note_rewordings": ("POST wall-note-rewordings",),
    "wall_note_withdrawals": ("DELETE wall-note-detail",),
}
FOR_PEOPLE_ALONE = {
    "solution_drops": "a lead drops a solution, signed in",
    "solution_retirements": "a lead retires a solution, signed in",
    "solution_resumptions": "a lead takes a solution up again, signed in",
    "questions_reveals": "a lead opens answers early, signed in",
    "question_reveals": "a lead opens answers early, signed in",
    "question_set": "a lead edits the team's questions, signed in",
    "attachment_preview": "a picture of a file that the API gives whole",
    "sign_in": "a token comes in without",
    "sign_in_here": "a token comes in without",
    "sign_out": "a token is revoked instead",
    "change_password": "a token must not outlive what it was made with",
    "preview": "draws Markdown for whoever types it",
    "health_csv": "the table of a report that the API gives whole",
}


def test_each_page_has_its_addresses_or_a_reason():
    assert DOES_THE_SAME.keys() | FOR_PEOPLE_ALONE.keys() == set(PAGES)
    assert not DOES_THE_SAME.keys() & FOR_PEOPLE_ALONE.keys()


@pytest.mark.parametrize("page", DOES_THE_SAME)
def test_they_are_addresses_that_there_are(page):
    assert set(DOES_THE_SAME[page]) <= set(ROUTES)


def test_each_write_of_the_api_is_what_some_page_does():
    """What no page does stands here: it is for programs."""
    of_pages = {route for routes in DOES_THE_SAME.values() for route in routes}
    writes = {route for route in ROUTES if not route.startswith("GET ")}
    assert writes - of_pages == FOR_PROGRAMS


# Many stories, or many fields, at once.
FOR_PROGRAMS = {"POST story-bulk"} | {
    one for one in ROUTES if one.startswith("PATCH ") and one != "PATCH shelf-item-detail"
}
# What is only refused, with the page where people do it.
FOR_PROGRAMS |= NEVER_DONE
