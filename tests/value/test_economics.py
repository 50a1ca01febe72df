"""What a solution is worth: what is said, what is missing, what follows, and who reads it."""

from datetime import timedelta
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from base import clock
from base.refusals import Conflicting, Invalid, NotAllowed
from facts.models import ProjectFacts
from history.models import Event
from numerics.economics.elicited import Elicited
from numerics.economics.outlook import Inputs, outlook_of
from projects.models import Project
from solutions.models import FitReview, Solution
from solutions.refusals import SolutionEnded
from stories.models import Story
from teams.refusals import DayRateWithoutCurrency
from tests.budgets import assert_budget
from tests.present import present
from value.economics.of_project import ProjectEconomics
from value.economics.reading import economics_of, with_economics
from value.models import Economics
from value.refusals import EconomicsOutOfBounds, HalfARange, RangeReversed

ENDS: dict[str, Any] = {"value_low": 2000, "value_high": 9000, "ramp_low": 1, "ramp_high": 6}


@pytest.fixture
def lander(apollo, alice):
    return Solution.sketch(apollo, name="Lander", kind="model", by=alice)


@pytest.fixture
def worked(lander, stories, apollo, alice, after):
    """In ten days the team finished three stories, two of which serve it; one more is open."""
    serve_and_finish(lander, stories, alice, after)
    ProjectFacts.refresh(apollo.pk)
    return lander


def serve_and_finish(solution, stories, by, after):
    columns = solution.project.columns
    for story, points in zip(stories[:3], (5, 1, 4), strict=True):
        story.estimate(points=points, by=by)
        story.move_to(columns.first_of("doing"), by=by)
    for story in (stories[0], stories[1], stories[4]):
        solution.link_story(story, by=by)
    after(9)
    for story in stories[:3]:
        story.move_to(columns.first_of("done"), by=by)


def cost(solution, low=100, high=300, by=None):
    fit = FitReview.objects.current().filter(solution=solution).first()
    fit = fit or FitReview.begin(solution, by=by)
    fit.estimate_run_cost(run_cost_low=Decimal(low), run_cost_high=Decimal(high), by=by)


@pytest.fixture
def known(worked, team, apollo, alice):
    """All is said of it."""
    team.cost_a_day(Decimal(500), "EUR", by=alice)
    apollo.count_in("eur", by=alice)
    cost(worked, by=alice)
    Economics.estimate(worked, by=alice, **ENDS)
    return worked


def read(solution):
    [of] = economics_of(with_economics(Solution.objects.filter(pk=solution.pk)))
    return of


# --- Saying it ------------------------------------------------------------------------------------
def test_what_is_not_given_stays_and_the_same_again_leaves_no_trace(lander, alice, bob):
    row = Economics.estimate(lander, by=bob, **ENDS)
    assert (row.value_low, row.ramp_high, row.lasts_low, row.lasts_high) == (2000, 6, 12, 36)
    told = Event.objects.latest("pk")
    assert (told.verb, told.details["now"]) == ("economics_estimated", ENDS)
    assert Economics.estimate(lander, by=bob, **ENDS).pk == row.pk
    assert Event.objects.latest("pk") == told
    Economics.estimate(lander, lasts_high=48, by=alice)
    assert Event.objects.latest("pk").details["was"] == {"lasts_high": 36}
    assert Economics.objects.get().value_high == 9000


@pytest.mark.parametrize(
    ("ends", "refusal", "field"),
    [
        ({"value_low": 5}, HalfARange, "value_high"),
        ({"ramp_high": 5}, HalfARange, "ramp_low"),
        ({"lasts_low": None}, HalfARange, "lasts_low"),
        ({"lasts_low": 40}, RangeReversed, "lasts_high"),
        ({"value_low": 9, "value_high": 8}, RangeReversed, "value_high"),
        ({"ramp_low": -1, "ramp_high": 8}, EconomicsOutOfBounds, "ramp_low"),
        ({"ramp_low": 1, "ramp_high": 601}, EconomicsOutOfBounds, "ramp_high"),
        ({"value_low": -1.1e15, "value_high": 8}, EconomicsOutOfBounds, "value_low"),
        ({"value_low": 1, "value_high": inf}, EconomicsOutOfBounds, "value_high"),
        ({"value_low": nan, "value_high": 1}, EconomicsOutOfBounds, "value_low"),
    ],
)
def test_what_is_no_range_is_refused(lander, bob, ends, refusal, field):
    with pytest.raises(refusal) as refused:
        Economics.estimate(lander, by=bob, **ends)
    assert refused.value.field == field
    assert not Economics.objects.exists()


def test_a_loss_and_a_huge_value_are_values(lander, bob):
    Economics.estimate(lander, value_low=-1e15, value_high=1e15, by=bob)
    assert Economics.objects.get().value_low == -1e15


