"""By which success metric a hypothesis is measured; once its test runs, that is an amendment."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from base import clock
from base.refusals import NotAllowed
from metrics.models import HypothesisMetric, SuccessMetric
from metrics.refusals import MeasuredElsewhere, MeasuredStill
from projects.models import Hypothesis, Project
from projects.refusals import AmendmentWithoutReason, HypothesisOver

WHY = "The number came too late."


def defined(project, name, by):
    return SuccessMetric.define(
        project,
        kind="incremental_value",
        name=name,
        unit="%",
        baseline=1,
        target=2,
        due=date(2031, 1, 1),
        by=by,
    )


@pytest.fixture
def reach(apollo, alice):
    return defined(apollo, "Reach", alice)


@pytest.fixture
def draft(theme, alice):
    return Hypothesis.draft(theme, prediction="It sells", threshold="+5 %", by=alice)


def test_a_draft_is_measured_by_one_metric_and_by_none_again(draft, reach, bob, apollo, alice):
    HypothesisMetric.choose(draft, reach, by=bob)
    HypothesisMetric.choose(draft, reach, by=bob)
    other = defined(apollo, "Sales", alice)
    HypothesisMetric.choose(draft, other, by=bob)
    assert HypothesisMetric.objects.get().metric == other
    events = draft.project.events.filter(verb="hypothesis_measured").order_by("pk")
    assert [line.details["now"] for line in events] == [reach.pk, other.pk]
    HypothesisMetric.leave(draft, reach, by=bob)  # it measures it no more anyway
    HypothesisMetric.leave(draft, other, by=bob)
    assert not HypothesisMetric.objects.exists()
    assert not draft.amendments.exists()


def test_once_it_runs_another_metric_is_an_amendment(draft, reach, apollo, alice, bob, gina):
    HypothesisMetric.choose(draft, reach, by=bob)
    draft.start(by=alice)
    sales = defined(apollo, "Sales", alice)
    with pytest.raises(AmendmentWithoutReason):
        HypothesisMetric.choose(draft, sales, by=bob)
    with pytest.raises(MeasuredStill):
        HypothesisMetric.leave(draft, reach, by=bob)
    with pytest.raises(NotAllowed):
        HypothesisMetric.choose(draft, sales, reason=WHY, by=gina)
    HypothesisMetric.choose(draft, sales, reason=WHY, by=bob)
    row = draft.amendments.get()
    assert (row.part, row.now, row.changes_outcome) == ("metric", "Sales", False)
    sales.observe(value=2, observed_on=clock.today(), by=bob)
    HypothesisMetric.choose(draft, reach, reason=WHY, by=bob)
    assert draft.amendments.last().changes_outcome
    draft.decide("refuted", decision="Stop", by=bob)
    with pytest.raises(HypothesisOver):
        HypothesisMetric.choose(draft, sales, reason=WHY, by=bob)


def test_what_was_noted_before_the_start_is_no_result(draft, reach, bob, alice):
    HypothesisMetric.choose(draft, reach, by=bob)
    reach.observe(value=2, observed_on=clock.today(), by=bob)
    with clock.at(clock.now() + timedelta(hours=1)):
        draft.start(by=alice)
        assert not draft.amend("threshold", "+4 %", WHY, by=bob).changes_outcome
        reach.observe(value=2, observed_on=clock.today(), by=bob)
        assert draft.amend("threshold", "+3 %", WHY, by=bob).changes_outcome


def test_a_metric_of_another_project_measures_nothing_here(draft, team, alice, bob):
    other = Project.start(team, key="OT", name="Other", by=alice)
    with pytest.raises(MeasuredElsewhere):
        HypothesisMetric.choose(draft, defined(other, "Reach", alice), by=bob)


def test_it_is_chosen_on_a_page_and_shown_on_the_hypothesis(client, draft, reach, alice, gina):
    there = reverse("hypothesis_metric", args=[draft.pk])
    client.force_login(alice)
    assert b"Why" not in client.get(there).content
    assert client.post(there, {"metric": reach.pk}).status_code == 302
    assert "Reach" in client.get(f"/hypotheses/{draft.pk}/").content.decode()
    draft.start(by=alice)
    sales = defined(draft.project, "Sales", alice)
    assert client.post(there, {"metric": sales.pk, "reason": "late"}).status_code == 400
    assert client.post(there, {"metric": sales.pk, "reason": WHY}).status_code == 302
    page = client.get(f"/hypotheses/{draft.pk}/").content.decode()
    assert WHY in page
    client.force_login(gina)
    assert client.get(there).status_code == 403
    assert "Sales" in client.get(f"/hypotheses/{draft.pk}/").content.decode()


def test_it_is_chosen_in_the_admin_panel(client, draft, reach, alice):
    alice.is_staff = alice.is_superuser = True
    alice.save()
    client.force_login(alice)
    add = "/admin/metrics/hypothesismetric/add/"
    sheet = {"hypothesis": draft.pk, "metric": reach.pk, "reason": ""}
    assert client.post(add, sheet).status_code == 302
    draft.start(by=alice)
    row = HypothesisMetric.objects.get()
    sales = defined(draft.project, "Sales", alice)
    change = f"/admin/metrics/hypothesismetric/{row.pk}/change/"
    assert client.get(change).status_code == 200
    refused = client.post(change, {"metric": sales.pk, "reason": ""})
    assert "10 to 500 characters" in refused.content.decode()
    assert client.post(change, {"metric": sales.pk, "reason": WHY}).status_code == 302
    row.refresh_from_db()
    assert row.metric == sales
