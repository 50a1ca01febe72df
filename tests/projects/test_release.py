"""What goes to the users: announced, in use or withdrawn, through every door."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.refusals import Invalid, NotAllowed, Refused
from history.activity import sentences_of
from projects.models import Release
from tests.budgets import assert_budget

DAY = date(2026, 2, 2)


@pytest.fixture
def release(apollo, alice):
    return Release.announce(apollo, title="Reach report", by=alice)


def test_it_is_announced_and_then_in_use(release, bob):
    assert release.is_open
    assert list(Release.objects.open()) == [release]
    release.put_to_use(DAY, evidence="https://logs.example.org", by=bob)
    release.put_to_use(DAY, evidence="https://logs.example.org", by=bob)
    assert not release.is_open
    assert not Release.objects.open().exists()
    events = release.project.events.filter(verb__startswith="release_").order_by("pk")
    assert [one.verb for one in events] == ["release_announced", "release_used"]
    assert events[1].details["now"]["first_used_on"] == "2026-02-02"
    assert "in use since" in sentences_of(events)[1].sentence


def test_another_day_later_on_corrects_the_first(release, bob):
    release.put_to_use(DAY, by=bob)
    release.put_to_use(DAY - timedelta(days=3), by=bob)
    release.refresh_from_db()
    assert release.first_used_on == date(2026, 1, 30)
    assert release.project.events.filter(verb="release_used").count() == 2


def test_one_that_is_in_use_already_is_told_so_at_once(apollo, alice):
    release = Release.announce(apollo, title="Feed", first_used_on=DAY, by=alice)
    assert not release.is_open


def test_what_cant_be_is_refused(apollo, release, alice, gina):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid, match="future"):
        release.put_to_use(tomorrow, by=alice)
    with pytest.raises(Invalid, match="Say what"):
        Release.announce(apollo, title="  ", by=alice)
    with pytest.raises(NotAllowed):
        Release.announce(apollo, title="Mine", by=gina)
    release.withdraw(by=alice)
    release.withdraw(by=alice)
    with pytest.raises(Refused, match="withdrawn"):
        release.put_to_use(DAY, by=alice)
    used = Release.announce(apollo, title="Feed", first_used_on=DAY, by=alice)
    with pytest.raises(Refused, match="in use"):
        used.withdraw(by=alice)


def page_of(client) -> str:
    return client.get("/projects/AP/").content.decode()


def test_the_project_page_shows_them_and_its_forms_work(client, apollo, release, bob):
    client.force_login(bob)
    client.post("/projects/AP/releases/", {"title": "Feed", "first_used_on": "", "evidence": ""})
    client.post(f"/releases/{release.pk}/uses/", {"first_used_on": "2026-02-02", "evidence": "x"})
    page = page_of(client)
    assert "Reach report" in page
    assert "not in use yet" in page
    feed = Release.objects.get(title="Feed")
    client.post(f"/releases/{feed.pk}/withdrawals/", {"sure": 1})
    assert "not in use yet" not in page_of(client)
    answer = client.post(f"/releases/{release.pk}/uses/", {"first_used_on": "2999-01-01"})
    assert answer.status_code == 400


def test_the_api_does_the_same(api, apollo, bob):
    client = api(bob)
    made = client.post("projects/AP/releases/", {"title": "Feed"}).json()
    path = f"projects/AP/releases/{made['id']}"
    used = client.post(f"{path}/uses/", {"first_used_on": "2026-02-02"}).json()
    assert used["first_used_on"] == "2026-02-02"
    assert client.delete(f"{path}/").status_code == 409


def test_the_list_keeps_to_its_budget(api, apollo, release, alice):
    client = api(alice)

    def more():
        for number in range(3):
            Release.announce(apollo, title=f"Part {number}", by=alice)

    assert_budget("api releases", lambda: client.get("projects/AP/releases/"), more)


def test_an_admin_adds_one_in_the_panel(client, apollo, root):
    client.force_login(root)
    fields = {"project": apollo.pk, "title": "Feed", "first_used_on": "", "evidence": ""}
    assert client.post("/admin/projects/release/add/", fields).status_code == 302
    assert Release.objects.get().title == "Feed"
