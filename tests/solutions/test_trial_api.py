"""Trials over the API: drafted, started, amended, observed, decided, confirmed; never waived."""

import pytest

from solutions.models import Solution, Trial
from tests.budgets import assert_budget
from tests.solutions.conftest import MEANS
from tests.solutions.test_api import refused

WHY = "The boxes came late."
DESIGN = {
    "environment": "canary",
    "name": "Vienna",
    "population": "Forty boxes",
    "planned_until": "2031-12-01",
    "metric": "Height error",
    "unit": "m",
    "better": "lower",
    "threshold": 2,
    "smallest_effect": 1,
    "comparison": "comparison_group",
    "compared": "Boxes in Graz",
    "rollback_plan": "Switch the flag off.",
}


@pytest.fixture
def listed(solution):
    return f"projects/AP/solutions/{solution.pk}/trials/"


@pytest.fixture
def one(listed, solution):
    def address(trial):
        return f"{listed}{trial.pk}/"

    return address


def test_from_a_draft_to_a_confirmed_verdict(api, listed, alice, bob):
    mine = api(alice)
    made = mine.post(listed, {**DESIGN, "runners": [alice.pk]})
    assert made.status_code == 201, made.content
    one = f"{listed}{made.json()['id']}/"
    assert refused(mine.post(f"{one}starts/"), 409) == "trial-not-designed"
    rail = mine.post(f"{one}guardrails/", {"what": "Crashes", "limit": "none"})
    assert rail.status_code == 201
    gate = mine.post(f"{one}starts/")
    assert refused(gate, 409) == "run-by-one-discipline"
    told = gate.json()
    assert told["detail"] == "Nobody from engineering is among who runs this trial."
    assert told["links"][0]["href"].endswith("/runners/")
    assert refused(mine.post(f"{one}waivers/"), 403) == "session-only"
    told = mine.get(one)
    assert (
        mine.patch(
            one, {"runners": [alice.pk, bob.pk], "threshold": 2.5}, If_Match=told["ETag"]
        ).json()["threshold"]
        == 2.5
    )
    started = mine.post(f"{one}starts/").json()
    assert (started["state"], started["counts"], started["waiver"]) == ("running", True, "")
    assert refused(mine.post(f"{one}designs/", {"unit": "km"}, If_Match="*"), 409) == "trial-locked"
    amended = mine.post(f"{one}amendments/", {"part": "threshold", "now": "1", "reason": WHY})
    assert amended.status_code == 201
    verdict = {"verdict": "passed", "learned": "Radar sees it.", **MEANS}
    told = mine.get(one)
    decided = mine.post(f"{one}verdicts/", verdict, If_Match=told["ETag"]).json()
    assert decided["result"]["difference"] == -3.0
    assert decided["result"]["gain"] == 3.0
    assert decided["grade"] == 3
    assert decided["read_early"]
    assert decided["to_confirm"] == ["engineering"]
    assert decided["threshold"] == 2.5
    assert decided["amendments"][0]["now"] == "1"
    refusal = api(bob, scope="write").post(f"{one}confirmations/", {})
    assert refusal.status_code == 403
    read = {"verdict_hash": decided["verdict_hash"]}
    assert refused(mine.post(f"{one}confirmations/", read), 403) == "confirmed-by-other"
    confirmed = api(bob).post(f"{one}confirmations/", read).json()
    assert confirmed["to_confirm"] == []
    assert confirmed["confirmations"][0]["user"]["id"] == bob.pk
    told = mine.get(f"{listed[: -len('trials/')]}").json()
    assert told["stage"] == "proven"


def test_what_was_seen_is_noted_and_read_by_the_team(api, one, trial, alice, gina):
    there = f"{one(trial)}observations/"
    today = trial.project.team.today.isoformat()
    made = api(alice).post(there, {"seen_on": today, "words": "It works.", "value": 8.5})
    assert made.status_code == 201, made.content
    told = api(alice).get(f"{there}{made.json()['id']}/").json()
    assert (told["words"], told["value"], told["user"]["name"]) == ("It works.", 8.5, "Alice")
    assert len(api(alice).get(there).json()["results"]) == 1
    assert api(gina).get(there).status_code == 404
    trial.decide("failed", learned="Radar is blind.", by=alice)
    assert api(gina).get(one(trial)).json()["verdict"] == "failed"
    assert api(gina).get(there).status_code == 404
    trial.show(by=alice)
    assert len(api(gina).get(there).json()["results"]) == 1


