"""What the numbers of a verdict say: checked against scipy and textbook examples by hand."""

from math import sqrt

import pytest
from scipy import stats

from solutions.models.trial_result import TrialResult, plain, signed

DESIGN = {
    "environment": "pilot",
    "comparison": "comparison_group",
    "measured_as": "mean",
    "better": "higher",
    "unit": "min",
    "threshold": 2.0,
    "smallest_effect": 1.0,
    "planned_share": None,
}
SHARE = {"measured_as": "share"}
AB = {"environment": "ab", "comparison": "random_groups", "planned_share": 50.0}
MEANS = {
    "new_mean": 20.4,
    "new_sd": 3.0,
    "new_n": 10,
    "compared_mean": 17.1,
    "compared_sd": 2.0,
    "compared_n": 8,
}
SHARES = {"new_hits": 56, "new_n": 70, "compared_hits": 48, "compared_n": 80}


def result(design, numbers):
    return TrialResult.of(DESIGN | design, numbers)


def test_the_difference_of_means_is_welchs():
    found = result({}, MEANS)
    assert found.difference == pytest.approx(3.3)
    a, b = 9 / 10, 4 / 8
    freedom = (a + b) ** 2 / (a**2 / 9 + b**2 / 7)
    theirs = stats.t.interval(0.9, freedom, 3.3, sqrt(a + b))
    assert (found.interval.low, found.interval.high) == pytest.approx(theirs)
    assert found.sentences[0] == (
        "The difference is +3.3 min, better; its 90 % interval reaches from +1.231 to +5.369 "
        "(Welch)."
    )
    assert found.sentences[1].startswith("The interval includes the threshold, better by 2 min")
    assert len(found.sentences) == 2


def test_standard_errors_do_without_sizes():
    found = result({}, {"new_mean": 5.0, "new_se": 1.0, "compared_mean": 3.0, "compared_se": 1.0})
    theirs = stats.norm.interval(0.9, 2.0, sqrt(2))
    assert (found.interval.low, found.interval.high) == pytest.approx(theirs)


def test_the_difference_of_shares_is_newcombes_in_percentage_points():
    found = result(SHARE, SHARES)
    assert found.difference == pytest.approx(20.0)
    ends = (found.interval.low, found.interval.high)
    assert ends == pytest.approx((7.66, 31.36), abs=0.01)
    assert "+20 percentage points, better" in found.sentences[0]
    assert "(Newcombe)" in found.sentences[0]
    assert len(found.sentences) == 1  # all of it is above the threshold


def test_lower_may_be_better():
    found = result({"better": "lower"}, MEANS)
    assert found.gain == pytest.approx(-3.3)
    assert "worse" in found.sentences[0]
    assert found.gain_interval.high == pytest.approx(-found.interval.low)
    assert len(found.sentences) == 1
    found = result({"better": "lower", "threshold": -2.0}, MEANS)
    assert "better by −2 min" in found.sentences[1]


def test_what_is_too_small_to_matter_is_said():
    found = result({"smallest_effect": 6.0, "threshold": 9.0}, MEANS)
    assert found.sentences[1] == (
        "All of the interval is smaller than the smallest effect that matters, 6 min."
    )


def test_no_difference_is_neither_better_nor_worse():
    same = {"new_mean": 5.0, "new_se": 0.0, "compared_mean": 5.0, "compared_se": 0.0}
    found = result({"unit": ""}, same)
    assert found.sentences[0] == (
        "The difference is 0; its 90 % interval reaches from 0 to 0 (Welch)."
    )


def test_groups_that_are_not_as_planned_are_told_and_cost_their_grade():
    counts = {"new_hits": 40, "new_n": 700, "compared_hits": 40, "compared_n": 500}
    found = result(AB | SHARE, counts)
    assert found.split_p_value == pytest.approx(stats.chisquare([700, 500]).pvalue)
    assert "The groups aren't as planned: 700 and 500 where 50 %" in found.sentences[-1]
    assert found.grade == 1
    assert result(AB | SHARE | {"planned_share": 58.0}, counts).grade == 4


@pytest.mark.parametrize(
    ("environment", "comparison", "grade"),
    [
        ("ab", "random_groups", 4),
        ("canary", "comparison_group", 3),
        ("pilot", "comparison_group", 3),
        ("pilot", "control_period", 2),
        ("canary", "before_after", 1),
        ("integration", "comparison_group", None),
        ("staging", "before_after", None),
        ("shadow", "control_period", None),
    ],
)
def test_the_grade_follows_from_the_design(environment, comparison, grade):
    share = 50.0 if comparison == "random_groups" else None
    design = {"environment": environment, "comparison": comparison, "planned_share": share}
    assert result(design | SHARE, SHARES).grade == grade


def test_without_numbers_a_verdict_is_asserted():
    assert result({}, {}).grade == 0
    assert result({"environment": "shadow", "comparison": "nothing"}, {}).grade is None
    assert result({}, {}).sentences == []


def test_one_group_alone_has_no_difference():
    found = result({"comparison": "nothing"}, {"new_mean": 5.0, "new_se": 1.0})
    assert found.new.value == 5.0
    assert (found.difference, found.sentences, found.grade) == (None, [], 0)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (12345.6, "12350"), (0.00123456, "0.001235"), (-3.0, "−3"), (99.996, "100")],
)
def test_numbers_are_read_in_four_digits(value, words):
    assert plain(value) == words


def test_a_difference_has_its_sign():
    assert (signed(2.5), signed(-2.5), signed(0.0)) == ("+2.5", "−2.5", "0")
