import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

import facts.tasks
from facts.models import FactIncident, ProjectFacts, Reconciliation, SprintFact, StoryFact
from history.models import Event
from jobs.models import Job
from sprints.models import Sprint
from stories.models import Story
from teams.models import User
from tests.present import present
from tests.told import plain
from tests.told.chronicle import Chronicle, working_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def comet():
    return Chronicle()


def refreshed(comet):
    ProjectFacts.refresh(comet.project.pk)


def fact(story):
    return StoryFact.objects.get(pk=story.pk)


def test_a_finished_story_knows_its_cycle_time_in_working_days(comet):
    story = comet.finish(3, 4)  # Thursday to Monday, over a weekend
    refreshed(comet)
    assert fact(story).cycle_days == pytest.approx(2)
    assert fact(story).cycle_days == pytest.approx(working_days(comet.moment(3), comet.moment(7)))


def test_reopening_lets_the_clock_go_on_and_is_counted(comet):
    story = comet.finish(0, 1)
    comet.move(story, 2, "doing")
    refreshed(comet)
    assert (fact(story).done_at, fact(story).cycle_days, fact(story).reopened) == (None, None, 1)
    comet.move(story, 4, "done")
    refreshed(comet)
    assert fact(story).cycle_days == pytest.approx(4)
    assert fact(story).done_at == comet.moment(4)


def test_reopened_ten_times_is_counted_ten_times(comet):
    story = comet.finish(0, 1)
    for turn in range(10):
        comet.move(story, 1.1 + turn / 10, "doing")
        comet.move(story, 1.15 + turn / 10, "done")
    refreshed(comet)
    assert fact(story).reopened == 10


def test_stages_add_up_and_going_back_to_todo_is_parked(comet):
    story = comet.write(0)
    for day, category in ((0, "doing"), (1, "todo"), (2, "review"), (2.5, "done")):
        comet.move(story, day, category)
    refreshed(comet)
    told = fact(story)
    assert (told.doing_days, told.parked_days, told.review_days) == (1, 1, 0.5)
    assert told.cycle_days == pytest.approx(2.5)


def test_a_story_never_in_work_has_no_cycle_time(comet):
    story = comet.write(0)
    comet.move(story, 2, "done")
    refreshed(comet)
    assert fact(story).started_at is None
    assert fact(story).cycle_days is None


def test_a_clock_that_goes_backwards_gives_no_negative_time(comet):
    story = comet.write(0)
    comet.move(story, 5, "doing")
    comet.move(story, 2, "done")
    refreshed(comet)
    assert fact(story).cycle_days == 0
    assert fact(story).done_at == comet.moment(5)


def test_a_return_is_a_discipline_that_comes_round_again(comet):
    there = comet.finish(0, 3, "sara", path=["emma"])
    back = comet.finish(0, 3, "sara", path=["emma", "sven"])
    within = comet.finish(0, 3, "sara", path=["sven"])
    refreshed(comet)
    assert fact(there).owner_path == ["science", "engineering"]
    assert fact(back).owner_path == ["science", "engineering", "science"]
    assert fact(within).owner_path == ["science"]
    assert [fact(one).returned for one in (there, back, within)] == [False, True, False]


def test_a_stay_under_an_hour_or_in_todo_was_no_stay(comet):
    story = comet.write(0)
    comet.hand(story, 0.1, "emma")
    comet.hand(story, 0.2, "sara")
    comet.move(story, 1, "doing")
    comet.hand(story, 2, "emma")
    comet.hand(story, 2 + 0.5 / 24, "sara")
    comet.move(story, 3, "done")
    refreshed(comet)
    assert fact(story).owner_path == ["science"]
    assert fact(story).returned is False


def test_an_unknown_discipline_leaves_the_return_unknown():
    comet = Chronicle(people={"sara": "science", "una": "unknown"})
    story = comet.finish(0, 3, "sara", path=["una"])
    refreshed(comet)
    assert fact(story).owner_path == ["science", "unknown"]
    assert fact(story).returned is None


