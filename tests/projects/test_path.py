"""The path of a project, on its page and in the API, from an empty project on."""

import html
from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.roles import Discipline, Role
from metrics.models import SuccessMetric
from projects.models import Charter, Hypothesis, Question, Theme, UseCase
from projects.path import KEYS, purpose_of
from solutions.models import Solution
from tests.world import person

PAGE = "/projects/AP/"


@pytest.fixture
def steps(api, alice):
    """What the API says to somebody, by step."""

    def told(user=alice):
        answer = api(user).get("projects/AP/path/")
        assert answer.status_code == 200
        return {one["step"]: one for one in answer.json()["steps"]}

    return told


def far(steps, key):
    return steps()[key]["state"], steps()[key]["words"]


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land", by=alice)


def test_an_empty_project_has_begun_nothing(steps, api, apollo, alice):
    apollo.edit(name="Apollo", customer="", business_goal=" ", by=alice)
    told = steps()
    assert tuple(told) == KEYS
    assert {one["state"] for one in told.values()} == {"not_begun"}
    assert api(alice).get("projects/AP/path/").json()["next"] == "goal"
    apollo.edit(name="Apollo", customer="", business_goal="The moon", by=alice)
    assert api(alice).get("projects/AP/path/").json()["next"] == "use_cases"


def test_questions_say_whose_word_is_missing(steps, apollo, use_case, alice, bob):
    assert far(steps, "use_cases") == ("settled", "1")
    one, other = (
        Question.ask(use_case, text=text, asked_from="science", by=alice)
        for text in ("How?", "Why?")
    )
    assert far(steps, "questions")[0] == "under_way"
    one.answer(belief="So", by=alice)
    one.make_final(by=alice)
    assert far(steps, "questions") == (
        "under_way",
        "1 of 2 questions needs science, 2 engineering",
    )
    other.set_aside("Asked elsewhere.", by=alice)
    one.answer(belief="Not so", by=bob)
    one.make_final(by=bob)
    assert far(steps, "questions") == ("settled", "all open")
    UseCase.distil(apollo, title="Return", by=alice)
    assert far(steps, "questions") == ("under_way", "1 use case not looked at")
    UseCase.objects.latest("pk").drop(by=alice)
    assert far(steps, "questions") == ("settled", "all open")


def test_a_difference_that_is_not_decided_holds_the_step_open(steps, use_case, alice, bob):
    question = Question.ask(use_case, text="Enough?", asked_from="science", by=alice)
    for one in (alice, bob):
        question.answer(belief="Yes", by=one)
        question.make_final(by=one)
    assert far(steps, "questions") == ("settled", "all open")
    question.take_stance("differ", by=bob)
    assert far(steps, "questions") == ("under_way", "all open, 1 to decide")
    question.decisions.get().decide(chosen="Both", by=alice)
    assert far(steps, "questions") == ("settled", "all open")


def test_questions_are_found_where_they_wait(steps, apollo, use_case, alice):
    later = UseCase.distil(apollo, title="Return", by=alice)
    assert steps()["questions"]["page"] == f"/use-cases/{use_case.pk}/questions/"
    Question.ask(later, text="How?", asked_from="science", by=alice)
    assert steps()["questions"]["page"] == f"/use-cases/{later.pk}/questions/"


def test_the_charter_waits_for_each_that_signs(steps, apollo, alice, bob, gina):
    charter = Charter.write(
        apollo,
        end_point="There",
        success="Back",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 6, 30),
        by=alice,
    )
    assert far(steps, "charter") == ("under_way", "science, engineering and customer have to sign")
    charter.sign(by=alice)
    charter.sign(by=bob)
    assert far(steps, "charter") == ("under_way", "customer has to sign")
    charter.sign(by=gina)
    assert far(steps, "charter") == ("settled", "signed")
    Charter.write(
        apollo,
        end_point="There and back",
        success="Back",
        starts_on=date(2026, 1, 5),
        ends_on=date(2026, 6, 30),
        by=alice,
    )
    assert far(steps, "charter")[0] == "under_way"


