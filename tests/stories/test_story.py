from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from base import clock
from base.refusals import Invalid, NotAllowed, Refused
from projects.models import Project, Theme
from stories.models import Column, Comment, Story
from stories.models.plannable import STEP


def last(story):
    return story.events.latest("pk")


@pytest.fixture
def foreign(team, alice):
    """A project of the same team: its columns, sprints and themes are not Apollo's."""
    return Project.start(team, key="GE", name="Gemini", by=alice)


def test_stories_are_numbered_in_their_project(stories):
    assert [story.key for story in stories] == ["AP-1", "AP-2", "AP-3", "AP-4", "AP-5"]


def test_a_story_is_found_by_its_key_and_nonsense_finds_nothing(story):
    assert Story.objects.by_key("ap-1").get() == story
    for nonsense in ("", "AP", "AP-", "AP-x", "AP-99999999999999", "-1", "AP-²"):
        assert not Story.objects.by_key(nonsense).exists()


def test_moving_to_done_stamps_the_time_and_writes_history(story, doing, done, alice, bob):
    story.move_to(doing, by=alice)
    story.move_to(done, by=bob)
    story.refresh_from_db()
    assert story.is_done
    assert story.done_at
    event = last(story)
    assert (event.verb, event.actor, event.discipline) == ("story_moved", bob, "engineering")
    assert event.details == {
        "was": doing.pk,
        "now": done.pk,
        "was_category": "doing",
        "now_category": "done",
    }


def test_moving_to_where_it_stands_changes_nothing(story, doing, alice):
    story.move_to(doing, by=alice)
    events = story.events.count()
    story.move_to(doing, by=alice)
    assert story.events.count() == events


def test_reopening_takes_the_time_away(story, doing, done, alice):
    story.move_to(done, by=alice)
    story.move_to(doing, by=alice)
    story.refresh_from_db()
    assert (story.done_at, story.is_open) == (None, True)


def test_a_wip_limit_is_told_not_enforced(stories, doing, alice):
    doing.set_up(name="Doing", wip_limit=1, by=alice)
    stories[0].move_to(doing, by=alice)
    stories[1].move_to(doing, by=alice)
    assert "over_limit" not in last(stories[0]).details
    assert last(stories[1]).details["over_limit"] is True


def test_a_story_stays_in_its_project(story, foreign, alice):
    with pytest.raises(Invalid, match="another project"):
        story.move_to(foreign.columns.first(), by=alice)
    with pytest.raises(Invalid, match="another project"):
        story.file_under(Theme.chart(foreign, title="T", by=alice), by=alice)
    with pytest.raises(Invalid, match="another project"):
        Story.write(foreign, title="X", by=alice, sprint=story.sprint)


def test_guests_and_strangers_move_nothing(story, doing, gina, charlie):
    for user in (gina, charlie):
        with pytest.raises(NotAllowed):
            story.move_to(doing, by=user)


def test_handing_over_keeps_both_disciplines(story, alice, bob):
    story.hand_to(bob, by=alice)
    assert last(story).details == {
        "was": alice.pk,
        "now": bob.pk,
        "was_discipline": "science",
        "now_discipline": "engineering",
    }
    story.hand_to(None, by=alice)
    assert last(story).details["now_discipline"] == ""
    events = story.events.count()
    story.hand_to(None, by=alice)
    assert story.events.count() == events


def test_only_working_members_are_handed_a_story(story, alice, gina, charlie):
    for user in (gina, charlie):
        with pytest.raises(Invalid, match="working member"):
            story.hand_to(user, by=alice)
        with pytest.raises(Invalid, match="working member"):
            story.pair_with(user, by=alice)


def test_pairing_and_parting(story, alice, bob):
    for _ in range(2):
        story.pair_with(bob, by=alice)
    assert list(story.coworkers.all()) == [bob]
    for _ in range(2):
        story.part_from(bob, by=alice)
    verbs = list(story.events.values_list("verb", flat=True))
    assert (verbs.count("story_paired"), verbs.count("story_parted")) == (1, 1)


def test_nothing_is_planned_into_a_closed_sprint(sprint, stories, alice):
    sprint.kick_off(by=alice)
    sprint.close(by=alice)
    with pytest.raises(Refused, match="closed"):
        stories[4].plan_into(sprint, by=alice)
    with pytest.raises(Invalid, match="closed"):
        Story.write(sprint.project, title="Late", by=alice, sprint=sprint)


def order(project):
    return [story.number for story in project.stories.by_rank()]


def test_ranking_between_two_others(apollo, stories, bob):
    stories[4].rank_between(stories[0], stories[1], by=bob)
    assert order(apollo) == [1, 5, 2, 3, 4]
    stories[0].rank_between(stories[3], None, by=bob)
    assert order(apollo) == [5, 2, 3, 4, 1]
    stories[3].rank_between(None, stories[4], by=bob)
    assert order(apollo) == [4, 5, 2, 3, 1]


def test_ranking_where_it_stands_changes_nothing(stories, bob):
    stories[1].rank_between(stories[0], stories[2], by=bob)
    assert last(stories[1]).verb == "story_planned"


def test_ranks_are_spread_when_no_place_is_left(apollo, stories, bob):
    Story.objects.filter(pk=stories[1].pk).update(rank=STEP + 1)
    stories[4].rank_between(stories[0], stories[1], by=bob)
    assert order(apollo) == [1, 5, 2, 3, 4]