def test_blocks_add_up_and_an_open_one_is_kept(comet):
    story = comet.write(0)
    comet.move(story, 0, "doing")
    for day, reason in ((1, "No data"), (1.5, "Still no data"), (2, None), (3, "No access")):
        with comet.at(day):
            story.block(reason, by=comet.lead) if reason else story.unblock(by=comet.lead)
    refreshed(comet)
    assert fact(story).blocked_days == pytest.approx(1)
    assert fact(story).blocked_at == comet.moment(3)


def close_together(comet, stories, apart, by="sara"):
    for place, story in enumerate(stories):
        comet.move(story, 10 + place * apart / 86_400, "done", by=by)


@pytest.mark.parametrize(("number", "is_bulk"), [(5, False), (6, True)])
def test_more_than_five_closes_by_one_hand_in_two_minutes_are_a_bulk_close(comet, number, is_bulk):
    close_together(comet, [comet.write(0) for _ in range(number)], apart=20)
    refreshed(comet)
    assert {one.bulk_closed for one in StoryFact.objects.all()} == {is_bulk}


def test_slow_closes_and_closes_by_many_hands_are_no_bulk_close(comet):
    close_together(comet, [comet.write(0) for _ in range(7)], apart=30)
    for number, who in enumerate(["sara", "emma"] * 4):
        comet.move(comet.write(0), 20 + number * 5 / 86_400, "done", by=who)
    refreshed(comet)
    assert not StoryFact.objects.filter(bulk_closed=True).exists()


def test_a_close_that_makes_a_batch_reaches_the_ones_told_before(comet):
    stories = [comet.write(0) for _ in range(6)]
    close_together(comet, stories[:5], apart=10)
    refreshed(comet)
    assert not StoryFact.objects.filter(bulk_closed=True).exists()
    comet.move(stories[5], 10 + 60 / 86_400, "done", by="sara")
    refreshed(comet)
    assert StoryFact.objects.filter(bulk_closed=True).count() == 6


def test_the_commitment_is_judged_at_the_end_and_removing_doesnt_help(comet):
    stories = [comet.write(-1, points=2) for _ in range(5)]
    sprint = comet.sprint(0, stories, done=2)
    late = comet.write(3)
    with comet.at(4):
        stories[3].plan_into(None, by=comet.lead)
        late.plan_into(sprint, by=comet.lead)
    comet.move(stories[4], 6, "dropped")
    comet.close(sprint, 11)
    comet.move(stories[2], 11.5, "done")  # after the close: too late
    refreshed(comet)
    told = SprintFact.objects.get(pk=sprint.pk)
    assert (told.committed, told.done, told.added, told.removed) == (5, 2, 1, 2)
    assert (told.committed_points, told.done_points) == (10, 4)
    assert told.missed_stories == sorted(one.pk for one in stories[2:])
    assert told.added_stories == [late.pk]


def test_carrying_over_is_neither_adding_nor_removing(comet):
    stories = [comet.write(-1) for _ in range(3)]
    first = comet.sprint(0, stories, done=1)
    with comet.at(10):
        second = Sprint.plan(comet.project, starts_on=comet.moment(14).date(), by=comet.lead)
    comet.close(first, 11, into=second)
    with comet.at(14):
        second.kick_off(by=comet.lead)
    comet.close(second, 25)
    refreshed(comet)
    one, two = (SprintFact.objects.get(pk=sprint.pk) for sprint in (first, second))
    assert (one.committed, one.done, one.added, one.removed) == (3, 1, 0, 0)
    assert (two.committed, two.done, two.added, two.removed) == (2, 0, 0, 0)


def test_a_sprint_nobody_closed_stops_counting_a_day_after_its_last(comet):
    stories = [comet.write(-1) for _ in range(2)]
    sprint = comet.sprint(0, stories)
    comet.move(stories[0], 14.2, "done")  # the morning after
    comet.move(stories[1], 20, "done")
    comet.close(sprint, 21)
    refreshed(comet)
    assert SprintFact.objects.get(pk=sprint.pk).done == 1


