"""Experiments belong to a hypothesis; when the last is done, its verdict is asked for."""

import pytest
from django.urls import reverse

from projects.models import Hypothesis
from stories.models import Story
from tests.today.test_needs import about

ASKED = "All its experiments are done"


@pytest.fixture
def running(theme, alice):
    row = Hypothesis.draft(theme, prediction="It floats", threshold="1", by=alice)
    row.start(by=alice)
    return row


def test_one_is_written_from_the_page_of_its_hypothesis(client, running, bob, gina, charlie):
    there = reverse("hypothesis_experiments", args=[running.pk])
    client.force_login(bob)
    assert b"New experiment" in client.get(f"/hypotheses/{running.pk}/").content
    assert client.post(there, {"title": " "}).status_code == 400
    assert client.post(there, {"title": "Float it", "time_box_days": "3"}).status_code == 302
    story = Story.objects.get(hypothesis=running)
    assert (story.kind, story.title) == ("experiment", "Float it")
    assert story.time_box_days == 3
    client.force_login(gina)
    assert client.get(there).status_code == 403
    client.force_login(charlie)
    assert client.get(there).status_code == 404


def test_an_experiment_of_no_hypothesis_says_so(client, running, apollo, bob):
    story = Story.write(apollo, title="Float it", kind="experiment", by=bob)
    client.force_login(bob)
    page = f"/stories/{story.key}/"
    assert "An experiment belongs to one" in client.get(page).content.decode()
    story.test(running, by=bob)
    assert "An experiment belongs to one" not in client.get(page).content.decode()


def test_the_last_one_that_is_done_asks_for_the_verdict(
    client, running, apollo, done, alice, bob, gina
):
    first, second = (
        Story.write(apollo, title=name, kind="experiment", hypothesis=running, by=bob)
        for name in ("Float it", "Sink it")
    )
    Story.write(apollo, title="Beside it", hypothesis=running, by=bob)  # no experiment
    first.move_to(done, by=bob)
    assert not about(client, bob, "It floats")
    second.drop(by=bob)
    assert "last experiment" in about(client, bob, "It floats")[0]
    assert not about(client, gina, "It floats")
    client.force_login(bob)
    assert ASKED in client.get(f"/hypotheses/{running.pk}/").content.decode()
    running.decide("refuted", decision="Swim", by=alice)
    assert not about(client, bob, "It floats")
    client.force_login(bob)
    assert ASKED not in client.get(f"/hypotheses/{running.pk}/").content.decode()


def test_experiments_that_were_all_dropped_ask_nothing(client, running, apollo, bob):
    Story.write(apollo, title="Float it", kind="experiment", hypothesis=running, by=bob).drop(
        by=bob
    )
    assert not about(client, bob, "It floats")
