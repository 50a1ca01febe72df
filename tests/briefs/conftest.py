"""A project of which something of everything is told: shared with the customer, and not."""

from datetime import date

import pytest

from base import clock
from forecasts.issuing import issue_all
from metrics.models import SuccessMetric
from projects.models import Charter, Decision, Hypothesis, Question, Release, Theme
from tests.solutions.conftest import (  # noqa: F401
    draft,
    hypothesis,
    live,
    passed,
    proven,
    solution,
    trial,
    use_case,
)

INTERNAL = "Kept in the team"


def asked(use_case, alice, bob, text, belief):  # noqa: F811
    question = Question.ask(use_case, text=text, asked_from="science", by=alice)
    for person in (alice, bob):
        question.answer(belief=belief, sure="very", by=person)
        question.make_final(by=person)
    return Question.objects.get(pk=question.pk)


def decided(apollo, alice, title, chosen):
    decision = Decision.open_for(apollo, title=title, by=alice)
    decision.decide(chosen=chosen, why="It is near.", by=alice)
    return decision


@pytest.fixture
def told(apollo, theme, use_case, live, alice, bob, gina):  # noqa: F811
    """Apollo, of which each section of the report has something to say."""
    apollo.edit(name="Apollo", customer="Houston", business_goal="**Land** on it.", by=alice)
    charter = Charter.write(
        apollo,
        end_point="Two people on the ground.",
        success="They come back.",
        starts_on=date(2026, 1, 5),
        ends_on=date(2031, 12, 18),
        by=alice,
    )
    for person in (alice, gina):
        charter.sign(by=person)
    shown = asked(use_case, alice, bob, "How soft is the ground?", "Like flour.")
    shown.show(by=alice)
    asked(use_case, alice, bob, f"{INTERNAL}: what does it cost?", f"{INTERNAL}: too much")
    decided(apollo, alice, "Which site?", "The sea").show(by=alice)
    decided(apollo, alice, f"{INTERNAL}: which budget?", f"{INTERNAL}: all of it")
    refuted = Hypothesis.draft(theme, prediction="Dust is deep", threshold="1 m", by=alice)
    refuted.start(by=alice)
    refuted.decide(verdict="refuted", decision="It bears us.", by=alice)
    Hypothesis.draft(theme, prediction="The radar works", threshold="once", by=alice).start(
        by=alice
    )
    Release.announce(apollo, title="Radar", first_used_on=clock.today(), by=alice)
    metric = SuccessMetric.define(
        apollo,
        kind="incremental_value",
        name="Rocks found",
        unit="kg",
        baseline=0,
        target=50,
        due=date(2031, 12, 1),
        by=alice,
    )
    metric.observe(value=40, spread=5, grade=2, observed_on=clock.today(), by=alice)
    Theme.chart(apollo, title="Return", ends_on=date(2031, 12, 1), by=alice)
    return apollo


@pytest.fixture
def foreseen(told, alice):
    issue_all(told)
    return told