def test_facts_follow_a_reopening_after_the_sprint_without_rewriting_it(comet):
    stories = [comet.write(-1) for _ in range(2)]
    sprint = comet.sprint(0, stories, done=2)
    comet.close(sprint, 11)
    refreshed(comet)
    comet.move(stories[0], 12, "doing")
    refreshed(comet)
    assert SprintFact.objects.get(pk=sprint.pk).done == 2
    assert fact(stories[0]).category == "doing"


def test_what_is_told_late_reaches_a_sprint_that_is_over(comet):
    stories = [comet.write(-1) for _ in range(2)]
    sprint = comet.sprint(0, stories, done=2)
    comet.close(sprint, 11)
    refreshed(comet)
    comet.move(stories[0], 8, "doing")  # as an import tells it
    refreshed(comet)
    assert SprintFact.objects.get(pk=sprint.pk).missed_stories == [stories[0].pk]


def wander(comet, seed, steps=160):
    """A history at random: everything the verbs allow, in any order."""
    dice = random.Random(seed)
    stories = [comet.write(-1, dice.choice(list(comet.people))) for _ in range(14)]
    sprints, day = [comet.sprint(0, stories[:6])], 0.5
    for _ in range(steps):
        day += dice.choice([0.002, 0.01, 0.1, 0.4])
        story = dice.choice(stories)
        deed = dice.choice(["move", "move", "move", "hand", "plan", "close"])
        if deed == "move":
            comet.move(
                story, day, dice.choice(list(comet.column)), by=dice.choice(["sara", "emma"])
            )
        elif deed == "hand":
            comet.hand(story, day, dice.choice([*comet.people, None]))
        elif deed == "plan":
            with comet.at(day):
                Story.objects.get(pk=story.pk).plan_into(
                    dice.choice([None, sprints[-1]]), by=comet.lead
                )
        elif day > 14 * len(sprints) - 3:
            comet.close(sprints[-1], day)
            held = list(Story.objects.open().exclude(owner=None))
            if held:
                day = max(day, 14.0 * len(sprints))
                sprints.append(comet.sprint(len(sprints), held[:5]))
    comet.close(sprints[-1], day + 1)
    return sprints


@pytest.mark.parametrize("seed", range(3))
def test_facts_agree_with_plain_python_over_any_history(comet, seed):
    sprints = wander(comet, seed)
    refreshed(comet)
    expected = plain.told(comet.project)
    for told in StoryFact.objects.all():
        one = expected[told.pk]
        assert (told.category, told.reopened) == (one.category, one.reopened)
        assert (told.started_at, told.done_at) == (one.started, one.done)
        assert told.cycle_days == (
            None if one.cycle is None else pytest.approx(one.cycle, abs=1e-5)
        )
        assert told.owner_path == one.path(), told.pk
    for sprint in sprints:
        of_it = SprintFact.objects.get(pk=sprint.pk)
        frozen, done, added, removed = plain.sprint_told(sprint, expected)
        assert (of_it.committed, of_it.done) == (len(frozen), len(done))
        assert (set(of_it.added_stories), set(of_it.removed_stories)) == (added, removed)


def snapshot(model):
    return sorted(model.objects.values_list(), key=lambda row: row[0])


def test_following_step_by_step_a_rebuild_and_a_second_time_all_say_the_same(comet):
    stories = [comet.write(-1) for _ in range(4)]
    refreshed(comet)
    sprint = comet.sprint(0, stories, done=2)
    refreshed(comet)
    comet.hand(stories[2], 5, "emma")
    refreshed(comet)
    comet.close(sprint, 11)
    refreshed(comet)
    followed = snapshot(StoryFact), snapshot(SprintFact)
    refreshed(comet)
    assert (snapshot(StoryFact), snapshot(SprintFact)) == followed
    StoryFact.objects.all().delete()
    SprintFact.objects.all().delete()
    ProjectFacts.rebuild([comet.project.pk])
    assert (snapshot(StoryFact), snapshot(SprintFact)) == followed