def test_guests_say_nothing_and_nobody_of_what_has_ended(lander, alice, gina, charlie):
    for user in (gina, charlie):
        with pytest.raises(NotAllowed):
            Economics.estimate(lander, by=user, **ENDS)
    lander.drop("It never landed anywhere.", by=alice)
    with pytest.raises(SolutionEnded):
        Economics.estimate(lander, by=alice, **ENDS)


def test_it_is_said_also_of_an_archived_project(known, apollo, alice, client):
    apollo.enter("archived", by=alice)
    Economics.estimate(known, lasts_high=40, by=alice)
    client.force_login(alice)
    assert client.get(f"/solutions/{known.pk}/economics/").status_code == 200


# --- Currency and day rate ------------------------------------------------------------------------
def test_leads_say_the_currency_and_the_rate_with_its_own(team, apollo, alice, bob):
    apollo.count_in(" eur ", by=alice)
    assert Project.objects.get(pk=apollo.pk).currency == "EUR"
    told = Event.objects.latest("pk").pk
    apollo.count_in("EUR", by=alice)
    assert Event.objects.latest("pk").pk == told
    for wrong in ("EU", "€€€", "E\x00R", "EURO", "ÄÖÜ"):
        with pytest.raises(ValidationError):
            apollo.count_in(wrong, by=alice)
    with pytest.raises(DayRateWithoutCurrency):
        team.cost_a_day(Decimal(5), "", by=alice)
    with pytest.raises(ValidationError):
        team.cost_a_day(Decimal(-5), "EUR", by=alice)
    team.refresh_from_db()
    team.cost_a_day(Decimal("640.50"), "eur", by=alice)
    team.cost_a_day(Decimal("640.50"), "EUR", by=alice)
    assert Event.objects.filter(verb="team_day_rate_set").count() == 1
    team.cost_a_day(None, "EUR", by=alice)
    assert (team.day_rate, team.day_rate_currency) == (None, "")
    for verb in (lambda: apollo.count_in("USD", by=bob), lambda: team.cost_a_day(None, "", by=bob)):
        with pytest.raises(NotAllowed):
            verb()


# --- What building it costs -----------------------------------------------------------------------
def test_the_build_cost_is_capacity_by_share_by_rate(known, team):
    today = clock.today()
    first = today - timedelta(days=9)
    working_days = int(np.busday_count(first, today + timedelta(days=1)))
    cost = present(read(known).build_cost)
    assert (cost.first_day, cost.last_day) == (first, today)
    assert cost.person_days == pytest.approx(2 * working_days)
    assert (cost.finished, cost.of_all, cost.left) == (2, 3, 1)
    money = 2 * working_days * 500
    assert (cost.by_count, cost.by_points) == (2 / 3, 6 / 10)
    assert cost.spent == pytest.approx((money * 0.6, money * 2 / 3))
    # One open story: half of two by count, the mean of 10/3 points against 6 by points.
    assert cost.to_spend == pytest.approx((money * 2 / 3 / 2, money * 0.6 * (10 / 3) / 6))


def test_without_points_there_is_one_end(lander, stories, team, apollo, alice, after):
    team.cost_a_day(Decimal(500), "EUR", by=alice)
    lander.link_story(stories[0], by=alice)
    stories[0].move_to(apollo.columns.first_of("done"), by=alice)
    ProjectFacts.refresh(apollo.pk)
    cost = present(read(lander).build_cost)
    assert cost.by_points is None
    assert cost.spent[0] == cost.spent[1]
    assert cost.to_spend == (0, 0)


def test_a_share_of_no_points_is_no_end(lander, stories, team, apollo, alice):
    team.cost_a_day(Decimal(500), "EUR", by=alice)
    lander.link_story(stories[0], by=alice)
    for story, points in zip(stories[:2], (0, 8), strict=True):
        story.estimate(points=points, by=alice)
        story.move_to(apollo.columns.first_of("done"), by=alice)
    ProjectFacts.refresh(apollo.pk)
    cost = present(read(lander).build_cost)
    assert cost.by_points == 0
    assert cost.spent[0] == cost.spent[1]


# --- What is missing ------------------------------------------------------------------------------
def missing(solution):
    return [one.link.text for one in read(solution).missing]


def test_everything_is_missing_at_first(lander):
    assert missing(lander) == [
        "the project’s currency",
        "value a month at full use",
        "months until full use",
        "run cost a month, in its fit",
        "what a day of the team costs",
    ]
    assert read(lander).outlook is None


def test_without_finished_stories_nothing_tells_the_build_cost(lander, team, apollo, alice):
    team.cost_a_day(Decimal(500), "EUR", by=alice)
    apollo.count_in("EUR", by=alice)
    assert missing(lander)[-1] == "its stories"


