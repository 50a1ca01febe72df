from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from base.refusals import Invalid, NotAllowed, Refused
from projects.models import Project
from sprints.models import CommittedStory, Sprint
from tests.present import present


def test_a_sprint_takes_the_teams_usual_length_and_the_next_number(sprint, next_sprint):
    assert (sprint.number, sprint.ends_on) == (1, date(2026, 1, 18))
    assert next_sprint.number == 2


def test_sprints_of_a_project_cannot_overlap(sprint, alice):
    with pytest.raises(Refused, match="Sprint 1 runs from 2026-01-05 to 2026-01-18"):
        Sprint.plan(sprint.project, starts_on=date(2026, 1, 18), by=alice)


def test_the_database_refuses_what_the_verb_would_have(sprint):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sprint.objects.create(
            project=sprint.project, number=9, starts_on=sprint.ends_on, ends_on=date(2026, 3, 1)
        )


def test_sprints_of_other_projects_may_overlap(sprint, team, alice):
    other = Project.start(team, key="GE", name="Gemini", by=alice)
    assert Sprint.plan(other, starts_on=sprint.starts_on, by=alice).number == 1


def test_kickoff_freezes_the_commitment(running, stories, alice):
    stories[0].estimate(points=8, by=alice)
    stories[1].plan_into(None, by=alice)
    lines = running.commitment.lines.order_by("story")
    assert [(line.story, line.points) for line in lines] == [(stories[0], None), (stories[1], None)]
    assert running.is_active


def test_the_database_keeps_the_commitment_frozen(running):
    for change in (
        lambda: CommittedStory.objects.update(points=1),
        lambda: present(CommittedStory.objects.first()).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_kickoff_refuses_stories_without_an_owner_by_name(sprint, stories, alice):
    for story in stories[2:4]:
        story.plan_into(sprint, by=alice)
    with pytest.raises(Refused, match="AP-3, AP-4 have none"):
        sprint.kick_off(by=alice)
    sprint.refresh_from_db()
    assert sprint.is_planned


def test_kickoff_refuses_an_empty_sprint_and_a_second_running_one(running, next_sprint, alice):
    with pytest.raises(Refused, match="Sprint 1 is still running"):
        next_sprint.kick_off(by=alice)
    running.close(by=alice)
    with pytest.raises(Refused, match="no stories yet"):
        next_sprint.kick_off(by=alice)


def test_kicking_off_again_changes_nothing(running, alice):
    events = running.project.events.count()
    running.kick_off(by=alice)
    assert running.project.events.count() == events


def test_only_a_lead_kicks_off(sprint, stories, bob):
    with pytest.raises(NotAllowed):
        sprint.kick_off(by=bob)


def test_closing_carries_what_is_left_into_the_next_sprint(
    running, next_sprint, stories, done, alice
):
    stories[0].move_to(done, by=alice)
    running.close(by=alice, carry_into=next_sprint)
    for story in stories[:2]:
        story.refresh_from_db()
    assert (stories[0].sprint, stories[1].sprint) == (running, next_sprint)
    carried = stories[1].events.latest("pk")
    assert (carried.verb, carried.sprint) == ("story_carried_over", running)
    assert carried.details == {
        "was": running.pk,
        "now": next_sprint.pk,
        "was_number": running.number,
        "now_number": next_sprint.number,
    }
    assert running.commitment.lines.count() == 2


def test_closing_again_changes_nothing_and_a_planned_one_cannot(running, next_sprint, alice):
    running.close(by=alice)
    events = running.project.events.count()
    running.close(by=alice)
    assert running.project.events.count() == events
    with pytest.raises(Refused, match="hasn't been kicked off"):
        next_sprint.close(by=alice)


def test_nothing_is_carried_into_a_closed_or_foreign_sprint(running, team, alice):
    other = Project.start(team, key="GE", name="Gemini", by=alice)
    foreign = Sprint.plan(other, starts_on=date(2026, 5, 1), by=alice)
    for target in (foreign, running):
        with pytest.raises((Invalid, Refused)):
            running.close(by=alice, carry_into=target)
    running.refresh_from_db()
    assert running.is_active


def test_a_running_sprint_keeps_its_start_and_a_closed_one_everything(running, alice):
    running.replan(
        goal="Orbit twice", starts_on=running.starts_on, ends_on=date(2026, 1, 20), by=alice
    )
    with pytest.raises(Refused, match="day it started"):
        running.replan(goal="", starts_on=date(2026, 1, 6), ends_on=date(2026, 1, 20), by=alice)
    running.close(by=alice)
    with pytest.raises(Refused, match="history"):
        running.replan(goal="", starts_on=running.starts_on, ends_on=date(2026, 1, 30), by=alice)


def test_a_sprint_ends_after_it_starts(apollo, alice):
    with pytest.raises(Invalid):
        Sprint.plan(apollo, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 4), by=alice)


def test_state_words_agree_with_predicates(running, next_sprint):
    sprints = Sprint.objects.all()
    assert [sprint for sprint in sprints if sprint.is_active] == list(sprints.active())
    assert [sprint for sprint in sprints if sprint.is_planned] == list(sprints.planned())
    assert [sprint for sprint in sprints if sprint.is_closed] == list(sprints.closed())


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_outside_the_calendar_is_refused_by_the_form(client, apollo, alice, day):
    client.force_login(alice)
    answer = client.post("/projects/AP/sprints/new/", {"starts_on": day, "ends_on": "9999-12-31"})
    assert answer.status_code == 400