def test_nothing_new_touches_no_fact(comet, django_assert_max_num_queries):
    comet.finish(0, 1)
    refreshed(comet)
    with django_assert_max_num_queries(6):
        refreshed(comet)


def test_the_refresh_costs_the_same_for_few_and_for_many(comet, django_assert_max_num_queries):
    for stories in (1, 8):
        for _ in range(stories):
            comet.finish(0, 1)
        with django_assert_max_num_queries(15):
            refreshed(comet)


def test_a_server_that_knows_the_statements_no_more_is_told_them_again(comet):
    for forget in ("DEALLOCATE ALL", "SELECT 1"):
        with connection.cursor() as cursor:
            cursor.execute(forget)
        story = comet.finish(0, 1)
        refreshed(comet)
        assert fact(story).category == "done"


def test_another_working_week_tells_all_facts_anew(comet):
    story = comet.finish(3, 4)
    refreshed(comet)
    comet.team.set_rhythm(
        size_limit=8, working_days=[1, 2, 3, 4, 5, 6, 7], sprint_days=14, by=comet.lead
    )
    refreshed(comet)
    assert fact(story).cycle_days == pytest.approx(4)


def test_the_job_asked_for_by_verbs_refreshes_the_facts(comet):
    story = comet.finish(0, 1)
    Job.run_waiting()
    assert fact(story).last_event_id == present(Event.objects.filter(story=story).last()).pk
    assert not Job.objects.failed().exists()


def test_the_close_of_a_sprint_asks_for_a_report(comet):
    sprint = comet.sprint(0, [comet.write(-1)], done=1)
    refreshed(comet)
    Job.objects.all().delete()
    comet.close(sprint, 11)
    refreshed(comet)
    assert Job.objects.filter(kind="compute_report", key=f"team:{comet.team.pk}").count() == 1


def lie(story):
    StoryFact.objects.filter(pk=story.pk).update(cycle_days=99)


def test_a_fact_that_lies_is_an_incident_and_is_mended(comet):
    story = comet.finish(0, 1)
    refreshed(comet)
    facts = ProjectFacts.objects.get()
    compared = Reconciliation({facts.pk: facts.last_event_id}, [story.pk])
    assert compared.run() == []
    lie(story)
    [incident] = compared.run()
    assert incident.sample == [(story.pk, ["cycle_days"])]
    assert FactIncident.objects.get().stories == 1
    assert fact(story).cycle_days == pytest.approx(1)


def test_each_fact_has_its_night_in_a_hundred(comet):
    story = comet.finish(0, 1)
    refreshed(comet)
    lie(story)
    comet.move(story, 2, "doing")  # not told yet, and no lie
    for night in range(100):
        with time_machine.travel(datetime(2026, 9, 1, 3, tzinfo=UTC) + timedelta(days=night)):
            facts.tasks.reconcile_facts()
    assert FactIncident.objects.get().sample == [[story.pk, ["cycle_days"]]]
    assert fact(story).cycle_days == pytest.approx(1)


def test_facts_of_another_week_or_of_older_rules_are_no_lies(comet):
    story = comet.finish(0, 1)
    refreshed(comet)
    lie(story)
    ProjectFacts.objects.update(definition="older")
    for night in range(100):
        with time_machine.travel(datetime(2026, 9, 1, 3, tzinfo=UTC) + timedelta(days=night)):
            Reconciliation.of_the_night()
    assert not FactIncident.objects.exists()


def test_facts_hold_no_person():
    for model in (StoryFact, SprintFact, ProjectFacts):
        related = {field.related_model for field in model._meta.fields if field.is_relation}
        assert User not in related
