"""Amended beside the locked words, withdrawn with a reason, ended by its own rule."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from base.refusals import NotAllowed
from projects.models import Hypothesis
from projects.models.hypothesis_amendment import PARTS
from projects.refusals import (
    AmendmentUnfit,
    AmendmentWithoutReason,
    HypothesisNotStarted,
    HypothesisOver,
    NoKillRule,
    WithdrawnWithoutReason,
)

WHY = "The sample was too small."


@pytest.fixture
def draft(theme, alice):
    return Hypothesis.draft(theme, prediction="Ads by mood sell more", threshold="+5 %", by=alice)


@pytest.fixture
def running(draft, alice):
    draft.start(by=alice)
    return draft


def was_moved(hypothesis):
    [row] = Hypothesis.objects.with_marks().filter(pk=hypothesis.pk)
    return vars(row)["was_moved"]


def last(hypothesis):
    return hypothesis.project.events.latest("pk")


def test_an_amendment_stands_beside_the_locked_words(running, bob):
    row = running.amend("threshold", " +3 % ", WHY, by=bob)
    running.refresh_from_db()
    assert (running.threshold, row.now, row.reason, row.user) == ("+5 %", "+3 %", WHY, bob)
    assert not row.after_results
    assert not row.changes_outcome
    assert running.planned(["threshold"], running.amendments.all()) == {"threshold": "+3 %"}
    event = last(running)
    assert (event.verb, event.details["part"], event.details["now"]) == (
        "hypothesis_amended",
        "threshold",
        "+3 %",
    )
    assert running.amend("threshold", "+3 %", WHY, by=bob) == row
    assert running.amendments.count() == 1
    assert str(row) == "Holds from: +3 %"


def test_a_longer_time_box_is_an_amendment_and_moves_its_day(running, bob):
    due = running.due_on
    running.amend("time_box_days", "30", WHY, by=bob)
    running.refresh_from_db()
    assert (running.time_box_days, running.due_on) == (14, due + timedelta(days=16))
    assert last(running).details["due_on"] == running.due_on.isoformat()
    running.amend("prediction", "Ads by mood sell", WHY, by=bob)
    assert last(running).details["due_on"] == running.due_on.isoformat()


def test_what_counts_as_a_result_is_marked_once_a_story_that_tests_it_is_done(
    running, story, bob, done
):
    running.amend("threshold", "+4 %", WHY, by=bob)
    story.test(running, by=bob)
    running.amend("threshold", "+3 %", WHY, by=bob)
    story.move_to(done, by=bob)
    box = running.amend("time_box_days", "20", WHY, by=bob)
    assert box.after_results
    assert not box.changes_outcome
    assert not was_moved(running)
    assert running.amend("threshold", "+2 %", WHY, by=bob).changes_outcome
    assert was_moved(running)


@pytest.mark.parametrize(
    ("part", "now", "field"),
    [
        ("theme", "1", "part"),
        ("metric", "Another", "part"),  # amended where metrics are
        ("", "1", "part"),
        ("threshold", "+5 %", "now"),  # it says so already
        ("threshold", "x" * 241, "now"),
        ("threshold", "  ", "now"),
        ("prediction", "x" * 2001, "now"),
        ("time_box_days", "soon", "now"),
        ("time_box_days", "0", "now"),
        ("time_box_days", "366", "now"),
        ("time_box_days", "14", "now"),
    ],
)
def test_an_amendment_has_the_form_of_its_part(running, bob, part, now, field):
    with pytest.raises(AmendmentUnfit) as refused:
        running.amend(part, now, WHY, by=bob)
    assert refused.value.field == field
    assert not running.amendments.exists()


def test_an_amendment_has_a_reason_and_a_test_that_runs(draft, alice, gina):
    with pytest.raises(HypothesisNotStarted):
        draft.amend("threshold", "+3 %", WHY, by=alice)
    draft.start(by=alice)
    for reason in ("short", "x" * 501, " " * 20):
        with pytest.raises(AmendmentWithoutReason):
            draft.amend("threshold", "+3 %", reason, by=alice)
    with pytest.raises(NotAllowed):
        draft.amend("threshold", "+3 %", WHY, by=gina)
    draft.decide("refuted", decision="Stop", by=alice)
    with pytest.raises(HypothesisOver):
        draft.amend("threshold", "+3 %", WHY, by=alice)


def test_every_part_that_can_be_amended_is_read(running, bob):
    for part in PARTS:
        now = "20" if part == "time_box_days" else "Something else"
        running.amend(part, now, WHY, by=bob)
    in_force = running.planned(PARTS, running.amendments.all())
    assert in_force["time_box_days"] == 20
    assert in_force["kill_rule"] == "Something else"


def test_drafts_and_tests_are_withdrawn_with_a_reason(draft, theme, bob, alice):
    for reason in ("short", "x" * 501):
        with pytest.raises(WithdrawnWithoutReason):
            draft.withdraw(reason, by=bob)
    draft.withdraw(f" {WHY} ", by=bob)
    draft.withdraw("Something else entirely.", by=bob)  # it is already
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_because) == ("withdrawn", WHY)
    assert draft.project.events.filter(verb="hypothesis_withdrawn").count() == 1
    assert str(last(draft).details["reason"]) == WHY
    other = Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)
    other.start(by=alice)
    other.withdraw(WHY, by=bob)
    for act in (
        lambda: other.start(by=bob),
        lambda: other.decide("refuted", decision="Stop", by=bob),
        lambda: other.amend("threshold", "2", WHY, by=bob),
    ):
        with pytest.raises(HypothesisOver):
            act()
    assert not Hypothesis.objects.running().exists()


def test_what_has_a_verdict_is_not_withdrawn(running, bob, gina):
    with pytest.raises(NotAllowed):
        running.withdraw(WHY, by=gina)
    running.decide("refuted", decision="Stop", by=bob)
    with pytest.raises(HypothesisOver):
        running.withdraw(WHY, by=bob)


def test_only_a_rule_that_there_is_ends_it_early(running, bob):
    with pytest.raises(NoKillRule):
        running.decide("refuted", decision="Stop", by_kill_rule=True, by=bob)
    running.amend("kill_rule", "Complaints double", WHY, by=bob)
    running.decide("refuted", decision="Stop", by_kill_rule=True, by=bob)
    running.refresh_from_db()
    assert running.by_kill_rule
    assert last(running).details["by_kill_rule"] is True
    running.decide("refuted", decision="Stop", by=bob)
    assert last(running).details["by_kill_rule"] is False


@pytest.mark.parametrize(
    "row",
    [
        {"state": "withdrawn"},
        {"state": "withdrawn", "withdrawn_because": WHY},
        {"by_kill_rule": True},
    ],
)
def test_the_database_holds_what_a_withdrawal_is(running, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hypothesis.objects.filter(pk=running.pk).update(**row)
