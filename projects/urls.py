from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from projects import pages
from projects.pages import decision as decisions
from projects.pages import hypothesis as hypotheses
from projects.pages import hypothesis_edits as hypothesis
from projects.pages import question as one
from projects.pages import questions as boards
from projects.pages import shelf
from projects.pages.question_set import question_set

urlpatterns = [
    path("projects/", pages.projects, name="projects"),
    path("projects/new/", pages.new_project, name="new_project"),
    path("projects/<project:key>/", pages.project, name="project"),
    path("projects/<project:key>/currencies/", pages.currencies, name="project_currency"),
    path("projects/<project:key>/edit/", pages.edit, name="project_edit"),
    path("projects/<project:key>/states/", pages.states, name="project_states"),
    path("projects/<project:key>/activity/", pages.activity, name="activity"),
    path("projects/<project:key>/charters/", pages.charters, name="charters"),
    path("teams/<slug:slug>/activity/", pages.team_activity, name="team_activity"),
    path("charters/<row:pk>/signatures/", pages.signatures, name="signatures"),
    path(
        "charters/<row:pk>/confirmations/",
        pages.charter_confirmations,
        name="charter_confirmations",
    ),
    path("projects/<project:key>/themes/", pages.themes, name="themes"),
    path("themes/<row:pk>/", pages.theme, name="theme"),
    path("themes/<row:pk>/windows/", pages.theme_windows, name="theme_windows"),
    path("themes/<row:pk>/states/", pages.theme_states, name="theme_states"),
    path("themes/<row:pk>/places/", pages.theme_places, name="theme_places"),
    path("projects/<project:key>/use-cases/", pages.use_cases, name="use_cases"),
    path("projects/<project:key>/hypotheses/", hypotheses.hypotheses, name="hypotheses"),
    path("projects/<project:key>/hypotheses/new/", hypotheses.new, name="new_hypothesis"),
    path("hypotheses/", hypotheses.ledger, name="ledger"),
    path(
        "projects/<project:key>/hypotheses/alike/",
        hypotheses.alike,
        name="hypothesis_alike",
    ),
    path("hypotheses/<row:pk>/", hypotheses.hypothesis, name="hypothesis"),
    path("hypotheses/<row:pk>/rewordings/", hypotheses.rewordings, name="hypothesis_rewordings"),
    path("hypotheses/<row:pk>/starts/", hypotheses.starts, name="hypothesis_starts"),
    path("hypotheses/<row:pk>/decisions/", hypotheses.decisions, name="hypothesis_decisions"),
    path("hypotheses/<row:pk>/looks/", hypotheses.looks, name="hypothesis_looks"),
    path("hypotheses/<row:pk>/repetitions/", hypotheses.repetitions, name="hypothesis_repetitions"),
    path("hypotheses/<row:pk>/amendments/", hypothesis.amendments, name="hypothesis_amendments"),
    path("hypotheses/<row:pk>/withdrawals/", hypothesis.withdrawals, name="hypothesis_withdrawals"),
    path("projects/<project:key>/decisions/", decisions.decisions, name="decisions"),
    path("projects/<project:key>/decisions/new/", decisions.new_decision, name="new_decision"),
    path("decisions/<row:pk>/", decisions.decision, name="decision"),
    path("decisions/<row:pk>/choices/", decisions.choices, name="decision_choices"),
    path("decisions/<row:pk>/outcomes/", decisions.outcomes, name="decision_outcomes"),
    path("decisions/<row:pk>/successors/", decisions.successors, name="decision_successors"),
    path("decisions/<row:pk>/showings/", decisions.showings, name="decision_showings"),
    path("decisions/<row:pk>/concealments/", decisions.concealments, name="decision_concealments"),
    path("shelf/", shelf.shelf, name="shelf"),
    path("shelf/new/", shelf.new_item, name="new_shelf_item"),
    path("shelf/<row:pk>/", shelf.item, name="shelf_item"),
    path("shelf/<row:pk>/removals/", shelf.removals, name="shelf_item_removals"),
    path("projects/<project:key>/releases/", pages.releases, name="releases"),
    path("releases/<row:pk>/uses/", pages.release_uses, name="release_uses"),
    path("releases/<row:pk>/withdrawals/", pages.release_withdrawals, name="release_withdrawals"),
    path("events/<row:pk>/texts/", pages.old_texts, name="old_texts"),
    path(
        "events/<row:pk>/texts/<slug:field>/strike-out/",
        pages.strike_out,
        name="old_text_strike_out",
    ),
    path("use-cases/<row:pk>/", pages.use_case, name="use_case"),
    path("use-cases/<row:pk>/drops/", pages.use_case_drops, name="use_case_drops"),
    path("use-cases/<row:pk>/questions/", boards.questions, name="questions"),
    path("use-cases/<row:pk>/questions/begin/", boards.questions_begin, name="questions_begin"),
    path("use-cases/<row:pk>/questions/new/", boards.questions_new, name="questions_new"),
    path(
        "use-cases/<row:pk>/questions/reveals/", boards.questions_reveals, name="questions_reveals"
    ),
    path(
        "use-cases/<row:pk>/questions/meeting/", boards.questions_meeting, name="questions_meeting"
    ),
    path("questions/<row:pk>/answers/", one.question_answers, name="question_answers"),
    path("questions/<row:pk>/finals/", one.question_finals, name="question_finals"),
    path("questions/<row:pk>/take-backs/", one.question_takebacks, name="question_takebacks"),
    path("questions/<row:pk>/reveals/", one.question_reveals, name="question_reveals"),
    path("questions/<row:pk>/stances/", one.question_stances, name="question_stances"),
    path("questions/<row:pk>/shows/", one.question_shows, name="question_shows"),
    path("questions/<row:pk>/hides/", one.question_hides, name="question_hides"),
    path("questions/<row:pk>/notes/", one.question_notes, name="question_notes"),
    path("questions/<row:pk>/rewordings/", one.question_rewordings, name="question_rewordings"),
    path("questions/<row:pk>/asides/", one.question_asides, name="question_asides"),
    path("questions/<row:pk>/rounds/", one.question_rounds, name="question_rounds"),
    path("teams/<slug:slug>/questions/", question_set, name="question_set"),
]
