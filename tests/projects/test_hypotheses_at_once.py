"""Two people at one hypothesis at the same moment: one outcome on the record."""

import pytest

from projects.models import Hypothesis
from projects.refusals import HypothesisOver
from tests.solutions.at_once import together

WHY = "Nobody asks any more."


@pytest.fixture
def world(transactional_db, theme, alice, bob):
    hypothesis = Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)
    hypothesis.start(by=alice)
    return hypothesis


def read():
    return Hypothesis.objects.select_related("project__team").get()


def verbs(hypothesis):
    return list(hypothesis.project.events.order_by("pk").values_list("verb", flat=True))


def test_it_is_decided_or_withdrawn_and_not_both(world, alice, bob):
    refused = together(
        read,
        lambda one: one.decide("refuted", decision="Stop", by=alice),
        lambda one: one.withdraw(WHY, by=bob),
    )
    assert [type(one) for one in refused] == [HypothesisOver]
    ends = {"hypothesis_decided", "hypothesis_withdrawn"} & set(verbs(world))
    assert len(ends) == 1
    assert f"hypothesis_{read().state}" in ends


def test_two_amendments_of_a_part_stand_one_after_the_other(world, alice, bob):
    refused = together(
        read,
        lambda one: one.amend("time_box_days", "20", WHY, by=alice),
        lambda one: one.amend("time_box_days", "30", WHY, by=bob),
    )
    assert not refused
    now = read()
    last = now.amendments.last()
    assert (now.due_on - now.stated_at.date()).days == int(last.now)
    assert verbs(now)[-2:] == ["hypothesis_amended"] * 2


def test_the_same_amendment_twice_is_one(world, alice, bob):
    for_both = [lambda one, by=by: one.amend("threshold", "2", WHY, by=by) for by in (alice, bob)]
    assert not together(read, *for_both)
    assert read().amendments.count() == 1