def test_outcomes_are_listed_for_guests_where_the_solution_is_not(
    api, listed, solution, draft, alice, bob, gina, charlie
):
    assert api(gina).get(listed).status_code == 404
    draft.start(by=alice)
    assert api(gina).get(listed).status_code == 404
    draft.decide("failed", learned="Radar is blind.", by=alice)
    Trial.draft(solution, environment="pilot", name="Next", by=bob)
    assert [row["id"] for row in api(gina).get(listed).json()["results"]] == [draft.pk]
    assert len(api(bob).get(listed).json()["results"]) == 2
    assert api(charlie).get(listed).status_code == 404


def test_the_list_is_narrowed(api, listed, passed, solution, alice):
    other = Trial.draft(solution, environment="staging", name="Lab", by=alice)

    def found(**query):
        return [row["id"] for row in api(alice).get(listed, query).json()["results"]]

    assert found(state="decided") == [passed.pk]
    assert found(state="drafted", environment="staging") == [other.pk]
    assert found(verdict="failed") == []


def test_shares_are_told_in_percentage_points(api, one, draft, alice):
    draft.redesign(measured_as="share", by=alice)
    draft.start(by=alice)
    draft.decide(
        "failed",
        learned="It fell.",
        new_hits=56,
        new_n=70,
        compared_hits=48,
        compared_n=80,
        by=alice,
    )
    told = api(alice).get(one(draft)).json()
    assert told["result"]["difference"] == pytest.approx(20.0)
    assert told["result"]["gain"] == pytest.approx(-20.0)
    assert "worse" in told["result"]["sentences"][0]


def test_numbers_that_do_not_fit_are_refused_by_their_names(api, one, trial, alice):
    given = {"verdict": "passed", "learned": "It works.", "new_mean": 8}
    answer = api(alice).post(f"{one(trial)}verdicts/", given, If_Match="*")
    assert refused(answer, 409) == "trial-numbers-unfit"
    assert answer.json()["errors"][0]["pointer"] == "#/new_se"


def test_it_is_shown_withdrawn_and_linked(api, one, trial, story, alice):
    mine, there = api(alice), one(trial)
    assert mine.post(f"{there}stories/", {"story": story.key}).json()["stories"] == [story.key]
    assert mine.delete(f"{there}stories/{story.key}/").json()["stories"] == []
    assert mine.post(f"{there}shares/").json()["is_shared"]
    assert not mine.delete(f"{there}shares/").json()["is_shared"]
    told = mine.post(f"{there}withdrawals/", {"reason": WHY}).json()
    assert (told["state"], told["withdrawn_because"]) == ("withdrawn", WHY)


def test_a_guardrail_is_taken_from_a_draft(api, one, draft, alice):
    rail = draft.guardrails.get()
    told = api(alice).delete(f"{one(draft)}guardrails/{rail.pk}/").json()
    assert told["guardrails"] == []


def test_of_another_solution_there_are_none(api, draft, solution, apollo, alice):
    other = Solution.sketch(apollo, name="Orbiter", kind="report", by=alice)
    there = f"projects/AP/solutions/{other.pk}/trials/"
    assert api(alice).get(there).json()["results"] == []
    assert api(alice).get(f"{there}{draft.pk}/").status_code == 404
    assert api(alice).get(f"{there}{draft.pk}/observations/").status_code == 404


def test_the_lists_have_a_budget(api, client, listed, solution, trial, alice):
    def grow():
        for number in range(5):
            row = Trial.draft(solution, environment="pilot", name=f"T{number}", by=alice)
            row.guard("Cost", "none", by=alice)
            trial.guardrails.model.objects.filter(trial=trial)
            trial.observe(seen_on=trial.project.team.today, words=f"Seen {number}", by=alice)

    reader = api(alice)
    assert_budget("api trials", lambda: reader.get(listed), grow)
    there = f"{listed}{trial.pk}/observations/"
    assert_budget("api observations of a trial", lambda: reader.get(there), grow)
