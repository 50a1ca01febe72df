from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from projects import pages
from projects.pages import decision as decisions
from projects.pages import hypothesis as hypotheses
from projects.pages import shelf

urlpatterns = [
    path("projects/", pages.projects, name="projects"),
    path("projects/new/", pages.new_project, name="new_project"),
    path("projects/<project:key>/", pages.project, name="project"),
    path("projects/<project:key>/edit/", pages.edit, name="project_edit"),
    path("projects/<project:key>/states/", pages.states, name="project_states"),
    path("projects/<project:key>/activity/", pages.activity, name="activity"),
    path("projects/<project:key>/charters/", pages.charters, name="charters"),
    path("teams/<slug:slug>/activity/", pages.team_activity, name="team_activity"),
    path("charters/<row:pk>/signatures/", pages.signatures, name="signatures"),
    path("projects/<project:key>/themes/", pages.themes, name="themes"),
    path("themes/<row:pk>/", pages.theme, name="theme"),
    path("themes/<row:pk>/states/", pages.theme_states, name="theme_states"),
    path("themes/<row:pk>/places/", pages.theme_places, name="theme_places"),
    path("projects/<project:key>/use-cases/", pages.use_cases, name="use_cases"),
    path("projects/<project:key>/hypotheses/", hypotheses.hypotheses, name="hypotheses"),
    path("projects/<project:key>/hypotheses/new/", hypotheses.new, name="new_hypothesis"),
    path("hypotheses/<row:pk>/", hypotheses.hypothesis, name="hypothesis"),
    path("hypotheses/<row:pk>/rewordings/", hypotheses.rewordings, name="hypothesis_rewordings"),
    path("hypotheses/<row:pk>/starts/", hypotheses.starts, name="hypothesis_starts"),
    path("hypotheses/<row:pk>/decisions/", hypotheses.decisions, name="hypothesis_decisions"),
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
]
