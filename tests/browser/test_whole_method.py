"""From an empty project to a live solution with observed value, in Chromium.

Played by a lead of science, a scientist, an engineer and a guest of the customer: each of the three
gates refuses once, names what is missing, and is then passed.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.roles import Discipline
from projects.models import Hypothesis, Question, UseCase
from solutions.models import Deployment, Solution, Trial
from stories.models import Story
from tests.browser.player import Player
from tests.browser.test_pages_look import WIDE
from tests.world import PASSWORD, person
from value.portfolio import Portfolio

LUNA = "/projects/LUNA/"


@pytest.fixture
def served(transactional_db, live_server, settings):
    settings.SIGN_IN_LIMIT_ADDRESS = "1000/minute"
    return live_server.url


@pytest.fixture
def dana(served, team, alice):
    """A scientist beside the lead."""
    dana = person("dana")
    team.take_in(dana, discipline=Discipline.SCIENCE, by=alice)
    return dana


@pytest.fixture
def come(browser, served):
    players = []

    def come(name):
        players.append(Player(browser, served, viewport=WIDE))
        return players[-1].sign_in(f"{name}@example.org", PASSWORD)

    yield come
    for player in players:
        player.leave()


def in_days(number):
    return str(timezone.localdate() + timedelta(days=number))


def test_from_an_empty_page_to_observed_value(come, team, dana, alice, bob, gina):
    lead, scientist, engineer = come("alice"), come("dana"), come("bob")
    begin(lead)
    look_together(lead, scientist, engineer)
    charter_and_plan(lead, engineer)
    predict(lead, scientist)
    kick_off(lead, engineer)
    sketch(lead, scientist, engineer)
    solution = Solution.objects.get()
    deployment = refuse_to_deploy(engineer, solution)
    fit(scientist, engineer, solution)
    try_in_the_wild(scientist, engineer, solution)
    go_live(engineer, deployment)
    observe(lead, engineer)
    guest = come("gina")
    read_as_a_guest(guest, lead, solution)
    [line] = Portfolio(gina).lines
    assert line.seen
    assert line.seen.value == 60
    for one in (scientist, guest):
        assert one.complaints.unexpected == []


def begin(lead):
    lead.go("/projects/new/")
    lead.fill(key="LUNA", name="Luna", customer="ESA", business_goal="Land by ourselves.")
    lead.click("Start project")
    lead.go(f"{LUNA}use-cases/")
    lead.fill(title="Land softly")
    lead.click("Add use case")


def look_together(lead, scientist, engineer):
    """Neither side reads the other's words before both are in; a difference opens a decision."""
    board = f"/use-cases/{UseCase.objects.get().pk}/questions/"
    lead.go(f"{board}new/")
    lead.fill(text="Radar or camera?", asked_from="science")
    lead.click("Ask it")
    question = Question.objects.get()
    for one, words in ((scientist, "Radar sees through dust"), (engineer, "A camera is light")):
        one.go(board)
        one.page.locator(f"#belief-{question.pk}").fill(words)
        one.page.locator("h1").click()
        one.click("Ours is final")
    engineer.sees("Radar sees through dust")
    engineer.click("We see it differently")
    engineer.sees("decision")


def charter_and_plan(lead, engineer):
    lead.go(f"{LUNA}charters/")
    words = {"end_point": "It lands by itself.", "success": "Ten soft landings of ten."}
    lead.fill(**words, starts_on=in_days(0), ends_on=in_days(90))
    lead.click("Write the charter")
    lead.click("Sign version 1")
    engineer.go(LUNA)
    engineer.click("Sign version 1")
    lead.go(f"{LUNA}themes/")
    lead.fill(title="Radar", starts_on=in_days(0), ends_on=in_days(60))
    lead.page.get_by_label("Land softly").check()
    lead.click("Add theme")


def predict(lead, scientist):
    scientist.go(f"{LUNA}hypotheses/new/")
    scientist.fill(prediction="Radar sees the ground through dust.", threshold="9 of 10")
    scientist.click("Draft it")
    hypothesis = f"/hypotheses/{Hypothesis.objects.get().pk}/"
    scientist.go(hypothesis)
    scientist.click("Start the test")
    lead.go(hypothesis)
    lead.fill(verdict="supported", decision="We build on radar.")
    lead.click("Decide")
    lead.sees("Supported")


def kick_off(lead, engineer):
    """The first gate: a sprint stands before the open decision of what its story works for."""
    lead.go(f"{LUNA}sprints/new/")
    lead.fill(goal="See the ground")
    lead.click("Plan sprint")
    write_a_story(lead)
    lead.complaints.expect_refusals()
    lead.go(f"{LUNA}sprints/1/")
    lead.click("Kick off Sprint 1")
    lead.sees("Sprint 1 stands before 1 open decision")
    lead.follow("Radar or camera?")
    lead.fill(chosen="Radar", why="There is dust.", still_held="It is heavier.")
    lead.click("Decide")
    lead.go(f"{LUNA}sprints/1/")
    lead.click("Kick off Sprint 1")
    lead.sees("Running")