def test_nothing_is_converted(known, team, alice):
    assert missing(known) == []
    team.cost_a_day(Decimal(500), "USD", by=alice)
    [one] = read(known).missing
    assert "USD" in one.sentence
    assert "EUR" in one.sentence


def test_without_capacity_on_those_days_it_is_said(known, team):
    team.memberships.update(capacity=0)
    assert missing(known) == ["the team’s people"]


# --- What follows ---------------------------------------------------------------------------------
def test_the_outlook_is_of_these_inputs(known):
    of = read(known)
    build = present(of.build_cost)
    oracle = outlook_of(
        Inputs(
            Elicited(2000, 9000),
            Elicited(1, 6, is_signed=False),
            Elicited(100, 300, is_signed=False),
            Elicited(12, 36, is_signed=False),
            build.low,
            build.high,
        ),
        seed=known.pk,
    )
    assert present(of.outlook).nets == oracle.nets
    assert present(read(known).outlook).nets == oracle.nets


def test_the_page_leads_with_sentences_and_says_all(client, known, alice):
    client.force_login(alice)
    text = client.get(f"/solutions/{known.pk}/economics/").content.decode()
    for words in (
        "36 months after its first use it has brought between",
        "The chance of a loss is",
        "Break-even:",
        "It hangs most on value a month at full use",
        "10,000 draws",
        "Nothing is discounted",
        "independent of the others",
        "People’s 90 % ranges usually hold less often.",
        "2 of 3 stories that the team finished",
        "(67 % by count, 60 % by points)",
        "Still to spend, 1 open story",
        "The same as a table",
    ):
        assert words in text
    assert text.index("In short") < text.index('<svg class="burnup fan')


def test_what_is_never_earned_back_says_so(client, known, alice):
    Economics.estimate(known, value_low=0, value_high=0, by=alice)
    client.force_login(alice)
    text = client.get(f"/solutions/{known.pk}/economics/").content.decode()
    assert "earned back in no draw while it lasts: not reached" in text
    assert "The chance of a loss is over 99 % after 12 months" in text


def test_a_page_without_inputs_links_to_where_they_are_said(client, lander, alice, bob):
    client.force_login(alice)
    page = f"/solutions/{lander.pk}/economics/"
    text = client.get(page).content.decode()
    for address in ("/projects/AP/currencies/", "/teams/orbit/day-rates/", f"{page}estimates/"):
        assert f'href="{address}"' in text
    client.force_login(bob)
    text = client.get(page).content.decode()
    assert "/teams/orbit/day-rates/" not in text
    assert "A lead says it" in text


def test_a_solution_that_was_dropped_is_still_read(client, known, alice):
    known.drop("It never landed anywhere.", by=alice)
    client.force_login(alice)
    text = client.get(f"/solutions/{known.pk}/economics/").content.decode()
    assert "Dropped" in text
    assert "estimates/" not in text


# --- The form -------------------------------------------------------------------------------------
def test_the_form_works_without_script(client, lander, bob):
    client.force_login(bob)
    page = f"/solutions/{lander.pk}/economics/estimates/"
    assert client.get(page).status_code == 200
    sent = {**ENDS, "lasts_low": 12, "lasts_high": 36}
    answer = client.post(page, sent)
    assert answer.status_code == 302
    assert Economics.objects.get().value_low == 2000


@pytest.mark.parametrize("wrong", ["1,5", "1.000,5", "inf", "nan", "1e999", "\x00", "x", "1e16"])
def test_what_is_no_number_is_refused_beside_its_field(client, lander, bob, wrong):
    client.force_login(bob)
    sent = {**ENDS, "lasts_low": 12, "lasts_high": 36, "value_high": wrong}
    answer = client.post(f"/solutions/{lander.pk}/economics/estimates/", sent)
    assert answer.status_code == 400
    assert not Economics.objects.exists()


def test_two_at_once_are_shown_each_others_numbers(client, lander, alice, bob):
    Economics.estimate(lander, by=bob, **ENDS)
    client.force_login(alice)
    page = f"/solutions/{lander.pk}/economics/estimates/"
    made_from = client.get(page).context["form"].made_from
    Economics.estimate(lander, value_high=7000, by=bob)
    sent = {**ENDS, "lasts_low": 12, "lasts_high": 36, "value_high": 5000, "made_from": made_from}
    answer = client.post(page, sent)
    assert answer.status_code == 409
    assert Economics.objects.get().value_high == 7000


