from datetime import date, timedelta

import pytest
from django.utils import timezone

from base import clock
from base.roles import Role
from facts.models import ProjectFacts
from health.reports.building import build_report
from projects.models import Charter, Project
from sprints.models import Sprint
from stories.models import Story
from teams.models import Team
from tests.budgets import BUDGETS, assert_budget, counted

TODAY = timezone.localdate


@pytest.fixture
def alices(client, alice):
    client.force_login(alice)
    return client


def needs(client):
    return [need.sentence for need in client.get("/").context["needs"]]


def test_who_is_in_no_team_hears_what_to_do(client, alice, root):
    client.force_login(alice)
    assert "You are in no team yet" in client.get("/").content.decode()
    client.force_login(root)
    assert "Open the admin panel" in client.get("/").content.decode()


def test_a_team_without_a_project_is_told_to_start_one(alices, team, bob):
    page = alices.get("/").content.decode()
    assert "Start a project" in page
    assert "Orbit" in page
    alices.force_login(bob)
    assert "The lead of the team starts the first one" in alices.get("/").content.decode()


def test_a_new_project_needs_a_charter_and_a_sprint(alices, apollo):
    assert needs(alices) == [
        "Apollo has no charter yet",
        "No sprint runs in Apollo, and none is planned",
    ]


def test_the_charter_waits_for_each_discipline_once(client, apollo, alice, bob, gina):
    charter = Charter.write(
        apollo,
        end_point="Moon",
        success="Back",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 9, 1),
        by=alice,
    )
    wait = "The charter of Apollo, version 1, waits for the word of"
    for who, discipline in ((alice, "science"), (bob, "engineering"), (gina, "customer")):
        client.force_login(who)
        assert f"{wait} {discipline}" in needs(client)
        charter.sign(by=who)
        assert f"{wait} {discipline}" not in needs(client)


def test_my_blocked_story_needs_me_and_nobody_elses_does(alices, story, stories):
    story.block("Waits for fuel", by=story.owner)
    stories[1].block("Waits for air", by=stories[1].owner)

    told = " ".join(needs(alices))
    assert "Waits for fuel" in told
    assert "Waits for air" not in told


def test_a_story_in_work_for_longer_than_a_sprint_needs_me(alices, root, alice):
    with clock.at(timezone.now() - timedelta(days=20)):
        team = Team.found(name="Orbit", slug="orbit", by=root)
        team.take_in(alice, discipline="science", role=Role.LEAD, by=root)
        project = Project.start(team, key="AP", name="Apollo", by=alice)
        story = Story.write(project, title="Fly", owner=alice, by=alice)
        story.move_to(project.columns.first_of("doing"), by=alice)
    ProjectFacts.refresh(project.pk)

    assert any("longer than a sprint" in need for need in needs(alices))


def running(project, by, ends_on):
    sprint = Sprint.plan(project, starts_on=ends_on - timedelta(days=13), ends_on=ends_on, by=by)
    Story.write(project, title="Fly", owner=by, sprint=sprint, by=by)
    sprint.kick_off(by=by)
    return sprint


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "Sprint 1 should have ended yesterday"), (0, "Sprint 1 ends today")],
)
def test_a_sprint_that_ends_needs_its_lead(alices, apollo, alice, bob, days, sentence):
    running(apollo, alice, TODAY() + timedelta(days=days))
    assert sentence in needs(alices)
    alices.force_login(bob)
    assert sentence not in needs(alices)


def test_a_planned_sprint_waits_for_owners_and_its_kickoff(alices, apollo, alice):
    sprint = Sprint.plan(apollo, starts_on=TODAY(), by=alice)
    Story.write(apollo, title="Fly", sprint=sprint, by=alice)

    assert "Sprint 1 waits for its kickoff" in needs(alices)
    assert "1 story of Sprint 1 has no owner yet" in needs(alices)


def test_a_paused_project_needs_nobody(alices, apollo, alice):
    apollo.enter("paused", by=alice)
    assert needs(alices) == []


def test_health_is_shown_by_dimension_with_a_link(alices, team, story, alice):
    build_report(team)
    page = alices.get("/").content.decode()

    assert all(word in page for word in ("Blend", "Flow", "Predictability"))
    assert "/teams/orbit/health/" in page


def test_readings_shown_here_are_a_view_that_is_noted_once(client, alices, team, story, bob):
    report = build_report(team)
    viewers = report.views.order_by("pk").values_list("user", flat=True)
    alices.get("/")
    alices.get("/")
    client.force_login(bob)
    client.get("/teams/orbit/health/")
    client.get("/")
    assert list(viewers) == [story.owner_id, bob.pk]


def test_who_sees_no_reading_here_has_viewed_nothing(client, team, story, gina):
    report = build_report(team)
    client.force_login(gina)
    client.get("/")
    assert not report.views.exists()


def test_a_guest_sees_the_report_a_day_later(client, team, story, gina):
    build_report(team)
    client.force_login(gina)
    assert "Predictability" not in client.get("/").content.decode()


def test_strangers_things_are_not_there(client, apollo, charlie):
    client.force_login(charlie)
    assert "Apollo" not in client.get("/").content.decode()


def test_signing_in_comes_first_and_only_reading_is_possible(client, alice):
    assert client.get("/").status_code == 302
    client.force_login(alice)
    assert client.post("/").status_code == 405


def test_budget(alices, root, alice, apollo, story):
    build_report(apollo.team)
    running(apollo, alice, TODAY() + timedelta(days=1))

    def grow():
        for number in range(4):
            team = Team.found(name=f"Team {number}", slug=f"team-{number}", by=root)
            team.take_in(alice, discipline="science", role=Role.LEAD, by=root)
            project = Project.start(team, key=f"P{number}", name=f"P {number}", by=alice)
            running(project, alice, TODAY() + timedelta(days=number))
            Story.write(project, title="More", owner=alice, by=alice).block("wind", by=alice)
            build_report(team)
        first_look, told = counted(lambda: alices.get("/"))  # notes the view of new reports
        assert first_look <= BUDGETS["page dashboard"], told

    assert_budget("page dashboard", lambda: alices.get("/"), grow)
