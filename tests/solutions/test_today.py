"""Today asks for a trial's verdict when its time is over, and the other discipline to confirm."""

from datetime import timedelta

import pytest
from django.utils import timezone

from solutions.models import Trial
from tests.budgets import assert_budget
from tests.solutions.conftest import MEANS
from tests.world import person

PLANNED, CONFIRM = "A trial was planned until", "hasn't confirmed how Vienna ended"
WHY = "The boxes came a week late."


@pytest.fixture
def about(client):
    def about(user, words):
        client.force_login(user)
        return [need for need in client.get("/").context["needs"] if words in need.sentence]

    return about


@pytest.fixture
def over(trial):
    """A running trial whose planned end was yesterday."""
    Trial.objects.update(planned_until=timezone.localdate() - timedelta(days=1))
    return trial


def test_a_trial_past_its_planned_end_waits_for_its_verdict(
    client, about, over, alice, bob, gina, charlie
):
    for who in (alice, bob):
        [need] = about(who, PLANNED)
        assert need.sentence == "A trial was planned until yesterday: Vienna"
        assert client.get(need.link).status_code == 200
    assert not about(gina, PLANNED)
    assert not about(charlie, PLANNED)
    over.decide("passed", learned="Radar sees the ground.", by=alice, **MEANS)
    assert not about(bob, PLANNED)


def test_its_last_day_is_still_its_own(about, trial, bob):
    Trial.objects.update(planned_until=timezone.localdate())
    assert not about(bob, PLANNED)
    Trial.objects.update(planned_until=None)
    assert not about(bob, PLANNED)


def test_an_amended_end_counts(about, over, bob):
    later = timezone.localdate() + timedelta(days=3)
    over.amend("planned_until", later.isoformat(), WHY, by=bob)
    assert not about(bob, PLANNED)
    earlier = timezone.localdate() - timedelta(days=2)
    over.amend("planned_until", earlier.isoformat(), WHY, by=bob)
    assert about(bob, PLANNED)


def test_nobody_is_asked_of_what_was_withdrawn_or_is_finished(about, over, apollo, alice, bob):
    apollo.enter("finished", by=alice)
    assert not about(bob, PLANNED)
    apollo.enter("active", by=alice)
    over.withdraw("Another team tries it instead.", by=alice)
    assert not about(bob, PLANNED)


def test_the_other_discipline_confirms(about, passed, alice, bob, gina):
    assert not about(alice, CONFIRM)
    assert not about(gina, CONFIRM)
    [need] = about(bob, CONFIRM)
    assert need.sentence == "Engineering hasn't confirmed how Vienna ended, decided today"
    passed.confirm(by=bob)
    assert not about(bob, CONFIRM)
    passed.decide("failed", learned="It was the wrong ground.", by=alice, **MEANS)
    assert about(bob, CONFIRM)


def test_many_of_them_cost_no_more_statements(client, over, solution, alice, bob):
    client.force_login(bob)

    def grow():
        for number in range(5):
            other = Trial.draft(solution, environment="staging", name=f"T{number}", by=alice)
            Trial.objects.filter(pk=other.pk).update(
                state="running",
                words_hash=over.words_hash,
                started_at=timezone.now(),
                planned_until=timezone.localdate() - timedelta(days=number + 1),
            )

    assert_budget("page dashboard", lambda: client.get("/"), grow)


UNKEPT = "Nobody from engineering looks after Lander any more"


@pytest.mark.parametrize(("state", "asked"), [("finished", 1), ("archived", 0)])
def test_a_finished_project_says_too_that_nobody_looks_after_what_is_live(
    client, about, live, team, alice, bob, state, asked
):
    team.take_in(bob, discipline="product", role="member", by=alice)
    live.project.enter(state, by=alice)
    assert len(about(alice, UNKEPT)) == asked


def test_another_keeper_is_named_in_a_finished_project(client, about, live, team, alice, bob, root):
    engineer = person("dana")
    team.take_in(engineer, discipline="engineering", role="member", by=alice)
    team.take_in(bob, discipline="product", role="member", by=alice)
    live.project.enter("finished", by=alice)
    [need] = about(alice, UNKEPT)
    assert need.link in client.get(f"/solutions/{live.solution_id}/").content.decode()
    sent = {"science_keeper": alice.pk, "engineering_keeper": engineer.pk}
    assert client.post(need.link, sent).status_code == 302
    assert not about(alice, UNKEPT)
