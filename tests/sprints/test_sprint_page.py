from datetime import date, timedelta
from itertools import product

import pytest

from facts.models import ProjectFacts, SprintFact
from integrations.imports.jira import JiraImport
from projects.models import Project
from sprints.models import Sprint
from stories.models import Story
from teams.models import User
from tests.budgets import assert_budget
from tests.integrations.imports.issues import SPRINT as SPRINT_7
from tests.integrations.imports.issues import change, issue, item, write
from web.templatetags.dates import exactly

SPRINT = "/projects/AP/sprints/1/"


def test_a_project_without_a_sprint_says_how_to_begin(client, alice, apollo, gina):
    client.force_login(alice)
    assert "Plan the first sprint" in client.get("/projects/AP/sprints/").content.decode()
    client.force_login(gina)
    assert "Plan the first sprint" not in client.get("/projects/AP/sprints/").content.decode()


def test_the_next_sprint_is_offered_after_the_last_and_planned(alices, sprint, apollo):
    form = alices.get("/projects/AP/sprints/new/").context["form"]
    assert form.initial == {"starts_on": date(2026, 1, 19), "ends_on": date(2026, 2, 1)}

    alices.post(
        "/projects/AP/sprints/",
        {"starts_on": "2026-01-19", "ends_on": "2026-02-01", "goal": "Land"},
    )
    assert apollo.sprints.get(number=2).goal == "Land"


def test_a_closed_sprint_that_said_nothing_is_listed_so(client, db, tmp_path):
    late = change(1, "2026-01-07T08:30:00.000Z", item("Sprint", "", "7", "", "Sprint 7"))
    JiraImport([write(tmp_path, issue(1, late, customfield_9=[SPRINT_7]))], "TV").run()
    project = Project.objects.get(key="TV")
    assert project.sprints.get(state="closed").commitment.lines.count() == 0
    reader = User.objects.create_user("reader@example.org", name="Reader")
    project.team.memberships.create(user=reader, discipline="science", role="member")
    client.force_login(reader)
    ProjectFacts.refresh(project.pk)

    page = client.get("/projects/TV/sprints/").content.decode()

    assert '<td class="number">Nothing</td>' in page


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"starts_on": "2026-01-10", "ends_on": "2026-01-20"}, 409, "can&#x27;t overlap"),
        ({"starts_on": "2026-03-10", "ends_on": "2026-03-01"}, 400, "ends on or after"),
        ({"starts_on": "soon", "ends_on": "2026-03-01"}, 400, "Enter a valid date"),
        ({"starts_on": "99999-01-01", "ends_on": "2026-03-01"}, 400, "Enter a valid date"),
    ],
)
def test_a_plan_that_cant_be_comes_back_with_a_sentence(alices, sprint, fields, status, sentence):
    answer = alices.post("/projects/AP/sprints/", {"goal": "Keep me", **fields})

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "Keep me" in answer.content.decode()


def test_kickoff_freezes_and_the_page_shows_the_commitment(alices, sprint):
    assert "Kick off Sprint 1" in alices.get(SPRINT).content.decode()
    assert alices.post(f"{SPRINT}kickoffs/").url == SPRINT
    page = alices.get(SPRINT).content.decode()

    assert "0 of 2" in page
    assert "Burn-up" in page
    assert sprint.commitment.lines.count() == 2


def test_kickoff_names_the_stories_that_nobody_looks_after(alices, sprint, stories, alice):
    stories[3].plan_into(sprint, by=alice)
    answer = alices.post(f"{SPRINT}kickoffs/")
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Every story needs an owner before kickoff: AP-4 has none." in page
    assert 'href="/stories/AP-4/"' in page.split('class="checks"')[1]


def test_only_a_lead_kicks_off(client, bob, sprint, stories):
    client.force_login(bob)
    assert "Kick off Sprint" not in client.get(SPRINT).content.decode()
    assert client.post(f"{SPRINT}kickoffs/").status_code == 403
    assert client.get(f"{SPRINT}plans/").status_code == 403


def test_closing_asks_where_the_rest_goes(alices, running, stories, next_sprint, done, alice):
    stories[0].move_to(done, by=alice)
    page = alices.get(f"{SPRINT}closings/").content.decode()
    assert "1 story isn’t" in page or "1 story isn&#x27;t" in page
    assert "AP-2" in page
    assert "into Sprint 2" in page

    alices.post(f"{SPRINT}closings/", {"carry_into": next_sprint.pk})
    stories[1].refresh_from_db()
    assert stories[1].sprint == next_sprint
    closed = alices.get(SPRINT).content.decode()
    assert "AP-2" in closed
    assert "1 of 2" in closed
    assert "Sprint 2" in closed