def test_plan_and_hypotheses(steps, apollo, alice):
    themes = [Theme.chart(apollo, title=title, by=alice) for title in ("Fuel", "Suit", "Food")]
    themes[2].enter("dropped", by=alice)
    themes[0].plan(starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 5), by=alice)
    assert far(steps, "plan") == ("under_way", "1 of 2 themes without dates")
    themes[1].plan(starts_on=date(2026, 1, 5), ends_on=date(2026, 2, 5), by=alice)
    assert far(steps, "plan") == ("settled", "2 themes")

    one = Hypothesis.draft(themes[0], prediction="It burns", threshold="1 s", by=alice)
    two = Hypothesis.draft(themes[0], prediction="It flies", threshold="1 m", by=alice)
    one.start(by=alice)
    assert far(steps, "hypotheses") == ("under_way", "1 running, 1 drafted")
    two.start(by=alice)
    for each in (one, two):
        each.decide("refuted", decision="Another fuel", by=alice)
    assert far(steps, "hypotheses") == ("settled", "2 decided")


def test_value(steps, apollo, alice):
    metric = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Cheers",
        unit="%",
        baseline=10,
        target=60,
        due=date(2031, 12, 1),
        by=alice,
    )
    assert far(steps, "value") == ("under_way", "1 of 1 metric not observed")
    metric.observe(value=20, observed_on=timezone.localdate() - timedelta(days=1), by=alice)
    assert far(steps, "value") == ("settled", "1 metric observed")


def test_solutions_of_members_and_of_guests(steps, apollo, alice, gina):
    one = Solution.sketch(apollo, name="Lander", kind="model", by=alice)
    Solution.sketch(apollo, name="Rover", kind="model", by=alice)
    assert far(steps, "fit") == ("under_way", "0 of 2 solutions signed")
    assert far(steps, "wild") == ("not_begun", "not begun")
    assert far(steps, "live") == ("not_begun", "not begun")
    told = steps(gina)
    assert "questions" not in told
    assert told["fit"]["words"] == "not begun"
    one.show(by=alice)
    assert steps(gina)["fit"]["words"] == "0 of 1 solution signed"
    one.drop("It was too heavy to lift.", by=alice)
    assert far(steps, "fit") == ("under_way", "0 of 1 solution signed")


def test_the_page_shows_it_and_offers_the_next_act_to_who_may_do_it(client, apollo, alice, bob):
    apollo.edit(name="Apollo", customer="", business_goal="", by=alice)
    client.force_login(alice)
    page = client.get(PAGE).content.decode()
    assert "What comes next: goal" in page
    assert "Write the goal" in page
    client.force_login(bob)
    assert "Write the goal" not in client.get(PAGE).content.decode()
    apollo.edit(name="Apollo", customer="", business_goal="The moon", by=alice)
    assert "Add a use case" in client.get(PAGE).content.decode()
    apollo.enter("finished", by=alice)
    assert "Add a use case" not in client.get(PAGE).content.decode()


def test_a_stranger_has_no_path_there(api, charlie, apollo):
    assert api(charlie).get("projects/AP/path/").status_code == 404


def test_it_says_the_same_on_page_and_api(client, steps, team, apollo, use_case, alice):
    paula = person("paula")
    team.take_in(paula, discipline=Discipline.PRODUCT, role=Role.MEMBER, by=alice)
    client.force_login(paula)
    page = client.get(PAGE).content.decode()
    for one in steps(paula).values():
        assert one["words"] in page
        assert f'href="{one["page"]}"' in page


# --- Where a step is empty ------------------------------------------------------------------------
def empty_page(client, user, address):
    client.force_login(user)
    return html.unescape(" ".join(client.get(address).content.decode().split()))


@pytest.mark.parametrize("who", ["alice", "bob", "gina"])
def test_an_empty_step_says_what_the_method_asks_for_there(client, apollo, who, request):
    user = request.getfixturevalue(who)
    page = empty_page(client, user, "/projects/AP/").partition("What comes next")[2]
    page = page.partition("</nav>")[2]  # below the path
    for key in ("goal", "use_cases", "charter", "plan"):
        assert purpose_of(key) in page, key
    assert purpose_of("hypotheses") in empty_page(client, user, "/projects/AP/hypotheses/")


def test_a_first_act_is_offered_to_who_may_do_it(client, apollo, alice, gina):
    assert "Chart a theme" in empty_page(client, alice, "/projects/AP/hypotheses/")
    assert "Chart a theme" not in empty_page(client, gina, "/projects/AP/hypotheses/")
    assert ">Write the goal<" in empty_page(client, alice, "/projects/AP/").partition("</nav>")[2]
