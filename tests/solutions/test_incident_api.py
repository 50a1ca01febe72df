"""Incidents over the API: reported, described, over, shown; and fixes that name them."""

import pytest

from solutions.models import Incident
from tests.budgets import assert_budget
from tests.solutions.test_api import refused
from tests.solutions.test_incident import TOLD


@pytest.fixture
def there(solution):
    return f"projects/AP/solutions/{solution.pk}/"


def test_from_a_report_to_its_end(api, there, live, story, alice):
    mine = api(alice)
    made = mine.post(f"{there}incidents/", TOLD)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["deployment"], told["noticed_by"], told["restored_at"]) == (live.pk, "team", None)
    one = f"{there}incidents/{told['id']}/"
    read = mine.get(one)
    changed = mine.patch(one, {"severity": 1, "changed": "A second one."}, If_Match=read["ETag"])
    assert (changed.json()["severity"], changed.json()["changed"]) == (1, "A second one.")
    assert mine.post(f"{one}stories/", {"story": story.key}).json()["stories"] == [story.key]
    assert mine.delete(f"{one}stories/{story.key}/").json()["stories"] == []
    assert mine.post(f"{one}restorations/").json()["restored_at"]
    assert mine.delete(f"{one}restorations/").json()["restored_at"] is None
    assert mine.post(f"{one}deployment/", {"deployment": live.pk}).status_code == 200
    assert mine.post(f"{one}shares/").json()["is_shared"]
    assert not mine.delete(f"{one}shares/").json()["is_shared"]


def test_a_fix_names_it_and_meets_no_gate(api, there, live, solution, alice):
    mine = api(alice)
    made = mine.post(f"{there}incidents/", TOLD).json()
    solution.describe(does="Predicts the weather.", by=alice)
    said = {"environment": "production", "reference": "run-9", "state": "live"}
    row = mine.post(f"{there}deployment-reports/", {**said, "fixes": made["id"]}).json()
    assert (row["fixes"], row["gate"]) == (made["id"], "fix")
    assert mine.get(f"{there}incidents/{made['id']}/").json()["fixes"] == [row["id"]]
    plan = mine.post(f"{there}deployments/", {"version": "2", "fixes": made["id"]}).json()
    assert plan["fixes"] == made["id"]
    unread = mine.post(f"{there}deployments/", {"version": "2", "fixes": 2**40})
    assert unread.status_code == 404


def test_what_does_not_fit_names_its_field(api, there, live, alice):
    began = {**TOLD, "began_at": "2026-01-05T12:00:00Z"}
    answer = api(alice).post(f"{there}incidents/", began)
    assert refused(answer, 409) == "incident-of-nothing"
    answer = api(alice).post(f"{there}incidents/", {**began, "deployment": live.pk})
    assert refused(answer, 409) == "incident-before-deployment"
    assert answer.json()["errors"][0]["pointer"] == "#/began_at"


def test_guests_read_what_was_shown(api, there, live, solution, gina, alice, bob):
    incident = Incident.report(solution, by=bob, **TOLD)
    assert api(gina).get(f"{there}incidents/").json()["results"] == []
    incident.show(by=alice)
    [told] = api(gina).get(f"{there}incidents/").json()["results"]
    assert told["id"] == incident.pk
    assert api(gina).post(f"{there}incidents/", TOLD).status_code == 403


def test_the_list_is_narrowed_and_has_a_budget(api, there, live, solution, alice):
    first = Incident.report(solution, by=alice, **TOLD)
    first.restore(by=alice)
    reader = api(alice)

    def found(**query):
        rows = reader.get(f"{there}incidents/", query).json()["results"]
        return [row["id"] for row in rows]

    second = Incident.report(solution, by=alice, **TOLD | {"kind": "cost"})
    assert found(open="true") == [second.pk]
    assert found(open="false", kind="drift") == [first.pk]

    def grow():
        for _ in range(5):
            Incident.report(solution, by=alice, **TOLD)

    assert_budget("api incidents", lambda: reader.get(f"{there}incidents/"), grow)
