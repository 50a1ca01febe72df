"""When a trend is an alert: for the worse, beyond chance, and the same way a sprint before."""

from dataclasses import replace

import pytest

from health.reports.building import trend_in_words
from health.reports.composer import trends_of
from health.signals.catalogue import BY_KEY, SIGNALS
from health.signals.measurement import Measurement, State
from numerics.statistics.interval import Interval
from numerics.statistics.trends import Change


def changed(amount, p_rise, is_factor=False):
    return Change(amount, Interval(amount - 0.1, amount + 0.1), p_rise, is_factor)


def trends(**changes):
    """What a report says of trends when these signals changed so, now and a sprint before."""
    return dict(
        zip(
            changes,
            trends_of(
                [
                    (BY_KEY[key], Measurement(State.UNCLEAR, 30, changes=both))
                    for key, both in changes.items()
                ]
            ),
            strict=True,
        )
    )


RISE, FALL = changed(0.2, 0.001), changed(-0.2, 0.999)
NOT_SURE = changed(0.05, 0.4)


def test_what_got_worse_twice_is_alerted():
    found = trends(A2=(RISE, NOT_SURE), C1=(FALL, FALL))
    assert [found[key]["alert"] for key in ("A2", "C1")] == [True, True]


def test_what_got_better_stands_and_alerts_nobody():
    found = trends(A2=(FALL, FALL), C1=(RISE, RISE))
    assert [(one["stands"], one["alert"]) for one in found.values()] == [(True, False)] * 2


def test_what_pointed_the_other_way_before_or_wasnt_known_isnt_alerted():
    assert not trends(A2=(RISE, FALL))["A2"]["alert"]
    assert not trends(A2=(RISE, None))["A2"]["alert"]
    assert trends(A2=(None, RISE))["A2"] is None


def test_churn_is_context_whatever_it_does():
    found = trends(C2=(RISE, RISE))["C2"]
    assert (found["stands"], found["alert"]) == (True, False)


def test_the_side_that_hurts_has_nine_tenths_of_the_level():
    worse = changed(0.1, 0.05)
    assert worse.p_value == pytest.approx(0.1)
    assert worse.p_weighed(1) == pytest.approx(0.05 / 0.9)
    assert worse.p_weighed(-1) == pytest.approx(0.05 / 0.1)
    assert worse.p_weighed(0) == worse.p_value


def test_a_test_with_unequal_tails_keeps_its_level():
    p_values = [changed(0, (i + 0.5) / 1000).p_weighed(1) for i in range(1000)]
    for level in (0.01, 0.1, 0.5):
        assert sum(p <= level for p in p_values) / 1000 == pytest.approx(level, abs=0.002)


def test_a_trend_says_over_what_and_that_of_an_older_report_too():
    rounds = changed(-0.4, 0.999)
    found = trends(G1=(replace(rounds, over="since the round before"), rounds), A2=(RISE, RISE))
    assert trend_in_words(BY_KEY["G1"], found["G1"]).endswith(
        "0.4 points down since the round before, and the same way a round before."
    )
    told = trend_in_words(BY_KEY["A2"], found["A2"])
    assert "20 points up in the last three sprints against the ten before" in told
    del found["A2"]["over"]
    assert trend_in_words(BY_KEY["A2"], found["A2"]) == told


def test_among_many_trends_one_has_to_be_surer():
    unsure = changed(0.1, 0.03)
    alone = trends(A2=(unsure, unsure))["A2"]
    others = dict.fromkeys(("B1", "B3", "C1", "C2", "E1"), (changed(0.0, 0.5),) * 2)
    among = trends(A2=(unsure, unsure), **others)["A2"]
    assert (alone["alert"], among["alert"]) == (True, False)


def test_every_signal_with_a_trend_says_which_way_is_worse_but_churn():
    told = {signal.key for signal in SIGNALS if signal.worse}
    assert told == {"A1", "A2", "B1", "B3", "C1", "E1", "G1"}
