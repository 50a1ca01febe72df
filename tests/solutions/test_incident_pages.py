"""Pages of incidents: reported, described, over, shown; and a fix that is planned from one."""

import pytest

from solutions.models import Deployment, Incident
from tests.budgets import assert_budget
from tests.solutions.test_incident import TOLD


@pytest.fixture
def incident(proven, live, bob):
    return Incident.report(proven, by=bob, **TOLD)


@pytest.fixture
def sheet():
    return {
        "kind": "outage",
        "severity": "1",
        "noticed_by": "customer",
        "happened": "Nothing answers.",
        "changed": "",
    }


def local(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


def test_it_is_reported_on_a_form(client, proven, live, sheet, bob):
    client.force_login(bob)
    page = client.get(f"/solutions/{proven.pk}/").content.decode()
    there = f"/solutions/{proven.pk}/incidents/new/"
    assert f'href="{there}"' in page
    page = client.get(f"/deployments/{live.pk}/").content.decode()
    assert f'href="{there}?deployment={live.pk}"' in page
    assert client.get(f"{there}?deployment={live.pk}").status_code == 200
    assert client.get(f"{there}?deployment=x").status_code == 200
    times = {"began_at": local(live.live_at), "noticed_at": local(live.live_at)}
    assert client.post(there, {**sheet, **times, "severity": "4"}).status_code == 400
    answer = client.post(there, {**sheet, **times})
    assert answer.status_code == 302, answer.content.decode()
    made = Incident.objects.get()
    assert answer["Location"] == made.address
    assert (made.deployment, made.severity) == (live, 1)
    for page in (f"/solutions/{proven.pk}/", f"/deployments/{live.pk}/"):
        assert f'href="{made.address}"' in client.get(page).content.decode()


def test_it_is_described_over_and_goes_on(client, incident, live, sheet, story, bob):
    client.force_login(bob)
    there = incident.address
    assert client.get(f"{there}words/").status_code == 200
    times = {"began_at": local(live.live_at), "noticed_at": local(incident.noticed_at)}
    answer = client.post(f"{there}words/", {**sheet, **times, "changed": "A second one."})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(there).content.decode()
    assert "A second one." in page
    assert "Goes on" in page
    assert client.get(f"{there}restorations/").status_code == 200
    assert client.post(f"{there}restorations/", {"at": ""}).status_code == 302
    assert "Over" in client.get(there).content.decode()
    assert client.post(f"{there}reopenings/").status_code == 302
    assert client.post(f"{there}stories/", {"story": story.key}).status_code == 302
    assert story.key in client.get(there).content.decode()
    assert client.post(f"{there}story-ends/", {"story": story.key}).status_code == 302
    answer = client.post(f"{there}deployment/", {"deployment": live.pk})
    assert answer.status_code == 302


def test_what_is_left_as_it_stood_keeps_its_seconds(client, incident, sheet, bob):
    client.force_login(bob)
    minutes = {
        name: getattr(incident, name).strftime("%Y-%m-%dT%H:%M")
        for name in ("began_at", "noticed_at")
    }
    answer = client.post(f"{incident.address}words/", {**sheet, **minutes})
    assert answer.status_code == 302, answer.content.decode()
    now = Incident.objects.get()
    assert (now.began_at, now.noticed_at) == (incident.began_at, incident.noticed_at)
    [line] = now.project.events.filter(verb="incident_described")
    assert set(line.details["now"]) == {"kind", "severity", "noticed_by", "happened"}


def test_who_says_the_minute_means_what_went_live_in_it(client, proven, live, sheet, bob):
    client.force_login(bob)
    minute = live.live_at.strftime("%Y-%m-%dT%H:%M")
    times = {"began_at": minute, "noticed_at": minute}
    answer = client.post(f"/solutions/{proven.pk}/incidents/new/", {**sheet, **times})
    assert answer.status_code == 302, answer.content.decode()
    assert Incident.objects.get().deployment == live


def test_guests_see_it_once_it_is_shown(client, incident, proven, gina, bob):
    client.force_login(gina)
    assert client.get(incident.address).status_code == 404
    client.force_login(bob)
    assert client.post(f"{incident.address}shows/").status_code == 302
    client.force_login(gina)
    page = client.get(incident.address).content.decode()
    assert TOLD["happened"] in page
    assert proven.name not in page  # which wasn't shown to her
    assert "It is over" not in page
    client.force_login(bob)
    assert client.post(f"{incident.address}hides/").status_code == 302
    client.force_login(gina)
    assert client.get(incident.address).status_code == 404


def test_a_fix_is_planned_from_it(client, incident, proven, bob):
    client.force_login(bob)
    there = f"/solutions/{proven.pk}/deployments/new/?fixes={incident.pk}"
    assert f'href="{there}"' in client.get(incident.address).content.decode()
    page = client.get(there).content.decode()
    assert f'<option value="{incident.pk}" selected>' in page
    plan = {
        "version": "1.0.1",
        "environment": "production",
        "rollout": "at_once",
        "is_planned": "False",
        "fixes": incident.pk,
    }
    assert client.post(there, plan).status_code == 302
    fix = Deployment.objects.get(version="1.0.1")
    assert fix.fixes == incident
    assert incident.address in client.get(fix.address).content.decode()
    assert fix.address in client.get(incident.address).content.decode()


def test_its_page_has_a_budget(client, incident, proven, live, alice):
    client.force_login(alice)

    def grow():
        for number in range(5):
            Deployment.plan(proven, version=f"1.{number}", fixes=incident, by=alice)
            incident.describe(changed=f"Thing {number}", by=alice)

    assert_budget("page incident", lambda: client.get(incident.address), grow)
