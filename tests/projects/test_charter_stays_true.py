"""A charter that nobody looks at goes stale; whoever signed an earlier one sees what changed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.models import Charter
from sprints.models import Sprint
from stories.models import Story

PAGE, VERSIONS = "/projects/AP/", "/projects/AP/charters/"
STALE = "for two sprints"
DAYS = {"starts_on": date(2026, 1, 5), "ends_on": date(2026, 6, 30)}


def write(project, end_point, by):
    return Charter.write(project, end_point=end_point, success="They come back", by=by, **DAYS)


@pytest.fixture
def charter(apollo, alice):
    return write(apollo, "A lander on the moon", alice)


@pytest.fixture
def a_sprint_later(apollo, alice):
    """Sprints are held, one after the other, with a day between each."""
    days = iter(range(1, 30))

    def later():
        with time_machine.travel(timezone.now() + timedelta(days=next(days))):
            today = timezone.localdate()
            sprint = Sprint.plan(apollo, goal="Up", starts_on=today, ends_on=today, by=alice)
            Story.write(apollo, title="Fuel", owner=alice, sprint=sprint, by=alice)
            sprint.kick_off(by=alice)
            sprint.close(by=alice)

    return later


def read(client, user, address=PAGE):
    client.force_login(user)
    return " ".join(client.get(address).content.decode().split())


def test_it_is_stale_after_two_closed_sprints_and_leads_are_told(
    client, charter, a_sprint_later, alice, bob, gina
):
    a_sprint_later()
    assert "Still right" not in read(client, alice)
    assert STALE not in read(client, alice, "/")
    a_sprint_later()
    assert STALE in read(client, alice, "/")
    assert STALE not in read(client, bob, "/")
    assert "Still right" in read(client, bob)
    assert "Still right" not in read(client, gina)


@pytest.mark.parametrize("look", ["write", "sign", "confirm"])
def test_whoever_looks_at_it_makes_it_fresh(client, apollo, charter, a_sprint_later, look, alice):
    for _ in range(2):
        a_sprint_later()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        if look == "write":
            write(apollo, "A base on the moon", alice)
        elif look == "sign":
            charter.sign(by=alice)
        else:
            charter.confirm(by=alice)
    assert STALE not in read(client, alice, "/")
    assert "Still right" not in read(client, alice)


def test_it_is_confirmed_by_one_click_and_by_the_api(client, api, apollo, charter, bob, gina):
    client.force_login(bob)
    address = f"/charters/{charter.pk}/confirmations/"
    answer = client.post(address, {"content_hash": charter.content_hash}, follow=True)
    assert "Still right, as of today." in answer.content.decode()
    first = Charter.objects.get().confirmed_at
    assert first
    assert api(bob).post("projects/AP/charters/1/confirmations/", {}).status_code == 200
    told = api(bob).get("projects/AP/charters/1/").json()
    assert told["confirmed_at"] > first.isoformat()
    assert apollo.events.filter(verb="charter_confirmed").count() == 2
    assert api(gina).post("projects/AP/charters/1/confirmations/", {}).status_code == 403


def test_what_was_edited_meanwhile_isnt_confirmed_unread(client, api, apollo, charter, alice, bob):
    write(apollo, "A base on the moon", alice)
    client.force_login(bob)
    answer = client.post(
        f"/charters/{charter.pk}/confirmations/",
        {"content_hash": charter.content_hash},
        follow=True,
    )
    assert "has been edited since" in answer.content.decode()
    assert api(bob).post("projects/AP/charters/1/confirmations/", {}).status_code == 409
    newest = "projects/AP/charters/2/confirmations/"
    assert api(bob).post(newest, {"content_hash": "0" * 64}).status_code == 409
    assert not Charter.objects.filter(confirmed_at__isnull=False).exists()


def test_who_signed_an_earlier_version_is_led_to_what_changed(client, apollo, charter, alice, bob):
    charter.sign(by=alice)
    write(apollo, "A base on the moon", alice)
    page = read(client, alice)
    assert "You signed version 1." in page
    assert "You signed" not in read(client, bob)
    changes = read(client, alice, f"{VERSIONS}?since=1")
    assert "From version 1 to 2" in changes
    assert "lander</del>" in changes.replace('<span class="hidden-text">]</span>', "")
    assert "From version" not in read(client, alice, f"{VERSIONS}?since=2")
    assert "From version" not in read(client, alice, f"{VERSIONS}?since=x")
    write(apollo, "A lander on the moon", alice)
    assert "it says the same again" in read(client, alice, f"{VERSIONS}?since=1")


# --- Looking at it before it is written -----------------------------------------------------------
SENT = {"success": "They *come* back", "starts_on": "2026-01-05", "ends_on": "2026-06-30"}


def test_what_is_typed_is_seen_before_it_is_written(client, charter, alice, apollo):
    client.force_login(alice)
    typed = SENT | {"end_point": "A lander on **Mars**", "preview": "1"}
    answer = client.post(VERSIONS, typed)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "A lander on <strong>Mars</strong>" in page
    assert "what is out of scope" in page
    assert "What it says otherwise than version 1" in page
    assert "They *come* back</textarea>" in page  # what was typed can be worked on
    assert apollo.charters.count() == 1


def test_half_of_it_can_be_seen_too(client, alice, apollo):
    client.force_login(alice)
    answer = client.post(VERSIONS, {"end_point": "A lander on **Mars**", "preview": "1"})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 400
    assert "A lander on <strong>Mars</strong>" in page
    assert "What it says otherwise" not in page
    assert not apollo.charters.exists()
