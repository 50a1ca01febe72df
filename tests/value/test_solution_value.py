"""A solution's passport says what came of it: what was promised, seen, and is asked next."""

from datetime import timedelta

import pytest
from django.test import Client

from base import clock
from metrics.models import HypothesisMetric
from solutions.models import Deployment


@pytest.fixture
def value():
    """The part of the page that tells of value, as somebody reads it."""

    def part(solution, reader):
        client = Client()
        client.force_login(reader)
        told = client.get(solution.address).content.decode()
        return told.split('id="value"', 1)[1].split("</section>")[0] if 'id="value"' in told else ""

    return part


@pytest.fixture
def carried(proven, release, bob):
    made = Deployment.plan(proven, version="1.0", release=release, by=bob)
    made.start(by=bob)
    made.go_live(by=bob)
    return made


def test_the_metric_of_a_hypothesis_that_it_serves(value, solution, hypothesis, metric, alice):
    told = value(solution, alice)
    assert "No metric says yet what it is worth" in told
    assert "/projects/AP/success-metrics/" in told
    solution.serve(hypotheses=[hypothesis], use_cases=[], by=alice)
    HypothesisMetric.choose(hypothesis, metric, by=alice)
    metric.observe(value=12, spread=1, observed_on=clock.today(), grade=2, by=alice)
    told = value(solution, alice)
    assert "No metric says" not in told
    for words in ("Rocks found", "12 kg", "Before and after with a control period"):
        assert words in told


def test_what_answered_a_check_in_of_what_it_carries(
    value, ask, carried, metric, solution, alice, gina
):
    solution.show(by=alice)
    [asked] = ask(30)
    assert "1 check-in of its releases waits for an answer" in value(solution, alice)
    assert not value(solution, gina)
    asked.observe(value=7, observed_on=clock.today(), grade=1, by=alice)
    told = value(solution, alice)
    assert "7 kg" in told
    assert "Radar" in told
    due = asked.release.first_used_on + timedelta(days=90)
    assert f"It is asked again on {due.day} " in told
    told = value(solution, gina)
    assert "7 kg" in told
    assert "asked again" not in told
    assert "Economics" not in told


def test_nothing_in_use(value, proven, bob):
    made = Deployment.plan(proven, version="1.0", by=bob)
    made.start(by=bob)
    assert "Nothing that it carries" not in value(proven, bob)
    made.go_live(by=bob)
    assert "Nothing that it carries is in use yet" in value(proven, bob)
    made.roll_back("Too slow.", by=bob)
    assert "Nothing that it carries" not in value(proven, bob)
