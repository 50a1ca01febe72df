"""B3, A3, H1, D1 and C3 on told histories, and against plain Python."""

from datetime import date, timedelta

import numpy as np
import pytest

from base import clock
from health.reports.building import build_report
from history.models import Event
from metrics.models import SuccessMetric
from numerics.statistics.rates import rate_ratio, rate_ratio_change
from tests.present import present
from tests.told import plain
from tests.told.chronicle import Chronicle, working_days


def signals(chronicle):
    with clock.at(chronicle.now):
        report = build_report(chronicle.team)
    return {"as_of": report.as_of} | {one["key"]: one for one in report.content["signals"]}


@pytest.fixture(scope="module")
def signal(comet):
    return signals(comet)


def test_flow_balance_counts_starts_and_ends_of_eight_weeks(comet, signal):
    since, stories = signal["as_of"] - timedelta(weeks=8), plain.told(comet.project).values()
    starts = sum(one.started is not None and one.started > since for one in stories)
    dropped = [one.moves[-1][0] for one in stories if one.category == "dropped"]
    ends = sum(one.done is not None and one.done > since for one in stories)
    ends += sum(moment > since for moment in dropped)
    assert signal["B3"]["figures"]["started"] == starts
    assert signal["B3"]["figures"]["ended"] == ends
    assert signal["B3"]["value"] == pytest.approx(starts / ends, rel=1e-5)


def test_waits_run_until_the_other_discipline_does_something(comet, signal):
    since = comet.sprints[1].kicked_off_at
    waits = []
    for pk, one in plain.told(comet.project).items():
        events = list(Event.objects.filter(story=pk).order_by("pk"))
        for place, event in enumerate(events):
            details = event.details
            crossing = event.verb == "story_handed" and (
                details["was_discipline"] != details["now_discipline"]
            )
            if not crossing or event.at <= since or one.category == "dropped":
                continue
            after = [
                other.at
                for other in events[place + 1 :]
                if other.verb == "story_handed"
                or (other.verb == "story_moved" and other.discipline == details["now_discipline"])
            ]
            until = after[0] if after else signal["as_of"]
            waits.append((working_days(event.at, until), bool(after)))
    assert signal["A3"]["n"] == len(waits) >= 12
    assert not all(over for _, over in waits)
    assert signal["A3"]["value"] == pytest.approx(plain.product_limit(waits, 0.5), abs=1e-4)


