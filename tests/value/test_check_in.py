"""What has come of a release: asked once for each metric and day, answered by what was seen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base import clock
from history.models import Event
from jobs.kinds import KINDS
from metrics.models import SuccessMetric
from projects.models import Project, Release
from solutions.models import Deployment
from today.needs import needs_of
from today.today import Today
from today.waiting import waiting_for
from value import tasks
from value.asking import ask_due
from value.models import CheckIn
from value.models.check_in import latest_day, next_day
from value.refusals import (
    CheckInClosed,
    CheckInNotAskedOfGuests,
    CheckInUnfit,
    CheckInWithoutReason,
    ObservationOfOtherMetric,
    ObservationTooOld,
)

WHY = "The sensor was taken down."


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def waits(user):
    return [one for one in waiting_for(user, clock.today()) if one.kind == "check_in"]


@pytest.mark.parametrize(
    ("age", "latest", "coming"),
    [
        (-3, None, 30),
        (0, None, 30),
        (29, None, 30),
        (30, 30, 90),
        (89, 30, 90),
        (90, 90, 180),
        (179, 90, 180),
        (180, 180, 360),
        (359, 180, 360),
        (360, 360, 540),
        (2000, 1980, 2160),
    ],
)
def test_days(age, latest, coming):
    assert (latest_day(age), next_day(age)) == (latest, coming)


# --- Asked ----------------------------------------------------------------------------------------
def test_nothing_is_asked_before_its_day_or_without_a_metric(ask, release):
    assert ask(29) == []
    assert ask(30) == []
    assert not lines("check_ins_asked").exists()


def test_each_day_is_asked_once_whatever_asks(ask, release, metric, apollo):
    assert [one.day for one in ask(30)] == [30]
    assert [one.day for one in ask(30)] == [30]
    assert [one.day for one in ask(89)] == [30]
    assert [one.day for one in ask(200)] == [30, 180]
    assert [one.day for one in ask(400)] == [30, 180, 360]
    first, second, third = ask(401)
    assert (first.state, first.because) == ("cancelled", "The next one is due.")
    assert (second.state, third.state) == ("cancelled", "open")
    assert [line.details["day"] for line in lines("check_ins_asked")] == [30, 180, 360]
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.create(project=apollo, release=release, metric=metric, day=360)


def test_all_metrics_are_asked_in_one_line_and_a_new_one_is_asked_too(
    ask, release, metric, apollo, alice
):
    ask(30)
    other = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Calls",
        unit="calls",
        baseline=9,
        target=1,
        direction="down",
        due=clock.today(),
        by=alice,
    )
    assert [(one.metric, one.day) for one in ask(31)] == [(metric, 30), (other, 30)]
    ask(90)
    assert lines("check_ins_asked").last().details["successmetrics"] == [metric.pk, other.pk]


def test_what_was_answered_stays_when_the_next_is_asked(ask, check_in, alice):
    check_in.observe(value=3, observed_on=clock.today(), by=alice)
    first, second = ask(90)
    assert (first.state, second.state) == ("answered", "open")


def test_asked_no_more_once_somebody_says_so(ask, check_in, alice):
    check_in.call_unknowable(WHY, is_last=True, by=alice)
    assert len(ask(400)) == 1


def test_a_corrected_first_use_moves_the_day(check_in, release, alice):
    release.put_to_use(release.first_used_on - timedelta(days=5), by=alice)
    check_in.release.refresh_from_db()
    assert check_in.due_on == clock.today() - timedelta(days=5)


def test_what_was_rolled_back_or_retired_is_asked_no_more(ask, proven, release, metric, alice, bob):
    made = Deployment.plan(proven, version="1.0", release=release, by=bob)
    made.start(by=bob)
    made.go_live(by=bob)
    [asked] = ask(30)
    assert (asked.science_keeper, asked.engineering_keeper) == (alice, bob)
    made.roll_back("Too slow.", by=bob)
    [asked] = ask(31)
    assert (asked.state, asked.because) == ("cancelled", "It was taken back from production.")
    assert len(ask(90)) == 1
    again = Deployment.plan(proven, version="1.1", release=release, by=bob)
    again.start(by=bob)
    again.go_live(by=bob)
    assert [one.state for one in ask(91)] == ["cancelled", "open"]
    proven.refresh_from_db()
    proven.retire("Nobody looks at it.", by=alice)
    _, asked = ask(92)
    assert (asked.state, asked.because) == ("cancelled", "What carried it was retired.")


def test_finished_goes_on_and_archived_is_cancelled(ask, release, metric, apollo, alice):
    apollo.enter(Project.State.FINISHED, by=alice)
    [asked] = ask(30)
    assert asked.is_open
    assert waits(alice)
    apollo.enter(Project.State.ARCHIVED, by=alice)
    assert not waits(alice)
    [asked] = ask(31)
    assert asked.because == "The project was archived."
    assert len(ask(90)) == 1


def test_the_schedule_asks_one_job_a_project_on_the_teams_day(
    after, release, metric, apollo, alice
):
    after(29)
    tasks.ask_check_ins()
    assert not CheckIn.objects.exists()
    after(30)
    tasks.ask_check_ins()
    tasks.ask_check_ins()
    KINDS["ask_project_check_ins"].run(project=apollo.pk)
    KINDS["ask_project_check_ins"].run(project=apollo.pk)
    asked = list(CheckIn.objects.all())
    assert [one.day for one in asked] == [30]


def test_killed_half_way_it_asks_nothing_and_then_all(after, release, metric, apollo, monkeypatch):
    after(30)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Project, "write", killed)
        with pytest.raises(SystemExit):
            ask_due(apollo)
    assert not CheckIn.objects.exists()
    ask_due(apollo)
    assert CheckIn.objects.count() == 1


# --- Answered -------------------------------------------------------------------------------------
def test_a_fresh_observation_answers(check_in, metric, alice):
    seen = metric.observe(value=12, observed_on=clock.today() - timedelta(days=14), by=alice)
    check_in.answer(seen, worth="", by=alice)
    [line] = lines("check_in_answered")
    assert line.details["value"] == 12
    assert not line.is_internal
    with pytest.raises(CheckInClosed):
        check_in.answer(seen, by=alice)
    with pytest.raises(CheckInClosed):
        check_in.call_unknowable(WHY, by=alice)


def test_an_old_one_or_one_of_another_metric_doesnt(check_in, metric, apollo, alice):
    old = metric.observe(value=12, observed_on=clock.today() - timedelta(days=15), by=alice)
    with pytest.raises(ObservationTooOld):
        check_in.answer(old, by=alice)
    other = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Calls",
        unit="calls",
        baseline=1,
        target=9,
        due=clock.today(),
        by=alice,
    )
    theirs = other.observe(value=1, observed_on=clock.today(), by=alice)
    with pytest.raises(ObservationOfOtherMetric):
        check_in.answer(theirs, by=alice)
    with pytest.raises(ObservationTooOld):
        check_in.observe(value=1, observed_on=clock.today() - timedelta(days=15), by=alice)
    with pytest.raises(CheckInUnfit):
        check_in.observe(value=1, observed_on=clock.today(), worth="gold", by=alice)
    with pytest.raises(CheckInWithoutReason):
        check_in.call_unknowable("no", by=alice)
    check_in.refresh_from_db()
    assert check_in.is_open


def test_a_guest_answers_what_a_lead_asks_the_customer(check_in, alice, gina):
    with pytest.raises(CheckInNotAskedOfGuests):
        check_in.observe(value=1, observed_on=clock.today(), by=gina)
    check_in.ask_customer(True, by=alice)
    assert [one.pk for one in waits(gina)] == [check_in.pk]
    check_in.observe(value=1, observed_on=clock.today(), by=gina)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.observation.noted_by) == ("answered", gina)


# --- Whose it is ----------------------------------------------------------------------------------
def test_leads_are_asked_where_nobody_keeps_it(check_in, alice, bob):
    assert [one.pk for one in waits(alice)] == [check_in.pk]
    assert waits(bob) == []


def test_keepers_are_asked_and_leads_hear_of_what_is_overdue(
    ask, after, proven, release, metric, alice, bob, root, team
):
    made = Deployment.plan(proven, version="1.0", release=release, by=bob)
    made.start(by=bob)
    made.go_live(by=bob)
    [asked] = ask(30)
    CheckIn.objects.update(science_keeper=None)
    assert [one.pk for one in waits(bob)] == [asked.pk]
    assert waits(alice) == []
    after(45)
    assert [one.pk for one in waits(alice)] == [asked.pk]
    assert any("is overdue" in need.sentence for need in needs_of(Today(alice)))


def test_two_who_answer_at_once_leave_one_answer(check_in, alice, bob):
    same = CheckIn.objects.get(pk=check_in.pk)
    check_in.observe(value=1, observed_on=clock.today(), by=alice)
    with pytest.raises(CheckInClosed):
        same.observe(value=2, observed_on=clock.today(), by=bob)
    assert check_in.metric.observations.count() == 1


def test_a_release_told_late_is_asked_about_once(ask, apollo, metric, alice):
    day = clock.today() - timedelta(days=1000)
    Release.announce(apollo, title="Old", first_used_on=day, by=alice)
    assert [one.day for one in ask(0)] == [900]


def test_the_metrics_of_a_release_are_one_line_of_today(ask, release, metric, apollo, alice):
    for name in ("Calls", "Letters"):
        SuccessMetric.define(
            apollo,
            kind="goodwill",
            name=name,
            unit="calls",
            baseline=1,
            target=9,
            due=clock.today() + timedelta(days=300),
            by=alice,
        )
    ask(30)
    [told] = [need for need in needs_of(Today(alice)) if "What has come of" in need.sentence]
    assert told.sentence == "What has come of Radar, 30 days in use? 3 metrics are asked"
    assert told.link == "/projects/AP/check-ins/"
