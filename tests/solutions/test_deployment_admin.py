"""Deployments in the admin panel: by the verbs, with the same sentences."""

import pytest

from solutions.models import Deployment

SHEET = {
    "version": "1.0",
    "environment": "production",
    "planned_for": "",
    "rollout": "at_once",
    "is_planned": "on",
    "reference": "run-1",
    "link": "",
    "different": "",
    "customer": "",
}


@pytest.fixture
def panel(client, alice):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client


@pytest.fixture
def there():
    return "/admin/solutions/deployment/"


def test_it_is_planned_and_replanned_by_its_verbs(panel, there, solution):
    sheet = {**SHEET, "solution": solution.pk}
    answer = panel.post(f"{there}add/", sheet)
    assert answer.status_code == 302, answer.content.decode()
    made = Deployment.objects.get()
    change = f"{there}{made.pk}/change/"
    assert panel.get(change).status_code == 200
    answer = panel.post(change, {**sheet, "version": "1.1", "customer": "present"})
    assert answer.status_code == 302, answer.content.decode()
    made.refresh_from_db()
    assert (made.version, made.customer) == ("1.1", "present")
    answer = panel.post(f"{there}add/", {**sheet, "version": "1.2"})
    assert "was deployed there already, or is planned" in answer.content.decode()


def test_the_gate_says_the_same_sentence(panel, there, solution, alice):
    row = Deployment.plan(solution, version="1.0", by=alice)
    start = {"action": "start", "_selected_action": row.pk}
    page = panel.post(there, start, follow=True).content.decode()
    assert "nobody has begun to look; no trial has passed." in page
    assert f'href="/solutions/{solution.pk}/fit/"' in page


def test_past_it_it_starts_and_goes_live(panel, there, proven, alice):
    row = Deployment.plan(proven, version="1.0", by=alice)
    for act, told in (("start", "They have started."), ("go_live", "They are live.")):
        given = {"action": act, "_selected_action": row.pk}
        assert told in panel.post(there, given, follow=True).content.decode()
    page = panel.get(f"{there}{row.pk}/change/").content.decode()
    assert 'name="version"' not in page
    assert 'name="customer"' in page
    answer = panel.post(f"{there}{row.pk}/change/", {"customer": "absent"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.customer) == ("live", "absent")
    assert panel.get(f"{there}?q=x").status_code == 200
