"""Pages of deployments: planned, refused by the gate and waived, live, taken back, reported."""

import pytest

from solutions.models import Deployment
from tests.budgets import assert_budget

WHY = "The customer waits for it."
PLAN = {
    "version": "1.0",
    "environment": "production",
    "planned_for": "",
    "rollout": "at_once",
    "is_planned": "True",
    "reference": "",
    "link": "",
    "different": "",
    "customer": "",
}


@pytest.fixture
def planned(solution, alice):
    return Deployment.plan(solution, version="1.0", by=alice)


def test_it_is_planned_on_a_form(client, solution, bob):
    client.force_login(bob)
    there = f"/solutions/{solution.pk}/deployments/new/"
    assert client.get(there).status_code == 200
    answer = client.post(there, {**PLAN, "is_planned": "False"})
    assert answer.status_code == 302, answer.content.decode()
    made = Deployment.objects.get()
    assert (made.version, made.is_planned) == ("1.0", False)
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert f'href="/deployments/{made.pk}/"' in page
    assert client.post(there, {**PLAN, "link": "http://x.example"}).status_code == 400


def test_its_page_says_what_is_missing_and_the_gate_refuses(client, solution, planned, alice, bob):
    client.force_login(bob)
    page = client.get(f"/deployments/{planned.pk}/").content.decode()
    assert "Before it starts: no trial has passed" in page
    for there in ("fit/", "#trials"):
        assert f'href="/solutions/{solution.pk}/{there}"' in page
    answer = client.post(f"/deployments/{planned.pk}/starts/")
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "nobody has begun to look; no trial has passed." in told
    assert f'href="/solutions/{solution.pk}/fit/"' in told
    assert "Start it all the same" not in told
    client.force_login(alice)
    told = client.post(f"/deployments/{planned.pk}/starts/").content.decode()
    assert "Start it all the same" in told
    answer = client.post(f"/deployments/{planned.pk}/starts/", {"waiver": "short"})
    assert answer.status_code == 400
    assert "Start it all the same" in answer.content.decode()
    assert client.post(f"/deployments/{planned.pk}/starts/", {"waiver": WHY}).status_code == 302
    page = client.get(f"/deployments/{planned.pk}/").content.decode()
    assert "In production without a signed fit and a passed trial, because" in page
    assert WHY in page


def test_it_goes_live_and_is_taken_back(client, proven, bob, gina):
    planned = Deployment.plan(proven, version="1.0", by=bob)
    there = f"/deployments/{planned.pk}/"
    client.force_login(bob)
    assert client.post(f"{there}go-lives/").status_code == 409
    assert client.post(f"{there}starts/").status_code == 302
    assert client.post(f"{there}go-lives/").status_code == 302
    board = client.get("/projects/AP/solutions/").content.decode()
    assert f'href="{there}"' in board
    client.force_login(gina)
    page = client.get(there).content.decode()
    assert "1.0" in page
    assert "Take it back" not in page
    assert proven.name not in page  # which wasn't shown to her
    assert client.get(f"{there}rollbacks/").status_code == 403
    client.force_login(bob)
    assert client.get(f"{there}rollbacks/").status_code == 200
    answer = client.post(f"{there}rollbacks/", {"reason": "It was slow."})
    assert answer.status_code == 302
    assert "It was slow." in client.get(there).content.decode()
    later = Deployment.plan(proven, version="1.1", by=bob)
    page = client.get(f"/deployments/{later.pk}/").content.decode()
    assert "doesn’t say what is different" in page
    later.replan(different="It has an index.", by=bob)
    page = client.get(f"/deployments/{later.pk}/").content.decode()
    assert "doesn’t say what is different" not in page


def test_it_is_planned_otherwise_cancelled_or_fails(client, proven, planned, bob):
    client.force_login(bob)
    there = f"/deployments/{planned.pk}/"
    page = client.get(f"{there}plan/").content.decode()
    assert 'value="1.0"' in page
    plan = {name: value for name, value in PLAN.items() if name != "customer"}
    answer = client.post(f"{there}plan/", {**plan, "version": "1.1"})
    assert answer.status_code == 302, answer.content.decode()
    assert client.post(f"{there}customer/", {"customer": "present"}).status_code == 302
    assert client.post(f"{there}cancellations/", {"reason": ""}).status_code == 302
    planned.refresh_from_db()
    assert (planned.version, planned.customer, planned.state) == ("1.1", "present", "cancelled")
    other = Deployment.plan(proven, version="1.2", by=bob)
    other.start(by=bob)
    answer = client.post(f"/deployments/{other.pk}/failures/", {"reason": "No room."})
    assert answer.status_code == 302
    other.refresh_from_db()
    assert other.reason == "No room."


def test_what_has_happened_is_reported_and_waived_afterwards(client, solution, alice, bob):
    client.force_login(bob)
    there = f"/solutions/{solution.pk}/deployment-reports/"
    assert client.get(there).status_code == 200
    said = {
        "environment": "production",
        "reference": "run-7",
        "state": "live",
        "at": "2026-01-05T12:00",
        "rollout": "at_once",
        "is_planned": "False",
    }
    assert client.post(there, said).status_code == 302
    made = Deployment.objects.get()
    assert (made.version, made.gate) == ("run-7", "not_passed")
    assert client.post(there, {**said, "version": "9"}).status_code == 400
    assert client.get(f"/deployments/{made.pk}/waivers/").status_code == 403
    client.force_login(alice)
    page = client.get(f"/deployments/{made.pk}/").content.decode()
    assert f'href="/deployments/{made.pk}/waivers/"' in page
    assert client.post(f"/deployments/{made.pk}/waivers/", {"reason": WHY}).status_code == 302
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert "1 of 1 deployment went to production past the gate." in page


def test_what_is_live_offers_no_drop(client, proven, live, alice):
    client.force_login(alice)
    page = client.get(f"/solutions/{proven.pk}/").content.decode()
    assert f"/solutions/{proven.pk}/drops/" not in page
    assert f"/solutions/{proven.pk}/retirements/" in page
    answer = client.post(f"/solutions/{proven.pk}/drops/", {"learned": "Nobody asked for it."})
    assert answer.status_code == 409


def test_who_finishes_a_project_is_told_what_is_under_way(client, planned, alice):
    client.force_login(alice)
    answer = client.post("/projects/AP/states/", {"state": "finished"})
    assert "1 deployment under way" in answer.content.decode()


def test_its_page_has_a_budget(client, planned, proven, alice):
    client.force_login(alice)

    def grow():
        for number in range(5):
            Deployment.plan(proven, version=f"1.{number}", by=alice)
            planned.note_customer(["present", "absent"][number % 2], by=alice)

    there = f"/deployments/{planned.pk}/"
    assert_budget("page deployment", lambda: client.get(there), grow)


def test_it_says_when_it_began_outside_the_hours_of_the_team(client, live, team, alice, at_hours):
    client.force_login(alice)
    page = f"/deployments/{live.pk}/"
    assert "outside the team’s hours" not in client.get(page).content.decode()
    at_hours(live, inside=False)
    assert "outside the team’s hours" in client.get(page).content.decode()
    at_hours(live, inside=True)
    assert "outside the team’s hours" not in client.get(page).content.decode()
