"""Today says all that waits for me and my teams, and nothing that waits for nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from metrics.models import SuccessMetric
from projects.models import Hypothesis
from pulse.models.wave import Wave
from solutions.models import Deployment, Solution
from sprints.models import Retrospective, Sprint
from stories.models import Story
from tests.present import present
from tests.world import person

TODAY = timezone.localdate


def needs(client, user):
    client.force_login(user)
    return {need.sentence: need.link for need in client.get("/").context["needs"]}


def about(client, user, words):
    return [sentence for sentence in needs(client, user) if words in sentence]


@pytest.fixture
def closed(apollo, alice, done):
    """A sprint that ended yesterday, with nobody having looked back on it."""
    start = TODAY() - timedelta(days=14)
    sprint = Sprint.plan(apollo, starts_on=start, ends_on=TODAY() - timedelta(days=1), by=alice)
    story = Story.write(apollo, title="Fly", owner=alice, sprint=sprint, by=alice)
    sprint.kick_off(by=alice)
    story.move_to(done, by=alice)
    sprint.close(by=alice)
    return sprint


def test_a_sprint_without_a_look_back_waits_for_the_team_until_it_is_held(
    client, closed, alice, bob, gina
):
    for who in (alice, bob):
        [sentence] = about(client, who, "nobody has looked back")
        assert client.get(needs(client, who)[sentence]).status_code == 200
    assert not about(client, gina, "looked back")
    Retrospective.hold(closed, by=bob)
    assert not about(client, alice, "looked back")


def test_an_action_past_its_day_waits_for_its_owner_and_the_leads(client, closed, alice, bob, gina):
    held = Retrospective.hold(closed, by=alice)
    action = held.agree("Pair more", owner=bob, due=TODAY() - timedelta(days=2), by=alice)
    held.agree("Later", owner=bob, due=TODAY() + timedelta(days=2), by=alice)
    assert about(client, bob, "You agreed to: Pair more")
    assert about(client, alice, "Agreed in a retrospective: Pair more")
    assert not about(client, alice, "Bob")
    assert not about(client, bob, "Later")
    assert not about(client, gina, "Pair more")
    link = needs(client, bob)[about(client, bob, "Pair more")[0]]
    assert f'id="{link.partition("#")[2]}"' in client.get(link).content.decode()
    action.close(by=bob, evidence="Seen")
    assert not about(client, bob, "Pair more")


def test_a_test_whose_time_box_has_ended_waits_for_a_decision(
    client, theme, alice, bob, gina, monkeypatch
):
    test = Hypothesis.draft(
        theme, prediction="It floats", threshold="> 0", time_box_days=14, by=alice
    )
    test.start(by=alice)
    assert not about(client, bob, "It floats")
    assert test.due_on
    day = test.due_on
    monkeypatch.setattr("today.today.timezone.localdate", lambda *at: day)
    assert "overdue" not in about(client, bob, "It floats")[0]
    day = test.due_on + timedelta(days=3)
    assert "overdue" in about(client, bob, "It floats")[0]
    assert not about(client, gina, "It floats")
    test.decide("refuted", decision="Swim", by=alice)
    assert not about(client, bob, "It floats")


def test_a_blocked_story_waits_for_who_pairs_on_it_too(client, apollo, alice, bob):
    story = Story.write(apollo, title="Fly", owner=alice, by=alice)
    story.pair_with(bob, by=alice)
    story.block("No wind", by=alice)
    assert about(client, bob, "No wind")
    assert len(about(client, alice, "No wind")) == 1
    story.unblock(by=bob)
    assert not about(client, bob, "No wind")


def test_a_measure_whose_day_has_come_waits_for_a_value(client, apollo, alice, bob):
    metric = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Applause",
        unit="dB",
        baseline=1,
        target=2,
        due=TODAY() - timedelta(days=1),
        by=alice,
    )
    assert about(client, alice, "Applause")
    assert not about(client, bob, "Applause")
    metric.observe(value=3, observed_on=TODAY(), by=alice)
    assert not about(client, alice, "Applause")


def test_an_open_pulse_waits_for_who_has_not_answered(client, apollo, team, alice, bob, gina):
    wave = present(Wave.open_due(team))
    assert about(client, bob, "A pulse is open")
    assert not about(client, gina, "A pulse is open")
    wave.answer({wave.items[0].key: 4}, by=bob)
    assert not about(client, bob, "A pulse is open")
    assert about(client, alice, "A pulse is open")


def test_a_paused_project_waits_for_nobody(client, closed, alice):
    closed.project.enter("paused", by=alice)
    assert needs(client, alice) == {}


def test_the_most_urgent_stands_first(client, closed, alice):
    story = Story.write(closed.project, title="Fly", owner=alice, by=alice)
    story.block("No wind", by=alice)
    client.force_login(alice)
    urgencies = [need.urgency for need in client.get("/").context["needs"]]
    assert urgencies == sorted(urgencies)
    assert len(set(urgencies)) > 1


def test_after_a_closed_sprint_nobody_is_told_that_there_was_none(client, closed, alice):
    client.force_login(alice)
    page = client.get("/").content.decode()
    assert "No sprint yet" not in page
    assert "No sprint runs" in page


def test_a_guest_is_not_told_to_pick_up_stories(client, apollo, gina, bob):
    client.force_login(gina)
    assert "Pick up a story" not in client.get("/").content.decode()
    client.force_login(bob)
    assert "Pick up a story" in client.get("/").content.decode()


def test_a_solution_whose_keeper_left_waits_for_the_leads(client, apollo, team, alice, bob, gina):
    lead = person("lena")
    team.take_in(lead, discipline="product", role="lead", by=alice)
    solution = Solution.sketch(
        apollo,
        name="Lander",
        kind="model",
        science_keeper=alice,
        engineering_keeper=bob,
        by=alice,
    )
    Solution.sketch(apollo, name="Bare", kind="model", by=alice)  # nobody was named yet
    assert not about(client, alice, "looks after")
    team.take_in(bob, discipline="product", by=alice)
    for who in (alice, lead):
        [sentence] = about(client, who, "looks after")
        assert sentence == "Nobody from engineering looks after Lander any more"
        assert client.get(needs(client, who)[sentence]).status_code == 200
    for who in (bob, gina):
        assert not about(client, who, "looks after")
    team.let_go(bob, by=alice)
    assert about(client, alice, "Nobody from engineering looks after Lander")
    solution.name_keepers(engineering_keeper=None, by=alice)
    assert not about(client, alice, "looks after")
    team.take_in(alice, discipline="product", role="lead", by=lead)
    assert about(client, alice, "Nobody from science looks after Lander")
    solution.retire("Radar is blind above water.", by=alice)
    assert not about(client, alice, "looks after")


def test_what_went_past_the_gate_waits_for_the_leads_once(client, apollo, alice, bob, gina):
    solution = Solution.sketch(apollo, name="Lander", kind="model", by=alice)
    for reference in ("run-7", "run-8"):
        said: dict[str, Any] = {
            "environment": "production",
            "reference": reference,
            "state": "live",
        }
        row = Deployment.report(solution, by=bob, **said)
    [sentence] = about(client, alice, "past its gate")
    assert sentence == "Lander run-7 went to production past its gate"
    assert client.get(needs(client, alice)[sentence]).status_code == 200
    for who in (bob, gina):
        assert not about(client, who, "past its gate")
    row.waive("The customer waits for it.", by=alice)
    assert not about(client, alice, "past its gate")