def write_a_story(lead):
    lead.go(f"{LUNA}backlog/")
    lead.page.get_by_label("Title of the new story").fill("Read the radar")
    lead.page.keyboard.press("Enter")
    lead.sees("Read the radar")
    story = f"/stories/{Story.objects.get().key}/"
    lead.go(story)
    for field, choice in (("theme", "Radar"), ("sprint", "Sprint 1"), ("owner", "Bob")):
        with lead.page.expect_response(lambda answer: answer.request.method == "POST"):
            lead.page.locator(f"#fact-{field}").select_option(label=choice)


def sketch(lead, scientist, engineer):
    scientist.go(f"{LUNA}solutions/new/")
    scientist.fill(name="Landing radar", does="Says how high the lander is.")
    scientist.page.get_by_label("Land softly").check()
    scientist.click("Sketch it")
    there = Solution.objects.get().address
    scientist.go(f"{there}keepers/")
    scientist.page.locator("[name=science_keeper]").select_option(label="Dana")
    scientist.page.locator("[name=engineering_keeper]").select_option(label="Bob")
    scientist.click("Save")
    engineer.go(there)
    engineer.click("Seen")


def refuse_to_deploy(engineer, solution):
    """The third gate, long before it may be passed."""
    engineer.go(f"/solutions/{solution.pk}/deployments/new/")
    engineer.fill(version="1.0", customer="present")
    engineer.click("Plan it")
    deployment = Deployment.objects.get()
    engineer.complaints.expect_refusals()
    engineer.go(deployment.address)
    engineer.click("Start it")
    engineer.sees("The fit isn't signed")
    return deployment


def fit(scientist, engineer, solution):
    there = f"/solutions/{solution.pk}/fit/"
    scientist.go(there)
    scientist.click("Begin to look")
    for one in (scientist, engineer):
        one.go(there)
        one.click("We went through these together")
    scientist.go(there)
    scientist.click("Sign for science")
    scientist.sees("Signed")


def try_in_the_wild(scientist, engineer, solution):
    """The second gate: it starts once one of each discipline runs it."""
    scientist.go(f"/solutions/{solution.pk}/trials/new/")
    scientist.fill(
        environment="canary",
        name="One crater",
        population="Forty landings",
        planned_until=in_days(14),
        metric="Height error",
        unit="m",
        better="lower",
        threshold="1",
        smallest_effect="0.5",
        comparison="comparison_group",
        compared="Landings by radar with those by camera",
        rollback_plan="The old altimeter is switched on again.",
    )
    scientist.page.get_by_role("checkbox", name="Dana").check()
    scientist.click("Draft it")
    trial = Trial.objects.get()
    scientist.go(f"{trial.address}guardrails/")
    scientist.fill(what="Fuel", limit="no more than before")
    scientist.click("Add it")
    scientist.complaints.expect_refusals()
    scientist.click("Start it")
    scientist.sees("engineering")
    scientist.go(f"{trial.address}runners/")
    scientist.page.get_by_role("checkbox", name="Bob").check()
    scientist.click("Save")
    scientist.click("Start it")
    scientist.sees("Running")
    engineer.go(f"{trial.address}observations/")
    engineer.fill(words="Dust is no matter.")
    engineer.click("Note it")
    scientist.go(f"{trial.address}verdict/")
    numbers = {"new_mean": "0.5", "new_se": "0.1", "new_n": "40"}
    numbers |= {"compared_mean": "2.5", "compared_se": "0.2", "compared_n": "40"}
    scientist.fill(verdict="passed", learned="It holds over dust, too.", **numbers)
    scientist.click("Save the verdict")
    engineer.go(trial.address)
    engineer.click("Confirm the verdict")
    engineer.sees("Passed")


def go_live(engineer, deployment):
    engineer.go(f"{LUNA}releases/")
    engineer.fill(title="It lands by itself")
    engineer.click("Add release")
    engineer.go(f"{deployment.address}release/")
    engineer.page.locator("[name=release]").select_option(label="It lands by itself")
    engineer.click("Save")
    engineer.click("Start it")
    engineer.click("It is live")
    engineer.follow("Its users have it")
    engineer.click("Save")


def observe(lead, engineer):
    lead.go(f"{LUNA}success-metrics/")
    promised = {"kind": "incremental_value", "name": "Soft landings", "unit": "landings"}
    lead.fill(**promised, baseline="10", target="40", due=in_days(60))
    lead.click("Add metric")
    lead.go(LUNA)
    lead.page.get_by_label("Change “Soft landings”").click()
    lead.follow("Note an observation")
    lead.fill(value="60", spread="4", grade="2")
    lead.click("Note observation")
    lead.sees("60 landings")


def read_as_a_guest(guest, lead, solution):
    """Outcomes and value are the customer's to read; the solution once a member shows it."""
    guest.complaints.expect_refusals()
    assert guest.go(solution.address).status == 404
    lead.go(solution.address)
    lead.click("Show to the customer")
    guest.go(solution.address)
    guest.sees("Landing radar")
    guest.go("/portfolio/")
    guest.sees("60 landings")
    guest.sees("over 99 %")
