"""Hypotheses in the admin panel: called off and amended by the verbs."""

import pytest

from projects.models import Hypothesis

WHY = "Nobody asks any more."
THERE = "/admin/projects/hypothesis/"


@pytest.fixture
def panel(client, alice):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client


@pytest.fixture
def draft(theme, alice):
    return Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)


def test_a_draft_is_reworded_and_withdrawn(panel, draft):
    change = f"{THERE}{draft.pk}/change/"
    assert panel.get(change).status_code == 200
    sheet = {"prediction": "It lands softly", "threshold": "1", "kill_rule": "", "time_box_days": 9}
    assert panel.post(change, sheet).status_code == 302
    draft.refresh_from_db()
    assert (draft.prediction, draft.time_box_days) == ("It lands softly", 9)
    refused = panel.post(change, sheet | {"withdraw_because": "late"})
    assert "10 to 500 characters" in refused.content.decode()
    assert panel.post(change, sheet | {"withdraw_because": WHY}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_because) == ("withdrawn", WHY)
    assert "withdraw_because" not in panel.get(change).content.decode()


def test_what_runs_is_amended_and_its_words_are_locked(panel, draft, alice):
    draft.start(by=alice)
    change = f"{THERE}{draft.pk}/change/"
    assert 'name="prediction"' not in panel.get(change).content.decode()
    add = "/admin/projects/hypothesisamendment/add/"
    sheet = {"hypothesis": draft.pk, "part": "threshold", "now": "2", "reason": WHY}
    refused = panel.post(add, sheet | {"reason": "late"})
    assert "10 to 500 characters" in refused.content.decode()
    assert panel.post(add, sheet).status_code == 302
    row = draft.amendments.get()
    assert row.now == "2"
    there = f"/admin/projects/hypothesisamendment/{row.pk}/change/"
    assert panel.get(there).status_code == 200
    assert panel.post(there, sheet).status_code == 403
    assert panel.post(change, {"withdraw_because": WHY}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "withdrawn"