def test_closing_into_what_isnt_offered_is_refused(alices, running, stories):
    assert alices.post(f"{SPRINT}closings/", {"carry_into": running.pk}).status_code == 400
    assert alices.post(f"{SPRINT}closings/", {"carry_into": "x" * 50}).status_code == 400
    running.refresh_from_db()
    assert running.is_active


def test_closing_before_the_kickoff_is_refused_with_a_sentence(alices, sprint):
    answer = alices.post(f"{SPRINT}closings/", {})
    assert answer.status_code == 409
    assert "hasn&#x27;t been kicked off" in answer.content.decode()


def test_the_plan_of_a_running_sprint_keeps_its_start(alices, running):
    answer = alices.post(
        f"{SPRINT}plans/", {"goal": "x", "starts_on": "2026-01-06", "ends_on": "2026-01-18"}
    )
    assert answer.status_code == 409
    alices.post(
        f"{SPRINT}plans/", {"goal": "Further", "starts_on": "2026-01-05", "ends_on": "2026-01-20"}
    )
    running.refresh_from_db()
    assert (running.goal, running.ends_on) == ("Further", date(2026, 1, 20))


def test_the_burnup_is_measured_as_asked(alices, running):
    assert alices.get(SPRINT).context["of"].measure == "stories"
    assert alices.get(f"{SPRINT}?by=points").context["of"].measure == "points"
    assert alices.get(f"{SPRINT}?by=nonsense").context["of"].measure == "stories"


def test_every_day_of_the_chart_stands_in_its_table(alices, running):
    page = alices.get(SPRINT).content.decode()
    assert "The same as a table" in page
    assert exactly(running.kicked_off_at.date()) in page
    assert "Mon 5 Jan 2026" not in page  # planned from then on, and kicked off today


def test_what_changed_after_kickoff_is_listed(alices, running, stories, alice):
    stories[2].plan_into(running, by=alice)
    stories[0].plan_into(None, by=alice)
    of = alices.get(SPRINT).context["of"]

    assert [row.story.key for row in of.added] == ["AP-3"]
    assert [row.story.key for row in of.removed] == ["AP-1"]


@pytest.mark.parametrize("acts", list(product((0, 1, 2), repeat=2)), ids=str)
def test_what_came_and_went_is_counted_alike_wherever_it_stands(
    acts, alices, running, stories, alice
):
    """Two stories beside the commitment: never in, in, or in and out again; one dropped at last."""
    for story, act in zip(stories[2:4], acts, strict=True):
        for into in (running, None)[:act]:
            story.plan_into(into, by=alice)
    stories[0].plan_into(None, by=alice)
    ProjectFacts.refresh(running.project_id)
    fact = SprintFact.objects.get(sprint=running)
    page = alices.get(SPRINT)
    of = page.context["of"]

    added = [row.story.pk for row in of.added]
    assert sorted(added) == sorted(fact.added_stories) == sorted(of.replay.added)
    assert [row.story.pk for row in of.removed] == fact.removed_stories
    assert page.content.decode().count("taken out again") == acts.count(2)


@pytest.mark.parametrize("part", ["", "kickoffs/", "closings/", "plans/"])
def test_strangers_and_numbers_that_arent_there_find_nothing(part, client, sprint, alice, charlie):
    client.force_login(charlie)
    assert client.post(f"{SPRINT}{part}").status_code in (404, 405)
    client.force_login(alice)
    for number in ("7", "0", "999999999999", "x"):
        assert client.post(f"/projects/AP/sprints/{number}/{part}").status_code in (404, 405)
        assert client.get(f"/projects/AP/sprints/{number}/{part}").status_code in (404, 405)


def test_wrong_methods_are_told(alices, sprint):
    assert alices.get(f"{SPRINT}kickoffs/").status_code == 405
    assert alices.put(SPRINT).status_code == 405
    assert alices.delete("/projects/AP/sprints/").status_code == 405


def test_a_guest_looks_on(client, gina, running):
    client.force_login(gina)
    page = client.get(SPRINT).content.decode()

    assert "Burn-up" in page
    for control in ("Replan", "Close sprint", "kickoffs"):
        assert control not in page


