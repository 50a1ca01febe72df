"""What users get with a deployment: a release of its project, said when planned or afterwards."""

from typing import Any

import pytest

from history.models import Event
from projects.models import Release
from projects.refusals import ShippedWithWithdrawnRelease
from solutions.models import Deployment
from solutions.refusals import ReleaseOfOtherProject
from tests.solutions.test_api import refused

RUN: dict[str, Any] = {"environment": "production", "reference": "run-7", "state": "live"}


@pytest.fixture
def release(apollo, alice):
    return Release.announce(apollo, title="Height on the dashboard", by=alice)


@pytest.fixture
def planned(solution, bob):
    return Deployment.plan(solution, version="1.0", by=bob)


def lines():
    return Event.objects.filter(verb="deployment_carries").order_by("pk")


def test_it_is_said_with_the_plan_and_taken_off(solution, release, bob):
    made = Deployment.plan(solution, version="1.0", release=release, by=bob)
    made.carry(release, by=bob)
    made.carry(None, by=bob)
    put_on, taken_off = lines()
    assert put_on.details["now"] == release.pk
    assert taken_off.details["was"] == release.pk
    assert taken_off.details["now"] is None
    assert put_on.is_internal


def test_a_pipeline_says_it_with_its_report_and_leaves_it_else(solution, release, bob):
    made = Deployment.report(solution, **RUN, release=release, by=bob)
    again = Deployment.report(solution, **RUN, by=bob)
    assert (made, made.release, again.release) == (again, release, release)
    assert lines().count() == 1


def test_one_of_another_project_or_a_withdrawn_one_is_refused(
    planned, release, elsewhere, charlie, bob
):
    theirs = Release.announce(elsewhere, title="Theirs", by=charlie)
    with pytest.raises(ReleaseOfOtherProject):
        planned.carry(theirs, by=bob)
    release.withdraw(by=bob)
    with pytest.raises(ShippedWithWithdrawnRelease):
        planned.carry(release, by=bob)
    assert not lines().exists()


def test_over_the_api(api, solution, release, bob):
    mine = api(bob)
    there = f"projects/AP/solutions/{solution.pk}/"
    made = mine.post(f"{there}deployments/", {"version": "1.0", "release": release.pk}).json()
    assert made["release"] == release.pk
    one = f"{there}deployments/{made['id']}/"
    assert mine.post(f"{one}carries/", {"release": None}).json()["release"] is None
    assert refused(mine.post(f"{one}carries/", {"release": 10**9}), 404) == "named-row-missing"
    told = mine.post(f"{there}deployment-reports/", RUN | {"release": release.pk}).json()
    assert told["release"] == release.pk
    told = mine.get(f"{one}")
    answer = mine.patch(one, {"release": release.pk}, If_Match=told["ETag"])
    assert answer.json()["release"] == release.pk


def test_the_page_says_it_and_leads_to_its_first_use(client, proven, release, alice, bob, gina):
    made = Deployment.plan(proven, version="1.0", by=bob)
    client.force_login(bob)
    form = client.get(f"/deployments/{made.pk}/release/").content.decode()
    assert release.title in form
    answer = client.post(f"/deployments/{made.pk}/release/", {"release": release.pk})
    assert answer.status_code == 302
    page = client.get(f"/deployments/{made.pk}/").content.decode()
    assert release.title in page
    assert "Its users have it" not in page
    made.refresh_from_db()
    made.start(by=bob)
    made.go_live(by=bob)
    page = client.get(f"/deployments/{made.pk}/").content.decode()
    assert made.live_at
    day = made.live_at.date()
    use = f"/releases/{release.pk}/uses/?first_used_on={day}"
    assert use in page
    assert f'value="{day}"' in client.get(use).content.decode()
    assert client.get(f"/releases/{release.pk}/uses/?first_used_on=moon").status_code == 200
    assert release.title in client.get(f"/solutions/{proven.pk}/").content.decode()
    client.force_login(gina)
    page = client.get(f"/deployments/{made.pk}/").content.decode()
    assert release.title in page
    assert "Its users have it" not in page
