"""How versions reach production: the figures against scipy and known values, and who reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from scipy import stats

from base import clock
from facts.models import ProjectFacts
from history.models import Event
from numerics.statistics.survival import DONE, DROPPED, OPEN
from solutions.models import Deployment, Incident, Solution
from solutions.tasks import settle_deployment
from stories.models import Story
from tests.budgets import assert_budget
from tests.present import present
from value.delivery.figures import (
    DAY,
    HOUR,
    Lasted,
    gap_figure,
    lead_figure,
    notice_figure,
    restore_figure,
    share_figure,
)
from value.delivery.reading import Delivery

LIVE = datetime(2026, 3, 2, 10, tzinfo=UTC)


# --- Gaps -----------------------------------------------------------------------------------------
def test_fewer_than_six_gaps_say_how_many_there_are():
    figure = gap_figure([number * DAY for number in range(6)])
    assert (figure.n, figure.value) == (5, None)
    assert figure.sentence == "It needs 6 gaps between deployments to production, and has 5."


def test_the_median_gap_with_its_interval_by_order():
    gaps = [1, 9, 2, 8, 3, 7, 4, 6, 5, 10]
    figure = gap_figure((np.cumsum([0, *gaps])[::-1] * DAY).tolist())
    assert (figure.n, figure.value) == (10, 5.5)
    cut = int(stats.binom.ppf(0.05, 10, 0.5))  # the second from either end
    assert (figure.low, figure.high) == (cut, 11 - cut)
    assert "90 % interval 2 days to 9 days" in figure.sentence


# --- Shares ---------------------------------------------------------------------------------------
def test_shares_are_counts_first():
    assert share_figure([]).value is None
    figure = share_figure([(1, True)])
    assert (figure.n, figure.value, figure.low) == (1, 1.0, None)
    assert figure.sentence.startswith("1 of 1 settled deployment had an incident.")


def test_from_twelve_on_with_wilsons_interval():
    figure = share_figure([(number % 5, number < 4) for number in range(12)])
    oracle = stats.binomtest(4, 12).proportion_ci(0.9, "wilson")
    assert (figure.low, figure.high) == pytest.approx((oracle.low, oracle.high))
    assert share_figure([(number % 5, True) for number in range(11)]).low is None


def test_from_six_solutions_on_by_a_bootstrap_of_them():
    alike = [(solution, solution < 3) for solution in range(6) for _ in range(4)]
    figure = share_figure(alike)
    wilson = stats.binomtest(12, 24).proportion_ci(0.9, "wilson")
    assert figure.value == 0.5
    # All of a solution are alike, so there are six things to count and not twenty-four.
    assert present(figure.low) < wilson.low
    assert present(figure.high) > wilson.high
    tops = np.array([4.0, 4, 4, 0, 0, 0])
    rng = np.random.default_rng(1)
    oracle = stats.bootstrap(
        (tops,),
        lambda x, axis: x.mean(axis) / 4,
        rng=rng,
        method="percentile",
        confidence_level=0.9,
    ).confidence_interval
    assert (figure.low, figure.high) == pytest.approx((oracle.low, oracle.high), abs=0.05)


# --- How long -------------------------------------------------------------------------------------
def test_medians_of_what_may_be_open_against_scipy():
    hours = [1, 2, 3, 4, 6, 8, 12, 20]
    open_ones = {4, 12}
    lasted = [Lasted(one * HOUR, OPEN if one in open_ones else DONE) for one in hours]
    figure = restore_figure(lasted)
    data = stats.CensoredData.right_censored(hours, [one in open_ones for one in hours])
    curve = stats.ecdf(data).cdf
    assert figure.value == curve.quantiles[curve.probabilities >= 0.5][0]
    assert "2 still open" in figure.sentence
    assert present(figure.low) <= present(figure.value)
    assert notice_figure(lasted[:5]).value is None


def test_without_open_ones_it_is_the_median():
    figure = notice_figure([Lasted(one * HOUR) for one in (5, 1, 3, 2, 9, 7, 4)])
    assert figure.value == 4
    assert figure.sentence.startswith("Half of the incidents are noticed within 4 hours; 90 %")


def test_what_was_dropped_competes_with_getting_there():
    days = [(10, DONE), (20, DONE), (30, DONE), (5, DROPPED), (6, DROPPED), (7, DROPPED)]
    figure = lead_figure([Lasted(one * DAY, end) for one, end in days])
    assert figure.value == 20  # of the three that got there
    assert "(3 dropped)" in figure.sentence


def test_where_none_got_there_it_says_for_how_long():
    figure = lead_figure([Lasted(one * DAY, OPEN) for one in range(1, 7)])
    assert figure.value is None
    assert "the longest has lasted 6 days" in figure.sentence


# --- From rows ------------------------------------------------------------------------------------
@pytest.fixture
def live(apollo, stories, team, alice, bob, doing):
    """Eight deployments of one solution, four days apart, six with an incident, all settled."""
    team.memberships.update(joined_at=LIVE - timedelta(days=30))
    with clock.at(LIVE - 10 * timedelta(days=1)):
        solution = Solution.sketch(
            apollo, name="Lander", kind="model", science_keeper=alice, by=alice
        )
        story = Story.write(apollo, title="Read the radar", by=alice)
        solution.link_story(story, by=alice)
    with clock.at(LIVE - 6 * timedelta(days=1)):
        story.move_to(doing, by=alice)
    rows = []
    for number in range(8):
        at = LIVE + 4 * number * timedelta(days=1)
        with clock.at(at):
            one = Deployment.report(
                solution,
                environment="production",
                reference=f"run-{number}",
                state="live",
                by=bob,
            )
        rows.append(one)
    for number, one in enumerate(rows[:6]):
        began = present(one.live_at) + timedelta(hours=1)
        with clock.at(began + timedelta(hours=5)):
            incident = Incident.report(
                solution,
                deployment=one,
                kind="drift",
                severity=3,
                happened="It is off.",
                began_at=began,
                noticed_at=began + timedelta(hours=number + 1) / 2,
                by=bob,
            )
            if number:
                incident.restore(at=began + timedelta(hours=number), by=bob)
    with clock.at(LIVE + timedelta(days=100)):
        for one in rows:
            settle_deployment(one.pk)
    ProjectFacts.refresh(apollo.pk)
    return rows


def test_the_figures_of_a_project(live, apollo):
    figures = Delivery([apollo.pk]).figures
    assert (figures["gaps"].n, figures["gaps"].value) == (7, 4.0)
    assert (figures["incident_share"].n, figures["incident_share"].value) == (8, 0.75)
    assert figures["time_to_notice"].value == 1.5
    assert figures["time_to_restore"].n == 6
    assert "1 still open" in figures["time_to_restore"].sentence
    assert figures["lead_time"].sentence == (
        "It needs 6 solutions whose work has begun, and has 1."
    )


def test_the_lead_time_is_of_stories_that_served_it_by_then(live, apollo, stories, alice):
    solution = live[0].solution
    [lead] = Delivery([apollo.pk])._leads
    assert (lead.seconds, lead.end) == (6 * DAY, DONE)
    solution.link_story(stories[1], by=alice)  # today, long after it was in production
    [lead] = Delivery([apollo.pk])._leads
    assert lead.seconds == 6 * DAY
    assert Event.objects.filter(verb="solution_story_linked").count() == 2


def test_imported_ones_and_other_places_are_in_no_figure(live, apollo, bob):
    solution = live[0].solution
    old: Any = {"state": "live", "at": LIVE, "by": bob}
    Deployment.report(solution, environment="staging", reference="old-1", **old)
    Deployment.report(
        solution, environment="production", reference="old-2", is_imported=True, **old
    )
    assert Delivery([apollo.pk]).figures["gaps"].n == 7


def test_members_read_it_and_nobody_else(client, api, live, alice, bob, gina, charlie):
    for user, status in ((alice, 200), (bob, 200), (gina, 403), (charlie, 404)):
        client.force_login(user)
        for page in ("/projects/AP/delivery/", "/teams/orbit/delivery/"):
            assert client.get(page).status_code == status
            assert api(user).get(page[1:]).status_code == status
    client.force_login(alice)
    text = client.get("/projects/AP/delivery/").content.decode()
    assert "Half of 7 gaps between deployments to production last 4 days at most" in text
    assert "6 of 8 settled deployments had an incident" in text
    assert "/projects/AP/delivery/" in client.get("/projects/AP/solutions/").content.decode()
    assert "/teams/orbit/delivery/" in client.get("/teams/orbit/").content.decode()
    ours = api(alice).get("projects/AP/delivery/").json()
    assert ours == api(alice).get("teams/orbit/delivery/").json()
    assert ours["gaps"]["value"] == 4.0


def test_its_budgets(client, live, apollo, alice, bob):
    client.force_login(alice)

    def grow():
        for number in range(3):
            Solution.sketch(apollo, name=f"S{number}", kind="model", by=alice).link_story(
                Story.write(apollo, title="New", by=alice), by=alice
            )

    assert_budget("page project_delivery", lambda: client.get("/projects/AP/delivery/"), grow)
    assert_budget("page team_delivery", lambda: client.get("/teams/orbit/delivery/"), grow)
