"""Stand-ups, retrospectives and what they agree on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from base import clock
from base.refusals import Invalid, NotAllowed, Refused
from sprints.models import Action, Retrospective, Sprint, Standup

NINE = datetime(2030, 1, 8, 9, tzinfo=UTC)


@pytest.fixture
def sprint(apollo, alice):
    return Sprint.plan(apollo, starts_on=date(2030, 1, 7), by=alice)


@pytest.fixture
def next_sprint(sprint, alice):
    return Sprint.plan(sprint.project, starts_on=date(2030, 1, 21), by=alice)


@pytest.fixture
def running(sprint, stories, alice):
    with clock.at(NINE - timedelta(days=1)):
        sprint.kick_off(by=alice)
    return sprint


@pytest.fixture
def retro(running, bob):
    return Retrospective.hold(running, shown="A map", by=bob)


@pytest.fixture
def action(retro, alice, bob):
    return retro.agree("Review within a day", owner=bob, due=date(2030, 2, 1), by=alice)


def test_a_standup_is_timed_by_its_facilitator(running, apollo, bob, alice):
    with clock.at(NINE):
        standup = Standup.start(apollo, by=bob)
        again = Standup.start(apollo, by=alice)
    with clock.at(NINE + timedelta(minutes=12)):
        standup.end(present=2, by=bob)
    assert again == standup
    assert (standup.sprint, standup.minutes, standup.present) == (running, 12, 2)


def test_only_the_facilitator_or_a_lead_stops_the_timer(running, apollo, alice, bob):
    standup = Standup.start(apollo, by=alice)
    with pytest.raises(NotAllowed):
        standup.end(by=bob)
    standup.end(by=alice)
    ended = standup.ended_at
    standup.end(by=alice)
    standup.refresh_from_db()
    assert standup.ended_at == ended


def test_an_untimed_standup_was_held_and_its_length_is_unknown(running, apollo, bob):
    with clock.at(NINE):
        standup = Standup.note(apollo, day=NINE.date(), present=3, by=bob)
        with pytest.raises(Invalid):
            Standup.note(apollo, day=NINE.date() + timedelta(days=1), by=bob)
    assert (standup.minutes, standup.sprint) == (None, running)
    assert standup not in Standup.objects.timed()


def test_a_retrospective_is_held_once_a_sprint(running, retro, next_sprint, bob):
    assert Retrospective.hold(running, by=bob) == retro
    with pytest.raises(Refused, match="kicked off"):
        Retrospective.hold(next_sprint, by=bob)
    retro.note(shown="A map", lessons="Draw it earlier", by=bob)
    assert retro.project.events.latest("pk").verb == "retrospective_noted"


def test_an_action_with_evidence_is_done_and_without_dropped(retro, action, alice, bob):
    action.close(evidence="https://example.org/review", by=bob)
    other = retro.agree("Buy a plant", owner=alice, due=date(2030, 2, 1), by=alice)
    other.close(by=alice)
    assert (action.outcome, other.outcome) == ("done", "dropped")
    assert not Action.objects.open().exists()


def test_the_database_knows_that_done_needs_evidence(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.update(closed_at=clock.now(), outcome="done")


def test_carrying_is_counted(action, bob):
    action.carry(date(2030, 2, 15), by=bob)
    assert action.carried == 1
    with pytest.raises(Invalid, match="later"):
        action.carry(date(2030, 2, 1), by=bob)
    assert action in Action.objects.overdue(date(2030, 3, 1))
    action.close(by=bob)
    with pytest.raises(Refused):
        action.carry(date(2030, 3, 15), by=bob)


def test_an_action_becomes_a_story_once(action, next_sprint, bob):
    story = action.take_up(sprint=next_sprint, by=bob)
    assert action.take_up(by=bob) == story
    assert (story.owner, story.sprint, story.kind) == (bob, next_sprint, "chore")


def test_an_action_is_a_members(retro, alice, gina):
    with pytest.raises(Invalid, match="working member"):
        retro.agree("Look", owner=gina, due=date(2030, 2, 1), by=alice)
    with pytest.raises(Invalid):
        retro.agree(" ", owner=alice, due=date(2030, 2, 1), by=alice)
