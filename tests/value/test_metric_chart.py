"""A metric over time: the same points on its page, in its table and over the API."""

from datetime import date, timedelta
from typing import Any

import pytest

from base import clock
from metrics.models import SuccessMetric
from projects.models import Release
from tests.budgets import assert_budget
from tests.pages import one_line
from value.metric.chart import MetricChart
from value.metric.past import MetricPast


def shown(client, metric):
    answer = client.get(f"/success-metrics/{metric.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def chart_of(metric):
    return MetricChart(MetricPast.of(metric))


def test_none_one_and_two_observations(alices, metric, alice):
    today = clock.today()
    assert "Nobody has observed it" in shown(alices, metric)
    assert (chart_of(metric).points, chart_of(metric).path) == ([], "")
    metric.observe(value=9, observed_on=today, by=alice)
    [point] = chart_of(metric).points
    assert (point.is_asserted, point.height) == (True, "0.00%")
    metric.observe(value=30, spread=10, grade=3, observed_on=today, by=alice)
    chart = chart_of(metric)
    assert [one.seen.value for one in chart.points] == [9, 30]
    assert chart.path.count("L") == 2
    page = shown(alices, metric)
    assert page.count('<circle class="seen') == 2
    assert page.count('class="spread"') == 1
    assert "3 · Quasi-experiment" in page
    assert "13.55 to 46.45" in page


def test_a_target_that_was_changed_before_anything_was_seen_never_counted(metric, alice):
    metric.retarget(target=60, due=metric.due, by=alice)
    assert [aim.target for aim in MetricPast.of(metric).aims] == [60]
    metric.observe(value=9, observed_on=clock.today(), by=alice)
    assert [aim.target for aim in MetricPast.of(metric).aims] == [60]


def test_earlier_targets_stay_once_something_was_seen(alices, metric, alice, after):
    metric.observe(value=9, observed_on=clock.today(), by=alice)
    after(3)
    metric.retarget(target=20, due=metric.due, by=alice)
    after(5)
    metric.retarget(target=15, due=date(2028, 1, 1), by=alice)
    aims = MetricPast.of(metric).aims
    assert [(aim.target, aim.is_earlier) for aim in aims] == [(50, True), (20, True), (15, False)]
    assert [aim.since for aim in aims[1:]] == [aim.until for aim in aims[:2]]
    page = shown(alices, metric)
    assert page.count('class="aim aim-earlier"') == 2
    assert page.count("Target, until it was changed") == 2


def test_lower_is_better_and_the_good_side_lies_below(apollo, alice):
    metric = metric_of(apollo, alice, baseline=-2, target=-40, direction="down")
    chart = chart_of(metric)
    start, height = (float(part.rstrip("%")) for part in chart.good)
    assert start == pytest.approx(chart.values.at(-40), abs=0.01)
    assert start + height == pytest.approx(100)


@pytest.mark.parametrize(
    ("baseline", "target", "value"),
    [(0, 0, 0), (5, 5, 5), (-1e15, 1e15, 3), (1e15, 1e15, 1e15), (-7, -7, -7), (0, 1e-9, 1)],
)
def test_equal_and_huge_values_stand_on_the_page(alices, apollo, alice, baseline, target, value):
    metric = metric_of(apollo, alice, baseline=baseline, target=target)
    metric.observe(value=value, spread=1, observed_on=clock.today(), by=alice)
    page = shown(alices, metric)
    assert "nan" not in page.lower().replace("financ", "")
    for point in chart_of(metric).points:
        assert 0 <= float(point.y.rstrip("%")) <= 100


def test_what_was_before_the_baseline_stands_before_it(alices, apollo, metric, alice):
    early = clock.today() - timedelta(days=400)
    metric.observe(value=-3, observed_on=early, by=alice)
    Release.announce(apollo, title="Radar", first_used_on=early, by=alice)
    chart = chart_of(metric)
    assert chart.points[0].x == "0.00%"
    assert chart.releases == [("0.00%", "Radar")]
    assert float(chart.began[0].rstrip("%")) > 0
    assert chart.path == ""  # no line leads from what came later to what was before
    assert [row.what for row in chart.rows] == ["Radar", "Observation", "Baseline", "Target"]
    assert "Release in use: Radar" in one_line(shown(alices, metric))


def test_the_api_gives_the_same_points(api, apollo, metric, release, alice):
    today = clock.today()
    metric.observe(value=9, observed_on=today, by=alice)
    metric.observe(value=30, spread=10, grade=3, observed_on=today, by=alice)
    metric.retarget(target=20, due=metric.due, by=alice)
    told = api(alice).get(f"projects/AP/success-metrics/{metric.pk}/chart/").json()
    past = MetricPast.of(metric)
    assert told["baseline"] == 0
    assert [aim["target"] for aim in told["aims"]] == [50, 20]
    assert told["aims"][1]["until"] is None
    assert [one["value"] for one in told["observations"]] == [one.value for one in past.seen]
    assert [one["low"] for one in told["observations"]] == [None, pytest.approx(30 - 10 * 1.645)]
    assert told["releases"] == [{"title": "Radar", "first_used_on": str(today)}]


def test_guests_read_it_and_strangers_do_not(client, metric, gina, charlie):
    client.force_login(gina)
    assert "Note an observation" not in shown(client, metric)
    client.force_login(charlie)
    assert client.get(f"/success-metrics/{metric.pk}/").status_code == 404


def test_it_costs_as_much_however_much_was_seen(alices, api, metric, alice):
    def grow():
        for number in range(20):
            day = clock.today() - timedelta(days=number)
            metric.observe(value=number, observed_on=day, by=alice)
            metric.retarget(target=50 + number, due=metric.due, by=alice)

    def page():
        return alices.get(f"/success-metrics/{metric.pk}/")

    reader = api(alice)

    def read():
        return reader.get(f"projects/AP/success-metrics/{metric.pk}/chart/")

    assert_budget("page success_metric", page, grow)
    assert_budget("api success metric chart", read, grow)


def metric_of(project, by, **fields):
    agreed: dict[str, Any] = {
        "unit": "kg",
        "baseline": 0,
        "target": 50,
        "due": clock.today(),
    } | fields
    return SuccessMetric.define(project, kind="incremental_value", name="Rocks", by=by, **agreed)
