"""Day 30 of a deployment: both who look after it are asked, then it is settled, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base import clock
from history.models import Event
from jobs.models import Job
from projects.models import Project, Release
from solutions.models import Deployment, Incident, KeeperAnswer, Settlement
from solutions.refusals import (
    AttendedBySomebodyElse,
    AttendedThoughAbsent,
    DayThirtyAhead,
    DramaSettledAlready,
    NoDrama,
    NotItsKeeper,
)
from solutions.tasks import settle_deployment, settle_deployments
from stories.models import Story
from tests.solutions.test_incident import TOLD

DAY = timedelta(days=1)


def settled(deployment):
    return [(row.round, row.number, row.how) for row in deployment.settlements.order_by("round")]


def verbs(name):
    return Event.objects.filter(verb=name)


@pytest.fixture
def day():
    """Lets a block happen so many days after the deployment went live."""

    def at(deployment, days):
        return clock.at(deployment.live_at + days * DAY)

    return at


def told(deployment, by, **words):
    """An incident of it that began as it is told."""
    return Incident.report(
        deployment.solution, **{**TOLD, "deployment": deployment, **words}, by=by
    )


def test_nobody_is_asked_before_day_30(live, alice, day):
    with day(live, 29), pytest.raises(DayThirtyAhead):
        live.nothing_to_tell(by=alice)
    assert not Deployment.objects.on_day_thirty(live.live_at + 29 * DAY).exists()
    assert Deployment.objects.on_day_thirty(live.live_at + 30 * DAY).exists()


def test_it_is_settled_once_both_have_nothing_to_tell(live, alice, bob, day):
    with day(live, 30):
        live.nothing_to_tell(by=alice)
        live.nothing_to_tell(by=alice)
        assert settled(live) == []
        live.nothing_to_tell(by=bob)
        live.nothing_to_tell(by=bob)
    assert settled(live) == [(1, 100, "nothing_to_tell")]
    assert verbs("drama_answered").count() == 2
    event = verbs("drama_settled").get()
    assert (event.details["number"], event.details["version"]) == (100, 1)
    row = live.settlements.get()
    assert row.settled_at == live.live_at + 30 * DAY


def test_only_who_looks_after_it_answers(live, team, alice, bob, charlie, root, day):
    team.take_in(charlie, discipline="science", by=alice)
    with day(live, 30):
        for other in (charlie, root):
            with pytest.raises(NotItsKeeper):
                live.nothing_to_tell(by=other)


def test_a_keeper_who_left_isnt_asked(live, team, alice, bob):
    team.let_go(bob, by=alice)
    with clock.at(clock.now() + 31 * DAY):
        live.nothing_to_tell(by=alice)
    assert settled(live) == [(1, 100, "nothing_to_tell")]


def test_an_incident_that_a_keeper_adds_then_is_the_answer(live, alice, bob, day):
    with day(live, 31):
        told(live, alice, began_at=live.live_at + 3 * DAY, noticed_at=live.live_at + 3 * DAY)
        answer = live.answers.get()
        assert (answer.side, answer.has_told) == ("science", True)
        live.nothing_to_tell(by=bob)
    assert settled(live) == [(1, 80, "told")]
    [one] = live.settlements.get().deductions
    assert (one["row"], one["points"], one["kind"]) == ("incident_2", 20, "incident")


def test_a_story_that_a_keeper_adds_then_is_the_answer(live, story, alice, bob, day):
    with day(live, 2):
        late = Story.write(live.project, title="Mend the valve", by=alice)
    with day(live, 31):
        live.link_story(late, by=bob)
        live.nothing_to_tell(by=alice)
    assert settled(live) == [(1, 95, "told")]
    assert verbs("deployment_story_linked").count() == 1


def test_unanswered_for_a_week_nothing_was_reported(live, alice, day):
    with day(live, 36):
        settle_deployments()
        assert not Job.objects.filter(kind="settle_deployment").exists()
        settle_deployment(live.pk)
    with day(live, 37):
        settle_deployments()
        assert Job.objects.filter(kind="settle_deployment").count() == 1
        assert settled(live) == []
        Job.run_waiting()
        for _ in range(2):
            settle_deployment(live.pk)
        settle_deployments()
    assert settled(live) == [(1, 100, "nothing_reported")]
    assert verbs("drama_settled").get().actor is None


def test_after_that_nobody_answers(live, alice, day):
    with day(live, 37):
        settle_deployment(live.pk)
        with pytest.raises(DramaSettledAlready):
            live.nothing_to_tell(by=alice)


def test_what_one_told_counts_where_the_other_is_silent(live, alice, day):
    with day(live, 31):
        told(live, alice, began_at=live.live_at + DAY, noticed_at=live.live_at + DAY, severity=3)
    with day(live, 38):
        settle_deployment(live.pk)
    assert settled(live) == [(1, 90, "told")]


def test_an_incident_found_later_settles_it_anew_beside_the_first(live, alice, bob, day):
    with day(live, 37):
        settle_deployment(live.pk)
    with day(live, 50):
        began = live.live_at + 5 * DAY
        found = told(live, bob, began_at=began, noticed_at=began, severity=1)
        assert settled(live) == [(1, 100, "nothing_reported"), (2, 70, "found_later")]
        found.describe(changed="A valve", by=bob)
        found.restore(at=began + DAY, by=bob)
        assert len(settled(live)) == 2  # nothing of what it costs has changed
        found.describe(severity=3, by=bob)
    assert settled(live)[2:] == [(3, 90, "found_later")]


def test_an_incident_of_after_the_month_settles_nothing_anew(live, bob, day):
    with day(live, 37):
        settle_deployment(live.pk)
    with day(live, 50):
        told(live, bob, began_at=live.live_at + 45 * DAY, noticed_at=live.live_at + 45 * DAY)
    assert len(settled(live)) == 1


def test_an_incident_that_moves_settles_both_anew(live, proven, alice, bob, day):
    with day(live, 1):
        second = Deployment.plan(proven, version="1.1", by=bob)
        second.start(by=bob)
        second.go_live(by=bob)
    with day(live, 50):
        settle_deployment(live.pk)
        settle_deployment(second.pk)
        began = live.live_at + 5 * DAY
        found = told(live, bob, began_at=began, noticed_at=began)
        assert [number for _, number, _ in settled(live)] == [100, 80]
        found.move_to(second, by=bob)
    assert [number for _, number, _ in settled(live)] == [100, 80, 100]
    assert [number for _, number, _ in settled(second)] == [100, 80]


def test_a_fix_that_is_heard_of_late_settles_anew_what_it_mends(live, proven, alice, bob, day):
    began = live.live_at + DAY
    with day(live, 2):
        found = told(live, bob, began_at=began, noticed_at=began, severity=3)
    with day(live, 37):
        settle_deployment(live.pk)
        Deployment.report(
            proven,
            environment="production",
            reference="run-2",
            state="live",
            at=live.live_at + 2 * DAY,
            fixes=found,
            by=bob,
        )
    assert [number for _, number, _ in settled(live)] == [90, 85]


@pytest.mark.parametrize("state", ["finished", "archived"])
def test_it_goes_on_after_the_project_ended(live, alice, bob, day, state):
    live.project.enter(state, by=alice)
    with day(live, 37):
        settle_deployment(live.pk)
    with day(live, 40):
        told(live, bob, began_at=live.live_at + DAY, noticed_at=live.live_at + DAY)
    assert [number for _, number, _ in settled(live)] == [100, 80]


def test_a_finished_projects_keepers_answer(live, alice, bob, day):
    live.project.enter(Project.State.FINISHED, by=alice)
    with day(live, 30):
        live.nothing_to_tell(by=alice)
        live.nothing_to_tell(by=bob)
    assert settled(live) == [(1, 100, "nothing_to_tell")]


def test_what_has_no_number(solution, alice, bob, day):
    staging = Deployment.plan(solution, version="0.9", environment="staging", by=alice)
    staging.start(by=alice)
    staging.go_live(by=alice)
    imported = Deployment.report(
        solution,
        environment="production",
        reference="old",
        state="live",
        is_imported=True,
        by=bob,
    )
    with clock.at(clock.now() + 31 * DAY):
        for one in (staging, imported):
            with pytest.raises(NoDrama):
                one.nothing_to_tell(by=alice)
        assert not Deployment.objects.on_day_thirty(clock.now()).exists()


def test_the_database_keeps_one_of_each_round_and_one_answer_of_each_side(live, alice):
    row = {"deployment": live, "version": 1, "number": 90}
    Settlement.objects.create(**row, round=1, how="told")
    KeeperAnswer.objects.create(deployment=live, side="science", user=alice)
    for wrong in (
        lambda: Settlement.objects.create(**row, round=1, how="told"),
        lambda: Settlement.objects.create(**row, round=2, how="told"),
        lambda: KeeperAnswer.objects.create(deployment=live, side="science", user=alice),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_hours_gate_and_rollback_are_read_from_the_rows(live, at_hours, alice, day):
    at_hours(live, inside=False)
    Deployment.objects.filter(pk=live.pk).update(is_planned=False)
    with day(live, 3):
        live.roll_back("It shook.", by=alice)
    drama = live.read_drama().drama
    assert [one.row for one in drama.deductions] == ["outside_hours", "rolled_back_early"]
    assert drama.number == 50


def test_a_waived_gate_costs_once(solution, alice):
    one = Deployment.plan(solution, version="1.0", by=alice)
    one.start(waiver="The customer waits for it.", by=alice)
    assert not one.read_drama().has_number
    one.go_live(by=alice)
    [deduction] = one.read_drama().drama.deductions
    assert (deduction.row, deduction.points) == ("trial_waived", 15)
    assert deduction.along == ("It went to production without a signed fit",)


# --- Who of the customer was there ----------------------------------------------------------------
def test_who_of_the_customer_was_there_is_named(live, team, alice, bob, gina):
    live.note_customer("present", [gina], by=bob)
    live.note_customer("present", by=bob)  # who isn't given stays
    assert list(live.attended_by.all()) == [gina]
    event = verbs("deployment_customer_noted").get()
    assert event.details["now"] == {"customer": "present", "attended_by": [gina.pk]}
    live.note_customer("informed", by=bob)
    assert not live.attended_by.exists()


def test_a_working_member_may_be_from_the_customer(live, team, alice, bob):
    team.take_in(bob, discipline="engineering", from_customer=True, by=alice)
    live.note_customer("present", [bob], by=alice)
    team.let_go(bob, by=alice)
    live.note_customer("present", [bob], by=alice)  # who was named before stays
    assert list(live.attended_by.all()) == [bob]


def test_others_are_not_named(live, alice, bob, gina, charlie):
    for somebody in (bob, charlie):
        with pytest.raises(AttendedBySomebodyElse):
            live.note_customer("present", [somebody], by=alice)
    with pytest.raises(AttendedThoughAbsent):
        live.note_customer("absent", [gina], by=alice)
    assert live.customer == ""


def test_the_customer_absent_where_a_release_is_carried_costs(live, alice):
    release = Release.announce(live.project, title="Soft landings", by=alice)
    live.note_customer("absent", by=alice)
    assert live.read_drama().drama.number == 100
    live.carry(release, by=alice)
    [one] = live.read_drama().drama.deductions
    assert (one.row, one.points) == ("customer_absent", 10)
