"""No two sentences of a report contradict each other, whatever the team."""

import re

import pytest

from base import clock
from benchmarks.invented.bulk import Bulk
from benchmarks.invented.odd import array
from health.reports.building import build_report
from health.reports.presenter.signal_shown import SignalPresenter
from health.signals.catalogue import BY_KEY
from tests.present import present
from tests.told.chronicle import kept
from tests.told.the_demo import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the_demo")]
COUNTED = re.compile(r"(\d+) of (?:the )?(\d+)\b[^.;%]*?: (\d+(?:\.\d+)?) %")
RANGE = re.compile(r"\((−?\d[\d.]*)(?: %| days?)?(?:–| to )(−?\d[\d.]*)")
DAYS = re.compile(r"85 %[^.]*?(?:within|take|took|than|of) ([\d.]+) days")


@pytest.fixture(scope="module")
def odd_ones(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, contents_of_odd)


@pytest.fixture(scope="module")
def demo_ones(the_demo):
    return [case.report.content for case in the_demo.values()]


def contents_of_odd():
    teams = [one.team for one in Bulk(array()[::2], NOW).write()]
    with clock.at(NOW):
        return [build_report(team).content for team in teams]


@pytest.fixture(params=["demo_ones", "odd_ones"])
def reports(request):
    return request.getfixturevalue(request.param)


def said(one):
    return " ".join([one["says"], one["action"], one["why_not"], *one["notes"]])


def signals(reports):
    for content in reports:
        for one in content["signals"]:
            yield content["team"], one


def test_a_share_is_the_numbers_it_stands_beside(reports):
    wrong = [
        (team, one["key"], match.group())
        for team, one in signals(reports)
        for match in COUNTED.finditer(one["says"])
        if one["key"] != "E1" and abs(100 * int(match[1]) / int(match[2]) - float(match[3])) > 1
    ]
    assert not wrong


def test_the_advice_counts_what_the_sentence_counted(reports):
    """Such as "5 of 62 stories" in both: one numerator and one denominator."""
    counted = re.compile(r"^(\d+) of (\d+)\b")
    wrong = []
    for team, one in signals(reports):
        first, then = counted.match(one["says"]), counted.match(one["action"])
        if first and then and first.groups() != then.groups():
            wrong.append((team, one["key"], first.group(), then.group()))
    assert not wrong


def test_a_card_has_one_time_for_its_85_per_cent(reports):
    wrong = [
        (team, one["key"], said(one))
        for team, one in signals(reports)
        if one["key"] != "B2" and len(set(DAYS.findall(said(one)))) > 1
    ]
    assert not wrong


def test_no_range_is_printed_without_a_width(reports):
    wrong = [
        (team, one["key"], match.group())
        for team, one in signals(reports)
        for match in RANGE.finditer(said(one))
        if match[1] == match[2]
    ]
    assert not wrong


def test_one_number_is_advised_to_freeze(reports):
    for content in reports:
        told = {one["key"]: one for one in content["signals"]}
        freeze = re.search(r"(?:Freeze|Keep freezing about) (\d+)", told["C1"]["action"])
        cut = re.search(r"Cutting (\d+) of (\d+)", told["D1"]["action"])
        if freeze and cut:
            assert int(freeze[1]) == int(cut[2]) - int(cut[1]), content["team"]
        if freeze and "Leave it as it is" in told["D1"]["action"]:
            assert float(freeze[1]) == told["D1"]["figures"]["frozen"], content["team"]


def test_no_sentence_says_one_are(reports):
    odd = re.compile(
        r"\b1 (?:still wait|of them are|stories|sprints|days|sprint \w+ were|hypotheses|hand-offs"
        r"|outcomes|releases|claims rest|pairs|themes rest|points|people)\b|(?<![\d.,])1 of \d+ "
        r"success metrics have"
    )
    wrong = [
        (team, one["key"], match.group())
        for team, one in signals(reports)
        for match in odd.finditer(said(one))
    ]
    assert not wrong


def test_what_is_common_happened_more_than_once_and_most_often(reports):
    for team, one in signals(reports):
        if one["key"] == "A2" and "Most common" in one["action"]:
            steps = [
                (row["path"][i - 1], row["path"][i])
                for row in one["evidence"][0]["rows"]
                for i in range(2, len(row["path"]))
                if row["path"][i] in row["path"][: i - 1]
            ]
            giver, taker = present(re.search(r"return: (\w+) to (\w+)", one["action"])).groups()
            counts = sorted((steps.count(step) for step in set(steps)), reverse=True)
            assert steps.count((giver, taker)) == counts[0] > max(1, *counts[1:], 1), team


def test_ranges_that_may_be_too_wide_are_not_called_healthy(reports):
    for _, one in signals(reports):
        if one["key"] == "C3" and one["state"] == "healthy":
            assert "too wide" not in " ".join(one["notes"])


def test_no_chance_of_a_story_is_certain_by_the_end_of_a_few(reports):
    for team, one in signals(reports):
        for row in one["evidence"][0]["rows"] if one["key"] == "B2" and one["evidence"] else ():
            if row.get("low") == row.get("high") == 1.0:
                assert row["days"] < one["figures"]["sle"], (team, row)


def test_how_sure_a_state_is_is_said_of_what_it_judges(reports):
    """Of F1 it may be the length of stand-ups, whose range isn't the drawn one."""
    for team, one in signals(reports):
        signal = BY_KEY[one["key"]]
        shown = SignalPresenter(signal, one, None, None, {}, "")
        if one["state"] == "attention" and one["range"] and one["interval"]:
            low, high = one["range"]["low"], one["range"]["high"]
            inside = None not in (low, high) and (
                one["interval"]["low"] < high and one["interval"]["high"] > low
            )
            if inside and "Over 99 % likely" in shown.sureness:
                assert "outside its range" not in shown.sureness, (team, one["key"])
