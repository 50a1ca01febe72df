"""Every page's address, walked as nobody, stranger, guest, member and lead."""

import pytest
from django.db import transaction

from tests.web.addresses import PAGES

OPEN = {"sign_in", "sign_in_here", "no_digests"}  # to everybody
OWN = {
    "dashboard",
    "me",
    "change_password",
    "sign_out",
    "tokens",
    "search",
    "new_project",
    "projects",
    "shelf",
    "ledger",
    "portfolio",
    "portfolio_csv",
    "new_shelf_item",
}
LEADS = {
    "theme_windows",
    "memberships",
    "membership",
    "project_edit",
    "new_sprint",
    "closings",
    "plans",
    "new_project",
    "targets",
    "success_metrics",
    "project_currency",
    "day_rates",
    "columns",
    "rhythms",
    "question_set",
    "solution_drops",
    "deployment_waivers",
    "solution_retirements",
    "fit_checklist",
}
MEMBERS = {
    "absences",
    "themes",
    "theme",
    "theme_windows",
    "use_cases",
    "use_case",
    "new_decision",
    "new_shelf_item",
    "shelf_item",
    "new_solution",
    "solution",  # the team's own until it is shown
    "solution_name",
    "solution_words",
    "solution_served",
    "solution_keepers",
    "solution_links",
    "solution_stories",
    "trial",  # the team's own until it has a verdict or is shown
    "new_trial",
    "new_incident",
    "incident",  # the team's own until it is shown
    "incident_words",
    "incident_restorations",
    "incident_deployment",
    "incident_stories",
    "new_deployment",
    "deployment_reports",
    "deployment",  # the team's own until it comes to something
    "deployment_plan",
    "deployment_customer",
    "deployment_release",
    "deployment_rollbacks",
    "deployment_failures",
    "deployment_cancellations",
    "deployment_stories",
    "knowledge",
    "project_delivery",
    "project_economics",
    "economics",
    "economics_estimates",
    "team_delivery",
    "deployment_drama",
    "trial_design",
    "trial_runners",
    "trial_guardrails",
    "trial_amendments",
    "trial_observations",
    "trial_verdict",
    "trial_withdrawals",
    "trial_stories",
    "solution_fit",
    "solution_fit_changes",
    "solution_fit_rounds",
    "solution_fit_items",
    "solution_fit_run_cost",
    "solution_fit_shelf",
    "decision",  # the team's own until it is shown
    "new_hypothesis",
    "hypothesis_rewordings",
    "hypothesis_amendments",
    "hypothesis_withdrawals",
    "hypothesis_metric",
    "hypothesis_experiments",
    "observations",
    "appraisals",
    "check_in_observations",
    "check_in_unknowable",
    "releases",
    "release_uses",
    "write_story",
    "write_in_backlog",
    "questions_meeting",
    "questions_new",
    "question_rewordings",
    "question_asides",
    "question_rounds",
    "use_case_wall",
    "theme_wall",
    "sprint_wall",
    "wall_group",
    "wall",  # the team’s own until it is shown
    "wall_note",
    "wall_note_rewordings",
}
REPORTS = {"health_report", "health_json", "health_csv"}  # guests a day after the team


def ask(client, method, path):
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    return answer.status_code


def walk(client, names, method):
    return {name: ask(client, method, names(name)) for name in sorted(PAGES) if name != "sign_out"}


def test_nobody_is_asked_to_sign_in(client, names):
    for method in ("get", "post"):
        found = walk(client, names, method)
        inside = {name: status for name, status in found.items() if name not in OPEN | {"sign_out"}}
        assert set(inside.values()) <= {302 if method == "get" else 401, 405}, inside


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(client, names, charlie, method):
    client.force_login(charlie)
    found = walk(client, names, method)
    seen = {name: status for name, status in found.items() if name not in OPEN | OWN}
    assert set(seen.values()) <= {404, 405}, {n: s for n, s in seen.items() if s not in (404, 405)}


@pytest.mark.parametrize("who", ["guest", "member", "lead"])
def test_what_people_of_the_team_may_open(client, names, who, alice, bob, gina):
    client.force_login({"guest": gina, "member": bob, "lead": alice}[who])
    closed = {"guest": LEADS | MEMBERS | REPORTS, "member": LEADS, "lead": set()}[who]
    found = walk(client, names, "get")
    for name, status in found.items():
        wanted = {403, 404, 405} if name in closed else {200, 302, 405}
        assert status in wanted, (name, status)


@pytest.mark.parametrize("who", ["guest", "member", "lead"])
def test_an_empty_form_is_no_error_of_ours(client, names, who, alice, bob, gina):
    client.force_login({"guest": gina, "member": bob, "lead": alice}[who])
    found = walk(client, names, "post")
    assert not {name: status for name, status in found.items() if status >= 500}


JUNK = ["\x00", "💥" * 300, "-1", "99999999999999999999", "<script>", "2026-02-31", "1e400", "’"]
WORDS = (
    "q",
    "state",
    "use_case",
    "owner",
    "by",
    "sprint",
    "theme",
    "page",
    "days",
    "scope",
    "before",
    "kind",
    "date",
    "lanes",
    "show",
    "label",
    "after",
    "away",
    "top",
    "text",
)


@pytest.mark.parametrize("turn", range(2))
def test_nonsense_in_a_query_is_no_error_of_ours(client, names, turn, alice):
    client.force_login(alice)
    query = {word: JUNK[(place + 3 * turn) % len(JUNK)] for place, word in enumerate(WORDS)}
    for name in sorted(PAGES):
        assert client.get(names(name), query).status_code < 500, (name, query)
