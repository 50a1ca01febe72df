"""Two people, or two runs of a pipeline, at the same moment: one outcome, on the record."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from history.models import Event
from solutions.models import Deployment, FitReview, Incident, Solution
from solutions.refusals import DeployedBeforeProven, DeploymentOutOfStep
from solutions.tasks import settle_deployment
from tests.solutions.at_once import together
from tests.solutions.fit import current, judge
from tests.solutions.test_incident import TOLD

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 4


def lines(verb):
    return Event.objects.filter(verb=verb).count()


def read(row):
    """As each of them has read it."""
    rows = type(row).objects.select_related("project__team", "solution__project__team")
    return lambda: rows.get(pk=row.pk)


@pytest.fixture
def planned(proven, bob):
    return Deployment.plan(proven, version="1.0", by=bob)


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_start_it(planned, alice, bob, turn):
    refused = together(
        read(planned), lambda one: one.start(by=alice), lambda one: one.start(by=bob)
    )
    assert refused == []
    assert lines("deployment_started") == 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_starts_it_while_the_other_edits_the_fit(planned, proven, alice, bob, turn):
    refused = together(
        read(planned),
        lambda one: one.start(by=alice),
        lambda one: judge(current(proven), "Latency", "needs_change", by=bob),
    )
    planned.refresh_from_db()
    if refused:
        assert isinstance(refused[0], DeployedBeforeProven)
        assert (planned.state, planned.gate) == ("planned", "")
    else:
        assert (planned.state, planned.gate) == ("started", "passed")
        assert planned.fit_hash != FitReview.objects.get().fit_hash


@pytest.mark.parametrize("turn", range(TURNS))
def test_two_versions_go_live(planned, proven, alice, bob, turn):
    other = Deployment.plan(proven, version="1.1", by=bob)
    for row in (planned, other):
        row.start(by=bob)
    refused = together(
        read(planned), lambda one: one.go_live(by=alice), lambda _: read(other)().go_live(by=bob)
    )
    assert refused == []
    states = sorted(Deployment.objects.values_list("state", flat=True))
    assert states == ["live", "replaced"]
    assert (lines("deployment_went_live"), lines("deployment_replaced")) == (2, 1)


@pytest.mark.parametrize("turn", range(TURNS))
def test_two_runs_report_the_same(solution, bob, turn):
    def report(_):
        mine = Solution.objects.select_related("project__team").get(pk=solution.pk)
        said: dict[str, Any] = {"environment": "production", "reference": "run-7", "state": "live"}
        Deployment.report(mine, by=bob, **said)

    assert together(lambda: None, report, report, report) == []
    assert Deployment.objects.count() == 1
    assert (lines("deployment_reported"), lines("deployment_went_live")) == (1, 1)
    assert lines("deployment_gate_not_passed") == 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_takes_it_back_while_the_other_replaces_it(live, proven, alice, bob, turn):
    other = Deployment.plan(proven, version="1.1", by=bob)
    other.start(by=bob)
    refused = together(
        read(live),
        lambda one: one.roll_back("It was slow.", by=alice),
        lambda _: read(other)().go_live(by=bob),
    )
    live.refresh_from_db()
    assert all(isinstance(one, DeploymentOutOfStep) for one in refused)
    assert live.state == ("replaced" if refused else "rolled_back")


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_say_that_an_incident_is_over(live, proven, alice, bob, turn):
    incident = Incident.report(proven, by=bob, **TOLD)
    refused = together(
        read(incident), lambda one: one.restore(by=alice), lambda one: one.restore(by=bob)
    )
    assert refused == []
    assert lines("incident_restored") == 1


# --- Day 30 ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("turn", range(TURNS))
def test_both_keepers_answer(live, alice, bob, turn):
    with time_machine.travel(live.live_at + timedelta(days=31), tick=True):
        refused = together(
            read(live),
            lambda one: one.nothing_to_tell(by=alice),
            lambda one: one.nothing_to_tell(by=bob),
        )
    assert refused == []
    assert (lines("drama_answered"), lines("drama_settled")) == (2, 1)
    assert live.settlements.get().how == "nothing_to_tell"


@pytest.mark.parametrize("turn", range(TURNS))
def test_two_workers_settle_it_while_a_keeper_answers(live, alice, turn):
    with time_machine.travel(live.live_at + timedelta(days=40), tick=True):
        together(
            read(live),
            lambda one: one.settle_unanswered(),
            lambda one: settle_deployment(one.pk),
            lambda one: one.nothing_to_tell(by=alice),
        )
    assert lines("drama_settled") == 1
    assert live.settlements.count() == 1