def test_budgets(alices, running, apollo, alice, bob):
    def grow():
        for number in range(5):
            story = Story.write(apollo, title=f"S{number}", owner=bob, sprint=running, by=alice)
            story.move_to(apollo.columns.first_of("done"), by=alice)
            first = date(2031, 1, 1) + timedelta(days=20 * number)
            Sprint.plan(apollo, starts_on=first, by=alice)

    assert_budget("page sprint", lambda: alices.get(SPRINT), grow)
    assert_budget("page sprints", lambda: alices.get("/projects/AP/sprints/"), grow=lambda: None)


@pytest.mark.parametrize(("ends_in", "begins_in"), [(-3, 0), (-1, 0), (0, 1), (4, 5)])
def test_the_next_sprint_is_offered_from_when_the_last_one_really_ended(
    alices, apollo, stories, alice, ends_in, begins_in
):
    """Closed late: from that day on. Closed early it keeps its days, for sprints can't overlap."""
    today = apollo.team.today
    ends_on = today + timedelta(days=ends_in)
    late = Sprint.plan(apollo, starts_on=ends_on - timedelta(days=9), ends_on=ends_on, by=alice)
    stories[0].plan_into(late, by=alice)
    late.kick_off(by=alice)
    late.close(by=alice)
    form = alices.get("/projects/AP/sprints/new/").context["form"]
    assert form.initial["starts_on"] == today + timedelta(days=begins_in)


@pytest.fixture
def coming(sprint, stories, alice):
    """The sprint with its two stories, planned from in three days on."""
    today = sprint.project.team.today
    sprint.replan(goal="", starts_on=today + timedelta(3), ends_on=today + timedelta(16), by=alice)
    return sprint


def test_a_kickoff_before_the_first_day_asks_and_names_it(alices, coming):
    asked = alices.post(f"{SPRINT}kickoffs/", headers={"referer": f"http://testserver{SPRINT}"})
    assert exactly(coming.starts_on) in asked.content.decode()
    coming.refresh_from_db()
    assert coming.is_planned
    alices.post(f"{SPRINT}kickoffs/", {"sure": "1"})
    coming.refresh_from_db()
    assert coming.is_active


def test_an_early_kickoff_keeps_the_owners_that_were_chosen(alices, coming, stories, bob, alice):
    stories[2].plan_into(coming, by=alice)
    refused = alices.post(f"{SPRINT}kickoffs/")
    assert refused.status_code == 409  # what is missing is said first
    asked = alices.post(f"{SPRINT}kickoffs/", {"owner-3": bob.pk}).content.decode()
    assert f'name="owner-3" value="{bob.pk}"' in asked


def test_a_sprint_that_began_early_draws_no_day_before_it_and_counts_all_that_are_left(
    alices, coming, alice, team
):
    coming.kick_off(by=alice)
    answer = alices.get(SPRINT)
    of = answer.context["of"]
    assert of.burnup.today is None
    assert of.burnup.told_days == []
    assert "H0.00" in of.burnup.scope_path
    days = [team.today + timedelta(n) for n in range(17)]
    left = sum(day.isoweekday() in team.working_days for day in days)
    assert f"{left} working days left" in answer.content.decode()


def test_closing_before_the_last_day_asks_and_names_it(alices, coming, alice, apollo):
    coming.kick_off(by=alice)
    later = Sprint.plan(apollo, starts_on=coming.ends_on + timedelta(1), by=alice)
    page = alices.post(f"{SPRINT}closings/", {"carry_into": later.pk}).content.decode()
    assert exactly(coming.ends_on) in page
    assert f'name="carry_into" value="{later.pk}"' in page
    coming.refresh_from_db()
    assert coming.is_active
    alices.post(f"{SPRINT}closings/", {"carry_into": later.pk, "sure": "1"})
    coming.refresh_from_db()
    assert coming.is_closed


def test_closing_on_the_last_day_asks_nothing(alices, running, alice, team):
    running.replan(goal="", starts_on=running.starts_on, ends_on=team.today, by=alice)
    assert alices.post(f"{SPRINT}closings/").status_code == 302


def test_a_running_sprint_with_nothing_done_says_nought(alices, running, stories, alice):
    stories[0].estimate(points=5, by=alice)
    page = alices.get("/projects/AP/sprints/").content.decode()
    assert "0 of 5 points" in page
