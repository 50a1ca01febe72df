"""Incidents in the admin panel: by the verbs, with the same sentences."""

import pytest

from solutions.models import Incident
from tests.solutions.test_incident import TOLD


@pytest.fixture
def panel(client, alice):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    return client


def test_it_is_reported_described_and_over(panel, proven, live, story, alice):
    there = "/admin/solutions/incident/"
    day, time = live.live_at.strftime("%Y-%m-%d %H:%M:%S.%f").split()
    moments = {
        f"{name}_{part}": value
        for name in ("began_at", "noticed_at")
        for part, value in ((0, day), (1, time))
    }
    sheet = {
        "solution": proven.pk,
        "deployment": live.pk,
        "kind": "drift",
        "severity": "2",
        "noticed_by": "team",
        "happened": "Heights are off.",
        "changed": "",
        **moments,
    }
    answer = panel.post(f"{there}add/", sheet)
    assert answer.status_code == 302, answer.content.decode()
    made = Incident.objects.get()
    change = f"{there}{made.pk}/change/"
    assert panel.get(change).status_code == 200
    answer = panel.post(change, {**sheet, "severity": "1"})
    assert answer.status_code == 302, answer.content.decode()
    made.refresh_from_db()
    assert (made.severity, made.deployment) == (1, live)
    given = {"action": "restore", "_selected_action": made.pk}
    assert "They are over." in panel.post(there, given, follow=True).content.decode()
    made.link_story(story, by=alice)
    for model in ("incident", "incidentstory"):
        assert panel.get(f"/admin/solutions/{model}/").status_code == 200
    assert panel.get(f"{there}?q=x").status_code == 200
    assert TOLD["kind"] == made.kind
