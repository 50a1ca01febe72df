"""Deployments as pipelines tell them: once, twice and out of order; no gate refuses any."""

from datetime import UTC, datetime, timedelta

import pytest

from base import clock
from history.models import Event
from solutions.models import Deployment, Solution
from solutions.refusals import (
    DeployedInTheFuture,
    DeploymentReportedOtherwise,
    DeploymentTimesReversed,
    DeploymentUnfit,
    DeploymentWaivedByLeads,
)
from teams.refusals import RoleTooLow

WHY = "The customer waits for it."


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def stage(solution):
    return vars(Solution.objects.with_stage().get(pk=solution.pk))["stage_now"]


@pytest.fixture
def report(solution, bob):
    def tell(state, reference="run-7", **more):
        given = {"environment": "production", "by": bob} | more
        return Deployment.report(solution, state=state, reference=reference, **given)

    return tell


@pytest.fixture
def past():
    """A moment so many hours ago."""
    now = clock.now()
    return lambda hours: now - timedelta(hours=hours)


def test_what_has_happened_is_recorded_without_the_gate(solution, report):
    row = report("live")
    assert (row.state, row.version, row.is_reported) == ("live", "run-7", True)
    assert (row.gate, row.lacked) == ("not_passed", ["fit", "trial"])
    [line] = lines("deployment_gate_not_passed")
    assert line.is_internal
    assert stage(solution) == "live"


def test_past_the_gate_nothing_is_noted(proven, report):
    assert report("started").gate == "passed"
    assert not lines("deployment_gate_not_passed")


def test_the_same_body_changes_nothing(report):
    first = report("live", version="1.0", link="https://git.example.org/1")
    number = Event.objects.count()
    again = report("live", version="1.0", link="https://git.example.org/1")
    assert again == first
    assert Event.objects.count() == number


def test_a_later_state_is_taken_up_and_an_earlier_one_takes_nothing_back(report, past):
    report("live", at=past(2))
    row = report("started", at=past(3))
    row.refresh_from_db()
    assert (row.state, row.started_at, row.live_at) == ("live", past(3), past(2))
    row = report("rolled_back", at=past(1), reason="It was slow.")
    assert (row.state, row.reason) == ("rolled_back", "It was slow.")
    report("live")
    report("failed")
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("rolled_back", past(1))


def test_a_run_that_failed_may_be_tried_again(report):
    report("started")
    assert report("failed").state == "failed"
    row = report("live")
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("live", None)


def test_another_word_for_what_is_fixed_is_refused(report):
    report("started", version="1.0", rollout="gradual", is_planned=False)
    for name, value in (
        ("version", "1.1"),
        ("rollout", "at_once"),
        ("is_planned", True),
        ("link", "https://git.example.org/2"),
        ("is_imported", True),
    ):
        with pytest.raises(DeploymentReportedOtherwise) as refused:
            report("live", **{name: value})
        assert refused.value.field == name
    assert report("live", customer="informed").customer == "informed"
    assert report("live", customer="present").customer == "present"


def test_a_version_that_is_heard_of_late_replaces_nothing(report, past):
    newer = report("live", "run-8", at=past(1))
    older = report("live", "run-7", at=past(5))
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.state, older.ended_at) == ("replaced", past(1))
    assert newer.state == "live"


def test_that_one_was_taken_back_is_heard_after_the_next_went_live(solution, report, past):
    report("live", "run-7", at=past(5))
    report("live", "run-8", at=past(1))
    row = report("rolled_back", "run-7", at=past(3))
    assert (row.state, row.ended_at) == ("rolled_back", past(3))
    now = Solution.objects.with_stage().get(pk=solution.pk)
    assert vars(now)["stage_since"] == past(1)


def test_times_stand_in_their_order_and_none_is_to_come(report, past):
    with pytest.raises(DeployedInTheFuture):
        report("live", at=clock.now() + timedelta(minutes=6))
    row = report("live", at=clock.now() + timedelta(minutes=4))
    assert row.live_at <= clock.now()
    with pytest.raises(DeploymentTimesReversed):
        report("rolled_back", at=past(2))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"reference": "x" * 121}, "reference"),
        ({"state": "planned"}, "state"),
        ({"environment": "moon"}, "environment"),
        ({"reason": "x" * 501}, "reason"),
        ({"at": datetime(1, 1, 1, tzinfo=UTC)}, "at"),
        ({"link": "ftp://git.example.org"}, "link"),
    ],
)
def test_what_is_reported_is_checked(report, given, field):
    with pytest.raises(DeploymentUnfit) as refused:
        report(**{"state": "live"} | given)
    assert refused.value.field == field
    assert not Deployment.objects.exists()


def test_what_was_planned_is_met_by_its_reference(solution, report, bob):
    planned = Deployment.plan(solution, version="1.0", reference="run-7", by=bob)
    row = report("started")
    assert row.pk == planned.pk
    assert (row.gate, row.is_reported) == ("not_passed", False)


def test_imported_ones_are_marked_and_meet_no_gate(solution, report, past):
    row = report("live", at=past(5000), is_imported=True)
    assert (row.gate, row.is_imported, row.lacked) == ("", True, [])
    assert not Deployment.objects.unexplained().exists()
    assert stage(solution) == "live"


def test_one_request_to_leads_for_each_solution_and_fit(solution, report, alice, bob):
    first, second = report("live", "run-7"), report("live", "run-8")
    assert list(Deployment.objects.unexplained()) == [first]
    with pytest.raises(DeploymentWaivedByLeads):
        second.waive(WHY, by=bob)
    second.waive(WHY, by=alice)
    second.waive(WHY, by=alice)
    [line] = lines("deployment_gate_waived")
    assert line.details["afterwards"]
    assert not Deployment.objects.unexplained().exists()


def test_guests_report_nothing(report, gina):
    with pytest.raises(RoleTooLow):
        report("live", by=gina)


def test_reports_are_recorded_of_what_ended_and_is_archived(solution, report, alice):
    solution.drop("Nobody asked for it.", by=alice)
    solution.project.enter("archived", by=alice)
    assert report("live").state == "live"
    assert stage(solution) == "dropped"
