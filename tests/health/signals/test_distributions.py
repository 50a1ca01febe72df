"""How what was counted is spread: recounted by hand, and never about too few people."""

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import clock
from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.reports.building import SEED, build_report, recompute
from health.reports.composer import guarded
from health.reports.presenter.histogram import Histogram
from health.signals.catalogue import BY_KEY
from health.signals.distribution import Distribution
from numerics.statistics import bins
from sprints.models import Standup
from tests.told import plain
from tests.told.chronicle import Chronicle, kept, working_days
from tests.told.year import tell

MINUTES = (4, 5, 9, 10, 10, 11, 12, 13, 14, 15, 16, 17, 21, 30.5)
UNITS = ("working days", "share", "ratio", "stories", "minutes")
NUMBERS = st.lists(st.integers(0, 60) | st.integers(0, 5000), min_size=1)


@pytest.fixture(scope="module")
def comet(django_db_setup, django_db_blocker):
    """The told year, with stand-ups of known lengths in its last closed sprint and before."""
    yield from kept(django_db_blocker, lambda: with_standups(tell(Chronicle())))


def with_standups(chronicle):
    for number, minutes in enumerate(MINUTES):
        day = 14 * 5 + 7 * (number // 5) + number % 5 + 0.5
        with chronicle.at(day):
            standup = Standup.start(chronicle.project, by=chronicle.lead)
        with chronicle.at(day, minutes=minutes):
            standup.end(by=chronicle.lead)
    return chronicle


@pytest.fixture(scope="module")
def report(comet):
    with clock.at(comet.now):
        return build_report(comet.team)


@pytest.fixture(scope="module")
def told(report):
    return {one["key"]: one["distribution"] for one in report.content["signals"]}


def recounted(distribution, values, name="count"):
    """Hold that each bin has as many values as it says: its upper end, of whole numbers both."""
    whole = distribution["unit"] in ("stories", "returns")
    for place, one in enumerate(distribution["bins"]):
        low, high, holds_low = one["low"], one["high"], whole or place == 0
        held = sum(low < value <= high or (holds_low and value == low) for value in values)
        assert one[name] == held, one
    assert sum(one[name] for one in distribution["bins"]) == len(values)


def test_cycle_times_lie_in_their_bins_and_open_stories_on_top(comet, report, told):
    since, stories = report.as_of - timedelta(weeks=13), plain.told(comet.project).values()
    finished = [one.cycle for one in stories if one.done and one.started and one.done > since]
    still = [
        working_days(one.started, report.as_of)
        for one in stories
        if one.started and one.started > since and not one.ended
    ]
    assert len(finished) >= 20
    assert still
    recounted(told["B1"], finished)
    recounted(told["B1"], still, "also")
    assert [one["high"] for one in told["B1"]["bins"]][:5] == [0.5, 1, 2, 4, 8]
    assert told["B1"]["marks"] == [{"at": 10, "says": "a sprint's length"}]


def test_each_sprint_lies_where_its_share_of_the_commitment_does(comet, told):
    stories = plain.told(comet.project)
    sprints = [plain.sprint_told(sprint, stories) for sprint in comet.sprints[1:7]]
    recounted(told["C1"], [len(done) / len(frozen) for frozen, done, *_ in sprints])
    assert told["C1"]["n"] == 6


def test_standups_lie_where_their_minutes_do(told):
    recounted(told["F1"], MINUTES)


def test_the_report_is_computed_again_to_the_same_bytes(report):
    assert recompute(report) == report.sha256
    assert len([one for one in report.content["signals"] if one["distribution"]]) >= 7


def test_what_has_too_little_data_has_no_distribution(report):
    for one in report.content["signals"]:
        if one["state"] in ("not_enough_data", "suppressed"):
            assert one["distribution"] is None, one["key"]


def test_the_page_draws_it_and_has_the_same_as_a_table(client, comet, report, told):
    client.force_login(comet.lead)
    page = client.get(f"/teams/comet/health/{report.pk}/").content.decode()
    article = page.split('id="B1"')[1].split("</article>")[0]
    drawn = Histogram(told["B1"])
    assert article.count('class="histogram-bar"') == len(told["B1"]["bins"])
    assert 'class="range-limit"' in article
    assert re.search(r"\d+\s+sprints\b", article.split('class="signal-past"')[1])
    table = article.split("Distribution as a table")[1].split("</table>")[0]
    table = re.sub(r">\s+<", "><", table)
    for row in drawn.rows:
        assert f'<th scope="row">{row["said"]}</th><td class="number">{row["count"]}</td>' in table
    assert "style=" not in article
    assert "no figure is about one of them" in page


def test_a_report_of_before_it_was_kept_is_shown_without():
    from health.reports.presenter.signal_shown import SignalPresenter

    assert SignalPresenter(BY_KEY["B1"], {}, None, None, {}).histogram is None


@pytest.mark.parametrize("key", ["B3", "C1"])
def test_a_week_or_sprint_of_two_people_takes_the_whole_distribution_away(key):
    history = Reader(quiet(11, 1)[0].told()).history(CHANGE)
    assert guarded(BY_KEY[key], history, SEED).distribution
    work = history.work
    late = work.end > history.window[-1].kicked_off
    alone = replace(work, person=np.where(late, work.person.min(), work.person))
    found = guarded(BY_KEY[key], replace(history, work=alone), SEED)
    assert found.value is not None
    assert found.distribution is None
    assert (
        "fewer than 3 people worked on stories, so the distribution isn't drawn" in found.withheld
    )
    assert ("sprints" if key == "C1" else "weeks") in found.withheld


@given(st.sampled_from(UNITS), NUMBERS, st.integers(0, 400))
def test_bins_are_few_and_hold_everything(unit, numbers, mark):
    values = [one / 5000 if unit == "share" else one / 4 for one in numbers]
    if unit == "stories":
        values = [float(one - 50) for one in numbers]
    marks = () if unit == "share" else ((float(mark), "mark"),)
    found = Distribution.of("items", "amount", unit, values, open_ones=values[:1], marks=marks)
    assert 1 <= len(found.bins) <= bins.MOST
    assert found.n == len(values) + 1
    drawn = Histogram(found.as_content())
    assert len(drawn.marks) == len(marks)
    recounted(found.as_content(), values)
