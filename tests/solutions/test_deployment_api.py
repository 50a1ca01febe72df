"""Deployments over the API: the gate asked beforehand, planned, reported by a pipeline."""

import pytest

from solutions.models import Deployment, Solution
from tests.budgets import assert_budget
from tests.solutions.test_api import refused

LACKS = "The fit isn't signed: nobody has begun to look; no trial has passed."


@pytest.fixture
def there(solution):
    return f"projects/AP/solutions/{solution.pk}/"


@pytest.fixture
def run():
    return {"environment": "production", "reference": "run-7", "state": "live"}


def test_the_gate_says_what_the_start_would_say(api, there, solution, alice):
    mine = api(alice)
    told = mine.get(f"{there}gate/")
    assert refused(told, 409) == "deployed-before-proven"
    made = mine.post(f"{there}deployments/", {"version": "1.0"})
    assert made.status_code == 201, made.content
    start = mine.post(f"{there}deployments/{made.json()['id']}/starts/")
    assert refused(start, 409) == "deployed-before-proven"
    assert told.json()["detail"] == start.json()["detail"] == LACKS
    assert told.json()["links"] == start.json()["links"]


def test_the_gate_is_open_for_what_is_proven(api, there, proven, alice):
    told = api(alice).get(f"{there}gate/")
    assert told.status_code == 200
    assert told.json()["words_hash"] == proven.words_hash
    assert api(alice).get(f"{there}gate/?fields=sentence").json().keys() == {"sentence"}


def test_strangers_see_no_gate(api, there, charlie, gina):
    for who in (charlie, gina):
        assert api(who).get(f"{there}gate/").status_code == 404


def test_from_a_plan_to_a_rollback(api, there, proven, alice):
    mine = api(alice)
    plan = {"version": "1.0", "rollout": "gradual", "customer": "informed"}
    made = mine.post(f"{there}deployments/", plan).json()
    one = f"{there}deployments/{made['id']}/"
    told = mine.get(one)
    changed = mine.patch(
        one, {"version": "1.1", "customer": "present"}, If_Match=told["ETag"]
    ).json()
    assert (changed["version"], changed["customer"]) == ("1.1", "present")
    assert refused(mine.post(f"{one}go-lives/"), 409) == "deployment-out-of-step"
    assert refused(mine.post(f"{one}waivers/"), 403) == "session-only"
    started = mine.post(f"{one}starts/").json()
    assert (started["state"], started["gate"], started["lacked"]) == ("started", "passed", [])
    assert mine.post(f"{one}go-lives/").json()["state"] == "live"
    assert mine.get(there).json()["stage"] == "live"
    told = mine.post(f"{one}rollbacks/", {"reason": "It was slow."}).json()
    assert (told["state"], told["reason"]) == ("rolled_back", "It was slow.")
    assert mine.get(there).json()["stage"] == "proven"


def test_it_fails_or_is_cancelled(api, there, proven, alice):
    mine = api(alice)
    for act, state in (("failures", "failed"), ("cancellations", "cancelled")):
        made = mine.post(f"{there}deployments/", {"version": "1.0"}).json()
        one = f"{there}deployments/{made['id']}/"
        if act == "failures":
            mine.post(f"{one}starts/")
        assert mine.post(f"{one}{act}/").json()["state"] == state


def test_a_report_is_taken_once_and_never_refused_for_the_gate(api, there, run, bob):
    mine = api(bob)
    made = mine.post(f"{there}deployment-reports/", run)
    assert made.status_code == 201, made.content
    assert (made.json()["gate"], made.json()["lacked"]) == ("not_passed", ["fit", "trial"])
    again = mine.post(f"{there}deployment-reports/", run)
    assert again.json() == made.json()
    other = mine.post(f"{there}deployment-reports/", {**run, "version": "2.0"})
    assert refused(other, 409) == "deployment-reported-otherwise"
    assert other.json()["errors"][0]["pointer"] == "#/version"
    back = {**run, "state": "rolled_back", "reason": "It was slow."}
    assert mine.post(f"{there}deployment-reports/", back).json()["state"] == "rolled_back"
    late = mine.post(f"{there}deployment-reports/", {**run, "state": "started"})
    assert refused(late, 409) == "deployment-times-reversed"
    assert Deployment.objects.count() == 1


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-01-05T12:00:00Z", 201),
        ("2026-01-05T12:00:00.5+01:00", 201),
        ("2026-01-05T12:00:00", 400),
        ("2026-01-05", 400),
        ("0001-01-05T12:00:00+14:00", 400),
        ("2026-13-05T12:00:00Z", 400),
        (1767614400, 400),
        ("2150-01-05T12:00:00Z", 409),
    ],
)
def test_a_moment_has_its_offset(api, there, run, bob, at, status):
    answer = api(bob).post(f"{there}deployment-reports/", {**run, "at": at})
    assert answer.status_code == status, answer.content


def test_guests_read_outcomes_and_report_nothing(api, there, solution, run, live, gina, alice):
    Deployment.plan(solution, version="1.1", by=alice)
    listed = api(gina).get(f"{there}deployments/").json()["results"]
    assert [row["id"] for row in listed] == [live.pk]
    assert api(gina).post(f"{there}deployment-reports/", run).status_code == 404
    solution.show(by=alice)
    assert api(gina).post(f"{there}deployment-reports/", run).status_code == 403


def test_the_list_is_narrowed(api, there, live, proven, alice):
    planned = Deployment.plan(proven, version="1.1", environment="staging", by=alice)

    def found(**query):
        rows = api(alice).get(f"{there}deployments/", query).json()["results"]
        return [row["id"] for row in rows]

    assert found(state="live") == [live.pk]
    assert found(environment="staging") == [planned.pk]
    assert found(gate="passed") == [live.pk]


def test_of_another_solution_there_are_none(api, live, apollo, alice):
    other = Solution.sketch(apollo, name="Orbiter", kind="report", by=alice)
    there = f"projects/AP/solutions/{other.pk}/deployments/"
    assert api(alice).get(there).json()["results"] == []
    assert api(alice).get(f"{there}{live.pk}/").status_code == 404


def test_the_list_has_a_budget(api, there, solution, live, alice):
    def grow():
        for number in range(5):
            Deployment.plan(solution, version=f"1.{number}", by=alice)

    reader = api(alice)
    assert_budget("api deployments", lambda: reader.get(f"{there}deployments/"), grow)