# --- The project ----------------------------------------------------------------------------------
def test_a_project_adds_up_draw_by_draw(known, apollo, alice, stories):
    assert ProjectEconomics(apollo).nets == []  # one alone stands for itself
    other = Solution.sketch(apollo, name="Rover", kind="model", by=alice)
    other.link_story(stories[2], by=alice)
    cost(other, by=alice)
    Economics.estimate(other, by=alice, **ENDS)
    third = Solution.sketch(apollo, name="Probe", kind="model", by=alice)
    of = ProjectEconomics(Project.objects.get(pk=apollo.pk))
    assert {one.solution.pk for one in of.drawn} == {known.pk, other.pk}
    assert of.lines[0].solution == third
    draws = [present(one.outlook).draws[36] for one in of.drawn]
    assert of.nets[-1].median == pytest.approx(np.median(draws[0] + draws[1]), rel=1e-3)
    assert not np.array_equal(draws[0], draws[1])  # each has dice of its own


# --- Who reads it ---------------------------------------------------------------------------------
RATE = "7351.13"


def test_a_day_rate_and_what_follows_never_reach_a_guest(client, api, known, team, alice, gina):
    """Not on any page, in the API, in the activity or the feed that a guest may open."""
    team.cost_a_day(Decimal(RATE), "EUR", by=alice)
    known.show(by=alice)
    client.force_login(gina)
    pages = {
        f"/solutions/{known.pk}/": 200,
        f"/solutions/{known.pk}/economics/": 403,
        f"/solutions/{known.pk}/economics/estimates/": 403,
        "/projects/AP/economics/": 403,
        "/teams/orbit/day-rates/": 403,
        "/teams/orbit/": 200,
        "/projects/AP/": 200,
        "/projects/AP/activity/": 200,
        "/teams/orbit/activity/": 200,
    }
    for page, status in pages.items():
        answer = client.get(page)
        assert (page, answer.status_code) == (page, status)
        text = answer.content.decode()
        assert "7351" not in text
        assert "estimated what" not in text
        assert "a day of the team costs" not in text
    reads = {
        f"projects/AP/solutions/{known.pk}/economics/": 403,
        "projects/AP/economics-together/": 403,
        f"projects/AP/economics/{known.pk}/": 404,
        "teams/orbit/day-rate/": 403,
        "teams/orbit/": 200,
        "events/?project=AP": 200,
    }
    for path, status in reads.items():
        answer = api(gina).get(path)
        assert (path, answer.status_code) == (path, status)
        assert b"7351" not in answer.content
        assert b"economics_estimated" not in answer.content
        assert b"day_rate" not in answer.content
    assert api(gina).get("projects/AP/economics/").json()["results"] == []


def test_a_guest_does_not_learn_which_solutions_there_are(api, lander, gina):
    for solution in (lander.pk, lander.pk + 1000):
        answer = api(gina).post("projects/AP/economics/", {"solution": solution})
        assert answer.status_code == 403


def test_the_team_reads_and_writes_it_over_the_api(api, known, bob):
    client = api(bob)
    told = client.get(f"projects/AP/solutions/{known.pk}/economics/").json()
    outlook = present(read(known).outlook)
    assert [net["median"] for net in told["nets"]] == [net.median for net in outlook.nets]
    assert told["missing"] == []
    assert told["hangs_on"] == outlook.hangs_on
    assert told["build_cost"]["stories_finished"] == 2
    answer = client.patch(f"projects/AP/economics/{known.pk}/", {"value_low": 0, "value_high": 0})
    assert answer.status_code == 200
    told = client.get(f"projects/AP/solutions/{known.pk}/economics/").json()
    assert told["break_even"] == {"chance_reached": 0, "median": None, "low": None, "high": None}
    stale = client.patch(f"projects/AP/economics/{known.pk}/", {"value_high": 3}, if_match='"old"')
    assert stale.status_code == 412
    wrong = client.patch(f"projects/AP/economics/{known.pk}/", {"value_high": -3})
    assert wrong.status_code == 409
    assert wrong.json()["type"].endswith("/range-reversed/")


# --- Budgets --------------------------------------------------------------------------------------
def test_its_budgets(client, api, known, apollo, alice):
    client.force_login(alice)
    reader = api(alice)

    def grow():
        for number in range(3):
            one = Solution.sketch(apollo, name=f"S{number}", kind="model", by=alice)
            story = Story.write(apollo, title="New", by=alice)
            for each in (one, known):
                each.link_story(story, by=alice)
            cost(one, by=alice)
            Economics.estimate(one, by=alice, **ENDS)

    page, path = f"/solutions/{known.pk}/economics/", f"projects/AP/solutions/{known.pk}/economics/"
    assert_budget("page economics", lambda: client.get(page), grow)
    assert_budget("page project_economics", lambda: client.get("/projects/AP/economics/"), grow)
    assert_budget("api solution economics", lambda: reader.get(path), grow)
    assert_budget("api economics", lambda: reader.get("projects/AP/economics/"), grow)


def test_refusals_are_of_their_kind():
    assert issubclass(RangeReversed, Conflicting)
    assert issubclass(HalfARange, Invalid)