@pytest.mark.django_db
def test_a_word_alone_ends_no_wait():
    """Emma says something at once and goes on, the same day, on Monday after Friday, or later."""
    chronicle = Chronicle("Touch", "TO")
    waits = []
    for place, (said, moved) in enumerate([(1, 1.1), (4, 7), (1, 3), (1, 4)] * 3):
        day = 14 * (place // 4)
        story = chronicle.write(day, ["sara", "sven"][place % 2])
        chronicle.move(story, day, "doing")
        chronicle.hand(story, day + 0.5, "emma")
        with chronicle.at(day + said):
            story.comment("I see.", by=chronicle.people["emma"])
        chronicle.move(story, day + moved, "review", by="emma")
        until = day + (said if place % 4 < 2 else moved)
        waits.append(working_days(chronicle.moment(day + 0.5), chronicle.moment(until)))
    chronicle.now = chronicle.moment(40)
    assert signals(chronicle)["A3"]["value"] == pytest.approx(sorted(waits)[5], abs=1e-4)


def test_a_rate_ratio_knows_its_own_uncertainty():
    even = rate_ratio(np.full(8, 5.0), np.full(8, 5.0))
    assert even.value == 1
    assert even.chance_at_most(1) == pytest.approx(0.5)
    more = rate_ratio(np.full(8, 50.0), np.full(8, 50.0))
    assert more.interval.width < even.interval.width
    rough = rate_ratio(np.array([0.0, 10] * 4), np.full(8, 5.0))
    assert rough.interval.width > even.interval.width
    turned = rate_ratio(np.full(8, 3.0), np.full(8, 6.0))
    back = rate_ratio(np.full(8, 6.0), np.full(8, 3.0))
    assert turned.interval.low == pytest.approx(1 / back.interval.high)
    change = present(rate_ratio_change(np.array([5.0] * 10 + [15.0] * 3), np.full(13, 5.0)))
    assert change.amount == pytest.approx(3)
    assert change.p_value < 0.05


@pytest.mark.django_db
def test_more_starts_than_ends_need_attention_and_an_open_block_is_evidence():
    chronicle = Chronicle("Pile", "PI")
    for place in range(17):
        chronicle.finish(place * 2, 1.5, list(chronicle.people)[place % 4])
    for place in range(60):
        story = chronicle.write(place * 0.5, list(chronicle.people)[place % 4])
        chronicle.move(story, place * 0.5 + 0.2, "doing")
    with chronicle.at(32):
        story.block("No data", by=chronicle.lead)
    chronicle.now = chronicle.moment(35)
    flow = signals(chronicle)["B3"]
    assert flow["state"] == "attention"
    assert flow["evidence"][0]["rows"][0]["key"] == story.key
    assert flow["figures"]["blocked_share"] > 0


def metric(chronicle, day, **fields):
    with chronicle.at(day):
        return SuccessMetric.define(
            chronicle.project, by=chronicle.lead, name=f"Metric {day}", unit="%", **fields
        )


@pytest.mark.django_db
def test_outcomes_are_judged_by_the_chance_that_the_target_is_reached():
    chronicle = Chronicle("Goal", "GO")
    due = date(2026, 3, 1)
    sure = metric(chronicle, 0, kind="goodwill", baseline=0, target=10, due=due)
    close = metric(chronicle, 1, kind="cost_avoidance", baseline=0, target=10, due=due)
    missed = metric(
        chronicle, 2, kind="brand_benefit", baseline=50, target=20, due=due, direction="down"
    )
    for one, value, spread, grade in ((sure, 14, 2, 3), (close, 10.5, 4, 0), (missed, 45, 1, 1)):
        with chronicle.at(10):
            one.observe(
                value=value,
                spread=spread,
                grade=grade,
                observed_on=date(2026, 1, 15),
                by=chronicle.lead,
            )
    with chronicle.at(11):
        close.retarget(target=9, due=due, by=chronicle.lead)
    chronicle.now = chronicle.moment(30)
    before = signals(chronicle)["H1"]
    assert (before["n"], before["state"]) == (3, "unclear")
    chances = {row["id"]: row["chance"] for row in before["evidence"][0]["rows"]}
    assert chances[sure.pk] == pytest.approx(0.977, abs=0.001)
    assert chances[close.pk] == pytest.approx(0.646, abs=0.001)
    assert before["value"] == pytest.approx(1 / 3, rel=1e-4)
    assert any("both are shown" in note for note in before["notes"])
    chronicle.now = chronicle.moment(80)
    after = signals(chronicle)["H1"]
    assert after["state"] == "attention"
    assert "missed the target" in after["action"]


@pytest.mark.django_db
def test_a_commitment_beyond_the_forecast_needs_attention_and_says_how_much_to_cut():
    chronicle = Chronicle("Load", "LO")
    for place in range(30):
        chronicle.finish(place * 2, 1.5, list(chronicle.people)[place % 4])
    plan = [chronicle.write(62) for _ in range(20)]
    chronicle.sprint(4.5, plan)
    chronicle.now = chronicle.moment(65)
    load = signals(chronicle)["D1"]
    assert load["state"] == "attention"
    assert load["figures"]["frozen"] == 20
    assert load["figures"]["chance_all"] < 0.05
    assert load["value"] > load["range"]["high"] > 1 > load["range"]["low"]
    assert "Cutting" in load["action"]


@pytest.mark.django_db
def test_the_forecast_of_a_steady_team_scores_itself_and_says_where_it_is_too_careful():
    chronicle = Chronicle("Tick", "TI")
    for place in range(75):
        chronicle.finish(place * 4, 1.5, list(chronicle.people)[place % 4])
    chronicle.now = chronicle.moment(302)
    record = signals(chronicle)["C3"]
    assert record["n"] >= 13
    assert record["value"] >= 0.7
    assert record["state"] == "attention"
    assert "they are too wide" in record["notes"][-1]
    row = record["evidence"][0]["rows"][0]
    assert row["held"] == (row["low"] <= row["outcome"] <= row["high"])
