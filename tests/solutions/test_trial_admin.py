"""Trials in the admin panel: by the verbs, with the same sentences."""

import pytest

from solutions.models import Trial

WHY = "The boxes came late."


@pytest.fixture
def panel(client, alice):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client


@pytest.fixture
def there():
    return "/admin/solutions/trial/"


@pytest.fixture
def sheet(solution, alice, bob):
    return {
        "solution": solution.pk,
        "environment": "pilot",
        "name": "Vienna",
        "population": "",
        "planned_from": "",
        "planned_until": "",
        "planned_n": "",
        "metric": "",
        "unit": "",
        "measured_as": "mean",
        "better": "higher",
        "threshold": "",
        "smallest_effect": "",
        "comparison": "nothing",
        "compared": "",
        "planned_share": "",
        "rollback_plan": "",
        "rollback_tried_on": "",
        "runners": [alice.pk],
    }


def test_it_is_drafted_and_redesigned_by_its_verbs(panel, there, sheet, alice, bob):
    answer = panel.post(f"{there}add/", sheet)
    assert answer.status_code == 302, answer.content.decode()
    made = Trial.objects.get()
    change = f"{there}{made.pk}/change/"
    assert panel.get(change).status_code == 200
    sheet |= {"name": "Graz", "threshold": "2", "runners": [alice.pk, bob.pk]}
    assert panel.post(change, sheet).status_code == 302
    made = Trial.objects.get()
    assert (made.name, made.threshold) == ("Graz", 2.0)
    assert set(made.runners.all()) == {alice, bob}
    answer = panel.post(change, {**sheet, "planned_share": "50"})
    assert "Groups drawn at random have a planned share" in answer.content.decode()


def test_the_gate_says_the_same_sentence(panel, there, draft, alice, bob):
    draft.name_runners([alice], by=alice)
    start = {"action": "start", "_selected_action": draft.pk}
    page = panel.post(there, start, follow=True).content.decode()
    assert "Nobody from engineering is among who runs this trial." in page
    assert f'href="/trials/{draft.pk}/runners/"' in page
    draft.name_runners([alice, bob], by=alice)
    assert "They run." in panel.post(there, start, follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.state == "running"


def test_what_runs_is_locked_and_watched(panel, there, trial, story, alice, bob):
    page = panel.get(f"{there}{trial.pk}/change/").content.decode()
    assert 'name="name"' not in page
    assert 'name="runners"' in page
    today = trial.project.team.today.isoformat()
    for model, fields in (
        ("trialamendment", {"part": "threshold", "now": "1", "reason": WHY}),
        ("trialobservation", {"seen_on": today, "words": "It works.", "value": ""}),
    ):
        answer = panel.post(f"/admin/solutions/{model}/add/", {"trial": trial.pk, **fields})
        assert answer.status_code == 302, answer.content.decode()
    assert (trial.amendments.count(), trial.observations.count()) == (1, 1)
    trial.link_story(story, by=alice)
    trial.decide("passed", learned="It works.", by=bob)
    confirm = {"action": "confirm", "_selected_action": trial.pk}
    assert "Confirmed." in panel.post(there, confirm, follow=True).content.decode()
    page = panel.get(f"{there}{trial.pk}/change/").content.decode()
    assert 'name="runners"' not in page
    for model in (
        "trial",
        "trialguardrail",
        "trialamendment",
        "trialobservation",
        "trialconfirmation",
        "trialstory",
    ):
        assert panel.get(f"/admin/solutions/{model}/").status_code == 200
    for model in ("trial", "trialguardrail", "trialamendment", "trialobservation"):
        assert panel.get(f"/admin/solutions/{model}/?q=x").status_code == 200


def test_a_guardrail_is_put_on_a_draft(panel, draft):
    there = "/admin/solutions/trialguardrail/"
    given = {"trial": draft.pk, "what": "Cost", "limit": "none"}
    assert panel.post(f"{there}add/", given).status_code == 302
    assert draft.guardrails.count() == 2
