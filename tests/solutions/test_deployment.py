"""What people do with a deployment: planned, started past the gate, live, replaced, taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base import clock
from history.models import Event
from solutions.models import Deployment, FitReview, Solution
from solutions.refusals import (
    DeployedAlready,
    DeployedBeforeProven,
    DeploymentBegun,
    DeploymentOutOfStep,
    DeploymentUnfit,
    DeploymentWaivedByLeads,
    DeploymentWaiverWithoutReason,
    NothingToWaive,
    SolutionEnded,
    SolutionStillLive,
)
from teams.refusals import NotInTheTeam, RoleTooLow
from tests.solutions.fit import judge, signed_by_both

WHY = "The customer waits for it."


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


def stage(solution):
    return vars(Solution.objects.with_stage().get(pk=solution.pk))["stage_now"]


@pytest.fixture
def planned(solution, bob):
    return Deployment.plan(solution, version="1.0", by=bob)


# --- Plan -----------------------------------------------------------------------------------------
def test_a_version_is_enough_to_plan(solution, planned):
    [line] = lines("deployment_planned")
    assert line.details["plan"]["environment"] == "production"
    assert line.details["solution"] == solution.pk
    assert line.is_internal
    assert (planned.state, planned.gate, str(planned)) == ("planned", "", "1.0")
    assert stage(solution) == "sketched"


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"version": " "}, "version"),
        ({"version": "x" * 81}, "version"),
        ({"environment": "moon"}, "environment"),
        ({"rollout": "at_night"}, "rollout"),
        ({"reference": "x" * 121}, "reference"),
        ({"link": "http://git.example.org/1"}, "link"),
        ({"link": "https://me:secret@git.example.org/1"}, "link"),
        ({"different": "x" * 1001}, "different"),
        ({"customer": "asleep"}, "customer"),
    ],
)
def test_what_a_plan_says_is_checked(solution, bob, plan, field):
    with pytest.raises(DeploymentUnfit) as refused:
        Deployment.plan(solution, by=bob, **{"version": "1.0"} | plan)
    assert refused.value.field == field
    assert not Deployment.objects.exists()


def test_only_who_works_there_deploys(solution, planned, gina, charlie):
    for someone, refusal in ((gina, RoleTooLow), (charlie, NotInTheTeam)):
        with pytest.raises(refusal):
            Deployment.plan(solution, version="1.0", by=someone)
        with pytest.raises(refusal):
            planned.start(by=someone)


def test_a_reference_names_one_deployment_of_an_environment(solution, bob):
    first = Deployment.plan(solution, version="1.0", reference="run-1", by=bob)
    Deployment.plan(solution, version="1.0", reference="run-1", environment="staging", by=bob)
    with pytest.raises(DeployedAlready):
        Deployment.plan(solution, version="1.1", reference="run-1", by=bob)
    other = Deployment.plan(solution, version="1.1", by=bob)
    with pytest.raises(DeployedAlready):
        other.replan(reference="run-1", by=bob)
    first.replan(reference="run-1", by=bob)
    assert not lines("deployment_replanned")


def test_it_is_planned_otherwise_until_it_begins(planned, bob):
    planned.replan(version="1.1", different="The flag is off by default.", by=bob)
    planned.replan(version="1.1", by=bob)
    [line] = lines("deployment_replanned")
    assert line.details["was"] == {"version": "1.0", "different": ""}
    planned.replan(environment="staging", by=bob)
    planned.start(by=bob)
    with pytest.raises(DeploymentBegun):
        planned.replan(version="1.2", by=bob)


def test_it_is_said_whether_the_customer_is_there(planned, bob):
    planned.note_customer("present", by=bob)
    planned.note_customer("present", by=bob)
    [line] = lines("deployment_customer_noted")
    assert line.details["now"] == {"customer": "present", "attended_by": []}
    with pytest.raises(DeploymentUnfit):
        planned.note_customer("asleep", by=bob)


def test_the_database_promises_the_same(planned, live):
    for row, wrong in (
        (planned, {"state": "live"}),
        (planned, {"state": "live", "live_at": clock.now()}),  # two of them
        (planned, {"version": ""}),
        (planned, {"link": "http://git.example.org"}),
        (planned, {"reference": "run-1"}),
        (planned, {"gate": "waived"}),
        (planned, {"gate": "not_passed"}),
        (live, {"started_at": clock.now() + timedelta(days=1)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deployment.objects.filter(pk=row.pk).update(**wrong)


# --- The gate -------------------------------------------------------------------------------------
def test_the_gate_names_what_is_missing_and_leads_there(solution, planned, bob):
    with pytest.raises(DeployedBeforeProven) as refused:
        planned.start(by=bob)
    assert refused.value.sentence == (
        "The fit isn't signed: nobody has begun to look; no trial has passed."
    )
    assert [link.address for link in refused.value.links] == [
        f"/solutions/{solution.pk}/fit/",
        f"/solutions/{solution.pk}/#trials",
    ]
    planned.refresh_from_db()
    assert (planned.state, planned.gate) == ("planned", "")


def test_a_signed_fit_and_a_passed_trial_open_it(proven, bob):
    deployment = Deployment.plan(proven, version="1.0", by=bob)
    deployment.start(by=bob)
    deployment.start(by=bob)
    [line] = lines("deployment_started")
    assert line.is_internal
    deployment.refresh_from_db()
    assert (deployment.state, deployment.gate, deployment.lacked) == ("started", "passed", [])
    assert deployment.words_hash == proven.words_hash
    assert deployment.fit_hash == FitReview.objects.get().fit_hash
    assert stage(proven) == "proven"


def test_an_edit_closes_it_again(proven, alice, bob):
    deployment = Deployment.plan(proven, version="1.0", by=bob)
    review = FitReview.objects.get()
    judge(review, "Latency", "fits", "A second", by=bob)
    with pytest.raises(DeployedBeforeProven, match="The fit isn't signed by science and eng"):
        deployment.start(by=bob)
    signed_by_both(review, alice, bob)
    proven.describe(does="Predicts the weather.", by=bob)
    with pytest.raises(DeployedBeforeProven, match="the trial that passed was of earlier words"):
        deployment.start(by=bob)


def test_a_lead_waives_it_with_a_reason(planned, alice, bob, root):
    for who in (bob, root):
        with pytest.raises(DeploymentWaivedByLeads):
            planned.start(waiver=WHY, by=who)
    for reason in ("x" * 9, "x" * 501):
        with pytest.raises(DeploymentWaiverWithoutReason):
            planned.start(waiver=reason, by=alice)
    planned.start(waiver=f" {WHY} ", by=alice)
    planned.refresh_from_db()
    assert (planned.gate, planned.waiver) == ("waived", WHY)
    assert planned.lacked == ["fit", "trial"]
    [line] = lines("deployment_gate_waived")
    assert line.details["lacks"] == ["fit", "trial"]
    assert not line.details["afterwards"]
    with pytest.raises(NothingToWaive):
        planned.waive("Another reason", by=alice)


def test_a_waiver_that_is_not_needed_is_none(proven, alice):
    deployment = Deployment.plan(proven, version="1.0", by=alice)
    deployment.start(waiver=WHY, by=alice)
    assert (deployment.gate, deployment.waiver) == ("passed", "")


def test_what_was_planned_otherwise_meanwhile_meets_the_gate(solution, alice, bob):
    stale = Deployment.plan(solution, version="1.0", environment="staging", by=bob)
    Deployment.objects.get(pk=stale.pk).replan(environment="production", by=alice)
    with pytest.raises(DeployedBeforeProven):
        stale.start(by=bob)


def test_other_environments_have_no_gate(solution, bob):
    deployment = Deployment.plan(solution, version="1.0", environment="staging", by=bob)
    deployment.start(by=bob)
    deployment.go_live(by=bob)
    assert (deployment.state, deployment.gate) == ("live", "")
    assert stage(solution) == "sketched"


# --- Live, replaced, taken back -------------------------------------------------------------------
def test_what_stands_in_production_makes_a_solution_live(proven, live, bob):
    assert stage(proven) == "live"
    live.go_live(by=bob)
    [line] = lines("deployment_went_live")
    assert not line.is_internal
    assert line.details["environment"] == "production"


def test_the_next_version_replaces_it_and_it_is_live_all_along(proven, live, alice):
    with clock.at(clock.now() + timedelta(days=3)):
        later = Deployment.plan(proven, version="1.1", by=alice)
        later.start(by=alice)
        later.go_live(by=alice)
    live.refresh_from_db()
    assert (live.state, live.ended_at) == ("replaced", later.live_at)
    assert len(lines("deployment_replaced")) == 1
    now = Solution.objects.with_stage().get(pk=proven.pk)
    assert vars(now)["stage_since"] == live.live_at


def test_a_version_that_is_taken_back_leaves_it_proven(proven, live, alice, bob):
    live.roll_back(WHY, by=bob)
    live.roll_back(WHY, by=bob)
    [line] = lines("deployment_rolled_back")
    assert (line.details["reason"], line.is_internal) == (WHY, False)
    assert stage(proven) == "proven"
    with clock.at(clock.now() + timedelta(days=3)):
        later = Deployment.plan(proven, version="1.1", by=alice)
        later.start(by=alice)
        later.go_live(by=alice)
    now = Solution.objects.with_stage().get(pk=proven.pk)
    assert vars(now)["stage_since"] == later.live_at


def test_one_step_comes_after_the_other(proven, bob):
    deployment = Deployment.plan(proven, version="1.0", by=bob)
    for act in (deployment.fail, deployment.roll_back):
        with pytest.raises(DeploymentOutOfStep):
            act(WHY, by=bob)
    with pytest.raises(DeploymentOutOfStep):
        deployment.go_live(by=bob)
    deployment.start(by=bob)
    with pytest.raises(DeploymentOutOfStep):
        deployment.cancel(WHY, by=bob)
    deployment.fail(WHY, by=bob)
    assert (deployment.state, deployment.reason) == ("failed", WHY)
    with pytest.raises(DeploymentOutOfStep):
        deployment.start(by=bob)
    other = Deployment.plan(proven, version="1.0", by=bob)
    other.cancel("", by=bob)
    assert other.state == "cancelled"
    with pytest.raises(DeploymentUnfit):
        other.cancel("x" * 501, by=bob)


def test_it_goes_on_when_the_project_is_finished(proven, live, alice, bob):
    proven.project.enter("finished", by=alice)
    live.roll_back(WHY, by=bob)
    later = Deployment.plan(proven, version="1.1", by=bob)
    later.start(by=bob)
    later.go_live(by=bob)
    assert stage(proven) == "live"


# --- The end --------------------------------------------------------------------------------------
def test_what_is_live_is_retired_and_not_dropped(proven, live, alice, bob):
    with pytest.raises(SolutionStillLive):
        proven.drop("Nobody asked for it.", by=alice)
    proven.retire("Its successor is better.", by=alice)
    assert stage(proven) == "retired"
    with pytest.raises(SolutionEnded):
        Deployment.plan(proven, version="1.1", by=bob)
    proven.take_up_again(by=alice)
    assert stage(proven) == "live"
    live.roll_back(WHY, by=bob)
    proven.drop("Nobody asked for it.", by=alice)
    assert stage(proven) == "dropped"


def test_of_what_ended_nothing_starts(solution, planned, alice):
    solution.drop("Nobody asked for it.", by=alice)
    with pytest.raises(SolutionEnded):
        planned.start(waiver=WHY, by=alice)


def test_outcomes_are_open_to_guests(proven, live, gina, charlie, alice):
    Deployment.plan(proven, version="1.1", by=alice)
    assert list(Deployment.objects.visible_to(gina)) == [live]
    assert Deployment.objects.visible_to(alice).count() == 2
    assert not Deployment.objects.visible_to(charlie).exists()
