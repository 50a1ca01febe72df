"""How a sprint is told: from its commitment and its events, up to its end and no further."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from base import clock
from base.roles import Role
from projects.models import Project
from sprints.burnup import Burnup
from sprints.models import CommittedStory, Sprint
from sprints.replay import SprintReplay
from stories.models import Story
from teams.models import Team


def at(day, hour=12):
    return clock.at(datetime(2026, 1, day, hour, tzinfo=UTC))


@pytest.fixture
def project(root, alice):
    with at(1):
        team = Team.found(name="Orbit", slug="orbit", by=root)
        team.take_in(alice, discipline="science", role=Role.LEAD, by=root)
        return Project.start(team, key="AP", name="Apollo", by=alice)


@pytest.fixture
def sprint(project, alice):
    """From Monday the 5th to Sunday the 18th, with stories of 3 and 5 points."""
    with at(2):
        sprint = Sprint.plan(project, starts_on=date(2026, 1, 5), by=alice)
        for points in (3, 5):
            Story.write(
                project, title=f"Of {points}", points=points, owner=alice, sprint=sprint, by=alice
            )
    with at(5, 9):
        sprint.kick_off(by=alice)
    return sprint


def course_of(sprint, now=datetime(2026, 1, 30, tzinfo=UTC)):
    sprint.refresh_from_db()
    lines = list(CommittedStory.objects.filter(commitment__sprint=sprint))
    return SprintReplay.of(sprint, lines, [1, 2, 3, 4, 5], now)


def evening(replay, day, measure="points"):
    told = next(each for each in replay.days if each.date.day == day)
    return told.scope[measure], told.done[measure]


def finish(story, by):
    story.move_to(story.project.columns.first_of("done"), by=by)


def test_scope_and_done_follow_the_events(project, sprint, alice):
    small, big = project.stories.order_by("points")
    with at(6):
        finish(small, alice)
    with at(7):
        Story.write(project, title="Late", points=2, owner=alice, sprint=sprint, by=alice)
    with at(8):
        big.estimate(points=8, by=alice)
    with at(9):
        small.move_to(project.columns.first_of("doing"), by=alice)
    replay = course_of(sprint, datetime(2026, 1, 10, tzinfo=UTC))

    assert replay.committed == {"stories": 2, "points": 8.0}
    assert [evening(replay, day) for day in (5, 6, 7, 8, 9)] == [
        (8, 0),
        (8, 3),
        (10, 3),
        (13, 3),
        (13, 0),
    ]
    assert not replay.days[-1].is_told


def test_what_is_taken_out_or_dropped_leaves_the_scope_but_not_the_commitment(
    project, sprint, alice
):
    small, big = project.stories.order_by("points")
    with at(6):
        small.plan_into(None, by=alice)
    with at(7):
        big.drop(by=alice)
    replay = course_of(sprint)

    assert evening(replay, 6) == (5, 0)
    assert evening(replay, 7) == (0, 0)
    assert set(replay.removed) == {small.pk, big.pk}
    assert replay.committed["points"] == 8


def test_closing_and_carrying_over_rewrites_nothing(project, sprint, alice):
    small, big = project.stories.order_by("points")
    with at(6):
        finish(small, alice)
    with at(16, 9):
        before = course_of(sprint, datetime(2026, 1, 16, 9, tzinfo=UTC))
    with at(16, 10):
        following = Sprint.plan(project, starts_on=date(2026, 1, 19), by=alice)
        sprint.close(carry_into=following, by=alice)
    with at(20):
        following.kick_off(by=alice)
        finish(big, alice)
        big.estimate(points=1, by=alice)
    after = course_of(sprint)

    assert (after.scope, after.done) == (before.scope, before.done)
    assert (after.left, after.committed_done) == ([big.pk], 1)
    assert (course_of(following).done["stories"], evening(course_of(following), 20)) == (1, (1, 1))
    assert not course_of(following).days[0].is_told  # it was kicked off a day late


def test_a_story_that_was_carried_in_and_comes_back_counts_once(project, sprint, alice):
    small = project.stories.order_by("points").first()
    with at(6):
        small.plan_into(None, by=alice)
    with at(7):
        small.plan_into(sprint, by=alice)
    replay = course_of(sprint)

    assert evening(replay, 7) == (8, 0)
    assert (replay.added, replay.removed) == ([], [])


def test_days_off_are_marked_and_a_late_sprint_grows(sprint):
    replay = course_of(sprint, datetime(2026, 1, 20, 12, tzinfo=UTC))

    assert [day.date.day for day in replay.days if not day.works] == [10, 11, 17, 18]
    assert replay.days[-1].date == date(2026, 1, 20)


def test_telling_costs_one_query(project, sprint, alice, django_assert_num_queries):
    lines = list(CommittedStory.objects.filter(commitment__sprint=sprint))
    with django_assert_num_queries(1):
        SprintReplay.of(sprint, lines, [1, 2, 3, 4, 5])


def test_the_chart_stays_in_its_frame(project, sprint, alice):
    for story in project.stories.all():
        with at(6):
            finish(story, alice)
    chart = Burnup(course_of(sprint), "points")

    assert chart.grid[-1][1] >= chart.scope_now == chart.done_now == 8
    assert chart.labels_collide
    assert len(chart.columns) == len(chart.days)
    assert "nan" not in chart.done_path + chart.scope_path + chart.done_area


def test_a_chart_without_points_is_drawn(root, alice, project):
    with at(2):
        empty = Sprint.plan(project, starts_on=date(2026, 1, 5), by=alice)
        Story.write(project, title="Unsized", owner=alice, sprint=empty, by=alice)
    with at(5):
        empty.kick_off(by=alice)
    chart = Burnup(course_of(empty), "points")

    assert chart.scope_now == 0
    assert chart.scope_path.startswith("M0.00 100.00")


def test_nothing_is_told_of_days_before_the_kickoff(project, alice):
    with at(2):
        sprint = Sprint.plan(project, starts_on=date(2026, 1, 5), by=alice)
        Story.write(project, title="Of 3", points=3, owner=alice, sprint=sprint, by=alice)
    with at(8):
        sprint.kick_off(by=alice)
    replay = course_of(sprint, datetime(2026, 1, 10, 12, tzinfo=UTC))
    assert [day.date.day for day in replay.days if day.is_told] == [8, 9, 10]
    start = 100 * 3 / len(replay.days)
    for path in ("scope_path", "done_path", "done_area"):
        assert getattr(Burnup(replay, "points"), path).startswith(f"M{start:.2f} ")


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
@pytest.mark.parametrize("reader", ["UTC", "Pacific/Honolulu", "Pacific/Kiritimati"])
def test_days_follow_the_teams_zone_for_every_reader(project, sprint, alice, zone, reader):
    team = project.team
    team.set_rhythm(
        size_limit=8, working_days=[1, 2, 3, 4, 5], sprint_days=14, time_zone=zone, by=alice
    )
    sprint.project.team.refresh_from_db()
    small, _ = project.stories.order_by("points")
    late = datetime(2026, 1, 7, 23, 50, tzinfo=ZoneInfo(zone))
    with clock.at(late):
        finish(small, alice)
    with timezone.override(ZoneInfo(reader)):
        replay = course_of(sprint, datetime(2026, 1, 10, 12, tzinfo=UTC))
        assert [evening(replay, day)[1] for day in (6, 7, 8)] == [0, 3, 3]