def test_a_story_is_not_ranked_beside_itself_or_between_others_that_swapped(stories, bob):
    with pytest.raises(Invalid):
        stories[0].rank_between(stories[0], None, by=bob)
    with pytest.raises(Invalid, match="any more"):
        stories[0].rank_between(stories[3], stories[2], by=bob)


def test_blocking_needs_a_reason_and_keeps_its_start(story, bob):
    with pytest.raises(Invalid, match="waits for"):
        story.block("  ", by=bob)
    story.block("No data", by=bob)
    since = story.blocked_at
    story.block("No data from the warehouse", by=bob)
    story.refresh_from_db()
    assert story.blocked_at == since
    assert story in Story.objects.blocked()
    story.unblock(by=bob)
    story.unblock(by=bob)
    assert [event.verb for event in story.events.all()][-3:] == [
        "story_blocked",
        "story_blocked",
        "story_unblocked",
    ]


def test_points_or_a_time_box(story, bob):
    story.estimate(points=Decimal(5), by=bob)
    with pytest.raises(Invalid, match="not both"):
        story.estimate(points=1, time_box_days=1, by=bob)
    story.estimate(time_box_days=Decimal(2), by=bob)
    story.refresh_from_db()
    assert (story.points, story.time_box_days) == (None, 2)
    for wrong in ({"points": -1}, {"points": 5000}, {"time_box_days": 0}):
        with pytest.raises(ValidationError):
            story.estimate(by=bob, **wrong)


def test_words_of_a_story(story, bob):
    story.rename("  New title ", by=bob)
    story.describe("# Why", by=bob)
    story.classify("bug", by=bob)
    story.label([" data", "data", "", "ml "], by=bob)
    story.refresh_from_db()
    assert (story.title, story.body, story.kind) == ("New title", "# Why", "bug")
    assert story.labels == ["data", "ml"]
    assert last(story).details == {"was": {"labels": []}, "now": {"labels": ["data", "ml"]}}
    for wrong in (
        lambda: story.rename("", by=bob),
        lambda: story.rename("x" * 241, by=bob),
        lambda: story.classify("epic", by=bob),
        lambda: story.label(["x" * 41], by=bob),
    ):
        with pytest.raises((ValidationError, Invalid)):
            wrong()


def test_the_database_knows_that_done_has_a_time(story):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(done_at=clock.now())


def put_into(story, category):
    """In a savepoint: a refusal spoils its transaction, and the test's own is looked at later."""
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(category=category)
        connection.check_constraints()


def test_the_database_keeps_the_category_with_the_column(story):
    with pytest.raises(IntegrityError):
        put_into(story, "doing")


def test_predicates_agree_with_words(stories, done, alice):
    stories[0].move_to(done, by=alice)
    stories[1].drop(by=alice)
    every = Story.objects.all()
    assert {s for s in every if s.is_done} == set(every.done()) == {stories[0]}
    assert {s for s in every if s.is_open} == set(every.open())
    assert set(every.in_backlog()) == set(stories[2:])


def test_internal_comments_are_for_the_team(story, alice, bob, gina, charlie):
    with pytest.raises(NotAllowed, match="everybody"):
        story.comment("Hello", by=gina, internal=True)
    public = story.comment("Hello", by=gina)
    secret = story.comment("Careful", by=bob, internal=True)
    assert set(Comment.objects.visible_to(alice)) == {public, secret}
    assert set(Comment.objects.visible_to(gina)) == {public}
    assert not Comment.objects.visible_to(charlie).exists()


def test_a_comment_is_its_authors(story, alice, bob):
    comment = story.comment("First", by=bob)
    with pytest.raises(NotAllowed):
        comment.reword("Mine", by=alice)
    comment.reword("Second", by=bob)
    comment.withdraw(by=bob)
    comment.refresh_from_db()
    assert comment.body == ""
    assert not Comment.objects.standing().exists()
    for empty in ("", " \n"):
        with pytest.raises(Invalid):
            story.comment(empty, by=bob)


@pytest.mark.parametrize("category", ["todo", "doing", "review", "done", "dropped"])
def test_a_new_column_stands_behind_the_last_of_its_category(apollo, alice, category):
    for name in ("One", "Two"):
        Column.add(apollo, name=name, category=category, by=alice)
    standing = [(one.name, one.category) for one in apollo.columns.order_by("position")]
    flow = ["todo", "doing", "review", "done", "dropped"]
    assert [one[1] for one in standing] == sorted((one[1] for one in standing), key=flow.index)
    assert [name for name, of in standing if of == category][1:] == ["One", "Two"]
    positions = list(apollo.columns.values_list("position", flat=True))
    assert len(set(positions)) == len(positions)
    told = apollo.events.filter(verb="column_added").last().details
    assert told["position"] == apollo.columns.get(name="Two").position


def test_columns_are_added_set_up_and_removed(apollo, alice, stories):
    column = Column.add(apollo, name="Testing", category="review", by=alice)
    with pytest.raises(Invalid, match="already"):
        Column.add(apollo, name="Testing", category="review", by=alice)
    stories[0].move_to(column, by=alice)
    with pytest.raises(Refused, match="still holds"):
        column.remove(by=alice)
    stories[0].move_to(apollo.columns.first(), by=alice)
    column.remove(by=alice)
    with pytest.raises(Refused, match="only Done column"):
        apollo.columns.first_of("done").remove(by=alice)


def test_a_verb_costs_at_most_eight_statements(story, doing, bob, django_assert_max_num_queries):
    story = Story.objects.with_people().get(pk=story.pk)
    with django_assert_max_num_queries(8 + 2):  # a savepoint inside the test's own transaction
        story.move_to(doing, by=bob)
