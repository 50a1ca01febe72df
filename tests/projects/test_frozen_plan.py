"""The plan that was frozen when all had signed the charter, and how far themes slipped since."""

from datetime import date, timedelta

import pytest

from base.roles import Discipline
from history.models import Event
from projects.models import Charter, FrozenTheme, Theme
from projects.models.charter import SIGNERS
from tests.world import person

STARTS, ENDS = date(2031, 1, 6), date(2031, 2, 28)


@pytest.fixture
def charter(apollo, alice):
    return written(apollo, alice)


def written(project, by, words="It lands."):
    window = {"starts_on": STARTS, "ends_on": date(2031, 6, 30)}
    return Charter.write(project, end_point=words, success="Ten of ten.", **window, by=by)


@pytest.fixture
def planned(apollo, alice):
    return Theme.chart(apollo, title="Radar", starts_on=STARTS, ends_on=ENDS, by=alice)


def lines():
    return Event.objects.filter(verb="plan_frozen").order_by("pk")


def sign_all(charter, *people):
    for one in people:
        charter.sign(by=one)


def test_the_last_signature_of_three_freezes_it_once(charter, planned, team, alice, bob, gina):
    assert len(SIGNERS) == 3
    sign_all(charter, alice, bob)
    assert not lines().exists()
    charter.sign(by=gina)
    [frozen] = FrozenTheme.objects.all()
    assert (frozen.theme, frozen.starts_on, frozen.ends_on) == (planned, STARTS, ENDS)
    [line] = lines()
    assert line.details == {"charter": charter.pk, "version": 1, "themes": [planned.pk]}
    assert not line.is_internal
    dana = person("dana")
    team.take_in(dana, discipline=Discipline.SCIENCE, by=alice)
    planned.plan(starts_on=STARTS, ends_on=ENDS + timedelta(days=3), by=alice)
    charter.sign(by=dana)
    assert FrozenTheme.objects.get().ends_on == ENDS
    assert lines().count() == 1


def test_without_a_plan_there_is_nothing_to_freeze(charter, alice, bob, gina):
    sign_all(charter, alice, bob, gina)
    assert not lines().exists()


def test_the_newest_signed_plan_counts_and_one_that_isnt_signed_doesnt(
    apollo, charter, planned, api, alice, bob, gina
):
    sign_all(charter, alice, bob, gina)
    planned.plan(starts_on=STARTS, ends_on=ENDS + timedelta(days=10), by=alice)
    [row] = api(gina).get("projects/AP/themes/").json()["results"]
    assert (row["signed_ends_on"], row["slip_days"]) == (str(ENDS), 10)
    second = written(apollo, alice, words="It lands by itself.")
    assert api(gina).get("projects/AP/themes/").json()["results"][0]["slip_days"] == 10
    sign_all(second, alice, bob, gina)
    assert api(gina).get("projects/AP/themes/").json()["results"][0]["slip_days"] == 0
    Theme.chart(apollo, title="Later", by=alice)
    row = api(gina).get("projects/AP/themes/").json()["results"][1]
    assert (row["signed_starts_on"], row["signed_ends_on"], row["slip_days"]) == (None, None, None)


@pytest.mark.parametrize(
    ("moved", "words"),
    [(0, "ends as signed"), (1, "1 day later than signed"), (-2, "2 days earlier than signed")],
)
def test_the_page_draws_it_as_a_ghost_and_as_a_table(
    client, charter, planned, alice, bob, gina, moved, words
):
    client.force_login(gina)
    assert "plan-ghost" not in client.get("/projects/AP/").content.decode()
    sign_all(charter, alice, bob, gina)
    planned.plan(starts_on=STARTS, ends_on=ENDS + timedelta(days=moved), by=alice)
    page = client.get("/projects/AP/").content.decode()
    assert "plan-ghost" in page
    assert words in page
    assert "signed 6 Jan 2031 to 28 Feb 2031" in page


def test_a_dropped_theme_isnt_frozen_and_an_open_end_has_no_slip(
    apollo, charter, planned, client, alice, bob, gina
):
    planned.enter("dropped", by=alice)
    Theme.chart(apollo, title="Open", starts_on=STARTS, by=alice)
    sign_all(charter, alice, bob, gina)
    [frozen] = FrozenTheme.objects.all()
    assert frozen.title == "Open"
    client.force_login(alice)
    page = client.get("/projects/AP/").content.decode()
    assert "than signed" not in page
    assert "not in the signed plan" in page
