from datetime import date, timedelta

import pytest

from base.refusals import Invalid, NotAllowed, Refused
from projects.models import Hypothesis


@pytest.fixture
def hypothesis(theme, alice):
    return Hypothesis.draft(theme, prediction="Ads by mood sell more", threshold="+5 %", by=alice)


def test_a_draft_can_be_reworded_and_what_runs_is_locked(hypothesis, bob):
    hypothesis.reword(prediction="Ads by weather sell more", by=bob)
    hypothesis.start(by=bob)
    assert hypothesis.state == hypothesis.State.RUNNING
    with pytest.raises(Refused, match="locked"):
        hypothesis.reword(threshold="+1 %", by=bob)
    hypothesis.refresh_from_db()
    assert (hypothesis.prediction, hypothesis.threshold) == ("Ads by weather sell more", "+5 %")


def test_a_test_needs_a_threshold(theme, alice):
    vague = Hypothesis.draft(theme, prediction="It will be better", by=alice)
    with pytest.raises(Invalid, match="from which value"):
        vague.start(by=alice)


def test_starting_again_keeps_the_time_it_was_stated(hypothesis, bob):
    hypothesis.start(by=bob)
    stated = hypothesis.stated_at
    hypothesis.start(by=bob)
    hypothesis.refresh_from_db()
    assert hypothesis.stated_at == stated


def test_refuted_is_a_result_and_another_verdict_is_told_as_a_change(hypothesis, alice, bob):
    hypothesis.start(by=bob)
    hypothesis.decide("refuted", decision="Stop it", evidence="https://example.org/1", by=bob)
    decided = hypothesis.decided_at
    hypothesis.decide("supported", decision="Go on", by=alice)
    hypothesis.refresh_from_db()
    assert (hypothesis.verdict, hypothesis.decided_at) == ("supported", decided)
    event = hypothesis.project.events.latest("pk")
    assert event.verb == "hypothesis_verdict_changed"
    assert (event.details["was"], event.details["now"]) == ("refuted", "supported")


def test_a_verdict_needs_a_test_a_word_and_a_decision(hypothesis, bob, gina):
    with pytest.raises(Refused, match="hasn't started"):
        hypothesis.decide("refuted", decision="Stop", by=bob)
    hypothesis.start(by=bob)
    with pytest.raises(Invalid, match="verdict"):
        hypothesis.decide("perhaps", decision="Stop", by=bob)
    with pytest.raises(Invalid, match="decided"):
        hypothesis.decide("refuted", decision=" ", by=bob)
    with pytest.raises(NotAllowed):
        hypothesis.decide("refuted", decision="Stop", by=gina)


def test_overdue_ones_are_found(hypothesis, bob):
    hypothesis.start(by=bob)
    due = hypothesis.due_on
    assert not Hypothesis.objects.overdue(due + timedelta(days=2)).exists()
    assert hypothesis in Hypothesis.objects.overdue(due + timedelta(days=3))
    assert [hypothesis.is_overdue(due + timedelta(days=n)) for n in (2, 3)] == [False, True]
    hypothesis.decide("inconclusive", decision="Ask better", by=bob)
    assert not Hypothesis.objects.overdue(date(2099, 1, 1)).exists()


def test_a_story_tests_it(hypothesis, story, bob):
    story.test(hypothesis, by=bob)
    story.test(hypothesis, by=bob)
    assert list(hypothesis.stories.all()) == [story]
    assert story.events.filter(verb="story_tests").count() == 1
