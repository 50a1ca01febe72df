"""The portfolio: over what one may see, evidence beside claims, chances as scipy computes them."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from base import clock
from metrics.models import SuccessMetric
from projects.models import Project
from tests.budgets import assert_budget
from value.portfolio import Portfolio, PortfolioQuery, chance_reached

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


def metric_of(project, by, name="Rocks found", kind="incremental_value", **fields):
    agreed: dict[str, Any] = {
        "unit": "kg",
        "baseline": 0,
        "target": 50,
        "due": clock.today(),
    } | fields
    return SuccessMetric.define(project, kind=kind, name=name, by=by, **agreed)


@pytest.fixture
def gemini(team, alice):
    return Project.start(team, key="GEM", name="Gemini", customer="Langley", by=alice)


@given(value=NUMBERS, spread=st.floats(0.001, 1e6), target=NUMBERS)
def test_the_chance_is_the_normal_tail(value, spread, target):
    up = chance_reached(value, spread, target, "up")
    assert up is not None
    assert up == pytest.approx(stats.norm.sf(target, value, spread), abs=1e-9)
    assert chance_reached(value, spread, target, "down") == pytest.approx(1 - up, abs=1e-9)


def test_no_chance_without_a_standard_error_and_a_sure_one_without_doubt():
    assert chance_reached(9, None, 5, "up") is None
    assert chance_reached(5, 0, 5, "up") == 1
    assert chance_reached(4.9, 0, 5, "up") == 0
    assert chance_reached(4.9, 0, 5, "down") == 1
    with pytest.raises(ValueError, match="spread"):
        chance_reached(1, -1, 5, "up")


def test_evidence_and_claims_stand_apart(apollo, alice):
    metric = metric_of(apollo, alice)
    today = clock.today()
    metric.observe(value=40, spread=5, grade=2, observed_on=today - timedelta(days=9), by=alice)
    metric.observe(value=55, spread=5, grade=2, observed_on=today - timedelta(days=5), by=alice)
    metric.observe(value=99, observed_on=today, by=alice)
    [line] = Portfolio(alice).lines
    assert line.seen
    assert line.claimed
    assert (line.seen.value, line.seen.grade, line.claimed.value) == (55, 2, 99)
    assert line.chance == pytest.approx(stats.norm.sf(50, 55, 5))
    count = Portfolio(alice).counts[0]
    assert (count.promised, count.seen, count.claimed, count.likely) == (1, 1, 0, 1)


def test_one_sees_ones_own(apollo, gemini, charlie, alice, gina):
    metric_of(apollo, alice)
    theirs = Project.start(charlie.memberships.get().team, key="ELSE", name="Else", by=charlie)
    metric_of(theirs, charlie, name="Secret")
    assert [one.key for one in Portfolio(gina).projects] == ["AP", "GEM"]
    assert [line.metric.name for line in Portfolio(charlie).lines] == ["Secret"]


def test_it_is_grouped_and_narrowed(apollo, gemini, alice):
    metric_of(apollo, alice)
    metric_of(gemini, alice, kind="goodwill", name="Calls")
    assert [group.name for group in Portfolio(alice).groups("customer")] == ["Houston", "Langley"]
    [group] = Portfolio(alice).groups("team")
    assert [each.project.key for each in group.projects] == ["AP", "GEM"]
    assert "Incremental value" in group.projects[1].not_promised
    for query, names in (
        (PortfolioQuery(customer="Langley"), ["Calls"]),
        (PortfolioQuery(kind="goodwill"), ["Calls"]),
        (PortfolioQuery(team="orbit"), ["Rocks found", "Calls"]),
        (PortfolioQuery(team="nobody"), []),
    ):
        assert [line.metric.name for line in Portfolio(alice, query).lines] == names
    gemini.enter("archived", by=alice)
    assert [line.metric.name for line in Portfolio(alice).lines] == ["Rocks found"]


def test_its_page_says_it_all(client, apollo, gemini, alice):
    client.force_login(alice)
    empty = client.get("/portfolio/").content.decode()
    assert "Not promised: incremental value" in empty
    metric = metric_of(apollo, alice, name="<b>Rocks")
    metric.observe(value=55, spread=5, grade=2, observed_on=clock.today(), by=alice)
    page = client.get("/portfolio/?by=team&customer=&kind=&team=").content.decode()
    assert "&lt;b&gt;Rocks" in page
    assert "84 %" in page
    assert "± 5" in page
    assert client.get("/portfolio/?kind=moon&team=%00&by=x&customer=Nobody").status_code == 200


def test_nobody_sees_nothing(client, root):
    client.force_login(root)
    assert "Nothing to compare yet" in client.get("/portfolio/").content.decode()


def test_a_spreadsheet_reads_no_formula(client, apollo, alice):
    metric = metric_of(apollo, alice, name="=1+1", baseline=-3, target=-1)
    metric.observe(value=-2, grade=1, observed_on=clock.today(), by=alice)
    client.force_login(alice)
    answer = client.get("/portfolio.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["name"], row["baseline"], row["seen"]) == ("'=1+1", "-3.0", "-2.0")
    assert (row["chance_reached"], row["claimed"]) == ("", "")


def test_the_api_gives_each_number_of_the_page(api, apollo, gemini, alice):
    metric = metric_of(apollo, alice)
    metric.observe(value=55, spread=5, grade=2, observed_on=clock.today(), by=alice)
    told = api(alice).get("portfolio/").json()
    [line] = told["metrics"]
    assert (line["seen"], line["seen_spread"], line["seen_grade"]) == (55, 5, 2)
    assert line["chance_reached"] == pytest.approx(0.841, abs=0.001)
    assert [kind["promised"] for kind in told["kinds"]] == [1, 0, 0, 0, 0, 0]
    assert api(alice).get("portfolio/?customer=Langley").json()["metrics"] == []
    assert api(alice).get("portfolio/?kind=moon").status_code == 400


def test_it_has_a_budget_at_any_size(client, api, apollo, team, alice):
    client.force_login(alice)
    reader = api(alice)

    def grow():
        for number in range(4):
            key = f"P{number}"
            project = Project.start(team, key=key, name=key, customer=key, by=alice)
            metric = metric_of(project, alice)
            metric.observe(value=number, observed_on=clock.today(), by=alice)

    assert_budget("page portfolio", lambda: client.get("/portfolio/"), grow)

    def grow_again():
        metric_of(Project.start(team, key="QQ", name="Q", by=alice), alice)

    assert_budget("api portfolio", lambda: reader.get("portfolio/"), grow_again)
