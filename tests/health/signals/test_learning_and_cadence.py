"""Follow-through, hypotheses, meetings and the pulse, on told rhythms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from health.history.ceremonies import (
    AgreedAction,
    Prediction,
    PulseResponses,
    Rhythm,
    SprintDates,
    StandupHeld,
)
from health.history.history import History
from health.signals import ceremony_rhythm, follow_through, hypothesis_throughput, pulse
from numerics.statistics.calendar import WorkingCalendar
from numerics.statistics.interval import Interval
from numerics.statistics.orders import median_interval
from numerics.statistics.student import t_quantile
from tests.health.signals.bare import NO_STORIES, NO_WAITS, NO_WORK

DAY = 86_400
MONDAY = datetime(2030, 1, 7, tzinfo=UTC)
NOW = MONDAY + timedelta(weeks=20)
SAFETY = tuple((name, number in (0, 2, 4)) for number, name in enumerate("abcdefg"))


def history(**rhythm):
    return History(
        team="Orbit",
        as_of=NOW.timestamp(),
        calendar=WorkingCalendar((1, 2, 3, 4, 5)),
        sprint_days=14,
        sizes={},
        contributors=5,
        stories=NO_STORIES,
        sprints=(),
        work=NO_WORK,
        waits=NO_WAITS,
        rhythm=Rhythm(**rhythm),
    )


def measured(signal, **rhythm):
    return signal.measure(history(**rhythm), np.random.default_rng(1))


def action(number, took=None, done=True, age_weeks=16):
    created = (NOW - timedelta(weeks=age_weeks)).timestamp()
    return AgreedAction(
        id=number,
        retrospective=number // 3,
        created=created,
        due=date(2030, 3, 1),
        closed=None if took is None else created + took * DAY,
        done=done,
        carried=0,
    )


def test_follow_through_counts_what_was_done_within_two_sprints():
    actions = [action(n, took=7) for n in range(8)] + [action(n, took=60) for n in range(8, 10)]
    found = measured(follow_through, actions=tuple(actions))
    assert found.n == 10
    assert found.value == pytest.approx(0.8)
    assert found.state == "healthy"


def test_what_is_past_its_day_is_said_though_most_were_followed_through():
    done, late = [action(n, took=7) for n in range(10)], [action(n) for n in range(10, 12)]
    found = measured(follow_through, actions=tuple(done + late))
    assert found.state == "healthy"
    assert found.says.endswith("All 2 open ones are past their day.")
    one = measured(follow_through, actions=(*done, late[0], replace(late[1], due=date(2099, 1, 1))))
    assert one.says.endswith("1 of the 2 open ones is past its day.")
    assert "past" not in measured(follow_through, actions=tuple(done)).says


def test_closing_without_evidence_is_no_follow_through():
    actions = tuple(action(n, took=7, done=n < 2) for n in range(12))
    found = measured(follow_through, actions=actions)
    assert found.value == pytest.approx(2 / 12)
    assert found.state == "attention"


def test_actions_that_are_young_count_for_the_time_they_had():
    old = [action(n, took=7) for n in range(6)]
    young = [action(n, age_weeks=0.4) for n in range(6, 12)]
    found = measured(follow_through, actions=tuple(old + young))
    assert found.value == pytest.approx(1.0)
    assert (
        found.interval.low
        < measured(follow_through, actions=tuple(action(n, took=7) for n in range(12))).interval.low
    )
    assert found.evidence[0].count == 6


@pytest.mark.parametrize(("count", "state"), [(7, "not_enough_data"), (8, "healthy")])
def test_follow_through_needs_eight_that_had_their_time(count, state):
    assert (
        measured(follow_through, actions=tuple(action(n, took=3) for n in range(count))).state
        == state
    )


def test_only_the_last_six_retrospectives_count():
    actions = tuple(action(n, took=3, done=n >= 9) for n in range(27))
    found = measured(follow_through, actions=actions)
    assert (found.n, found.value) == (18, pytest.approx(1.0))


def prediction(number, took=None, verdict="refuted"):
    stated = MONDAY + timedelta(weeks=number % 10)
    return Prediction(
        id=number,
        stated=stated.timestamp(),
        due=(stated + timedelta(days=14)).date(),
        decided=None if took is None else stated.timestamp() + took * DAY,
        verdict="" if took is None else verdict,
        preregistered=True,
    )


def test_hypotheses_are_timed_and_never_rated_by_their_verdict():
    quick = tuple(prediction(n, took=7) for n in range(12))
    found = measured(hypothesis_throughput, hypotheses=quick)
    assert (found.state, found.value) == ("healthy", pytest.approx(5.0))
    supported = tuple(prediction(n, took=7, verdict="supported") for n in range(20))
    other = measured(hypothesis_throughput, hypotheses=supported)
    assert other.value == found.value
    assert any("too safe" in note for note in other.notes)


@pytest.mark.parametrize("decided", [0, 1, 5, 6, 7, 12])
@pytest.mark.parametrize("age", [1, 20, 41, 43, 100])
def test_what_is_undecided_is_judged_only_once_it_could_have_been_too_slow(decided, age):
    """Half are to be decided within three sprints, 30 working days: 42 days."""
    stated = NOW - timedelta(days=age)
    tests = tuple(
        Prediction(
            id=n,
            stated=stated.timestamp(),
            due=(stated + timedelta(days=90)).date(),
            decided=stated.timestamp() + 0.5 * DAY if n < decided else None,
            verdict="refuted" if n < decided else "",
            preregistered=True,
        )
        for n in range(12)
    )
    found = measured(hypothesis_throughput, hypotheses=tests)
    assert np.isfinite([found.value, found.interval.low]).all()
    assert "ever seen" not in found.says
    if age < 42:
        assert found.state != "attention"
    elif decided <= 1:
        assert found.state == "attention"
    if decided < 6:
        assert f"{12 - decided} of 12 hypotheses are still being tested" in found.says


def test_undecided_ones_count_and_are_shown_past_their_date():
    tested = tuple(prediction(n, took=7 if n < 3 else None) for n in range(14))
    found = measured(hypothesis_throughput, hypotheses=tested)
    assert found.state == "attention"
    assert found.evidence[0].count == 11


def test_few_hypotheses_are_not_enough():
    found = measured(
        hypothesis_throughput, hypotheses=tuple(prediction(n, took=3) for n in range(11))
    )
    assert found.state == "not_enough_data"
    assert found.figures["preregistered"] == 1.0


def test_from_eight_on_it_is_said_how_often_the_words_were_locked_first():
    some = tuple(replace(prediction(n, took=3), preregistered=n < 6) for n in range(8))
    found = measured(hypothesis_throughput, hypotheses=some)
    assert found.state == "not_enough_data"
    assert "locked first in 6 of 8: 75 %" in found.notes[0]
    assert not measured(hypothesis_throughput, hypotheses=some[:7]).notes
    none = tuple(replace(one, preregistered=False) for one in some)
    assert "too seldom" in measured(hypothesis_throughput, hypotheses=none).notes[0]


def beat(number, looked_back=1):
    start = (MONDAY + timedelta(weeks=2 * number)).date()
    end = start + timedelta(days=13)
    return SprintDates(
        label=f"AP sprint {number}",
        starts_on=start,
        ends_on=end,
        kicked_off=start,
        closed=True,
        looked_back=None if looked_back is None else end + timedelta(days=looked_back),
    )


def working_days(sprints=4):
    days = ((MONDAY + timedelta(days=n)).date() for n in range(14 * sprints))
    return [day for day in days if day.isoweekday() <= 5]


BEATS = tuple(beat(number) for number in range(4))


def test_a_team_that_meets_daily_and_briefly_is_healthy():
    standups = tuple(StandupHeld(day, 11.0) for day in working_days())
    found = measured(ceremony_rhythm, beats=BEATS, standups=standups)
    assert (found.state, found.value, found.n) == ("healthy", 1.0, 40)
    assert found.figures["median_minutes"] == 11
    assert found.figures["looked_back"] == 1.0
    assert "4 of 4 kickoffs came within a working day of the start (60–100 %)" in found.notes[0]
    assert [(one.value, one.n) for one in found.series] == [(1.0, 10)] * 4


def test_the_median_lies_between_values_that_are_as_far_from_either_end():
    """Of twenty the 6th and the 15th: P(five heads or fewer of twenty) is 2.1 %, of six 5.8 %."""
    minutes = [float(minute) for minute in range(20, 0, -1)]
    days = zip(working_days()[:20], minutes, strict=True)
    standups = tuple(StandupHeld(day, one) for day, one in days)
    found = measured(ceremony_rhythm, beats=BEATS, standups=standups)
    assert (found.figures["median_low"], found.figures["median_high"]) == (6, 15)
    assert "(6–15)" in found.says
    assert median_interval(np.arange(4.0)) is None
    assert median_interval(np.arange(5.0)) == Interval(0, 4)


def test_long_ones_need_attention_and_untimed_ones_are_unknown():
    long = tuple(StandupHeld(day, 22.0) for day in working_days())
    assert measured(ceremony_rhythm, beats=BEATS, standups=long).state == "attention"
    untimed = tuple(StandupHeld(day, None) for day in working_days())
    found = measured(ceremony_rhythm, beats=BEATS, standups=untimed)
    assert (found.state, found.figures["median_minutes"]) == ("healthy", None)
    assert found.figures["untimed"] == 40


def test_days_without_a_standup_are_the_evidence():
    standups = tuple(StandupHeld(day, 10.0) for day in working_days()[::2])
    found = measured(ceremony_rhythm, beats=BEATS, standups=standups)
    assert (found.state, found.value) == ("attention", 0.5)
    assert found.evidence[0].count == 20


def test_eleven_standups_are_not_enough():
    standups = tuple(StandupHeld(day, 10.0) for day in working_days()[:11])
    assert measured(ceremony_rhythm, beats=BEATS, standups=standups).state == "not_enough_data"


def wave(rows, invited=8):
    return PulseResponses(1, "safety", date(2030, 2, 1), invited, SAFETY, tuple(map(tuple, rows)))


def sheet(score):
    """The same opinion on all seven statements, reversed where they are."""
    return [8 - score if number in (0, 2, 4) else score for number in range(7)]


def test_reversed_statements_are_turned():
    found = measured(pulse, waves=(wave([sheet(6)] * 5 + [sheet(5)]),))
    assert found.value == pytest.approx((6 * 5 + 5) / 6)
    assert found.n == 6


@pytest.mark.parametrize(("answers", "invited"), [(4, 4), (5, 9)])
def test_under_the_floor_nothing_is_shown(answers, invited):
    found = measured(pulse, waves=(wave([sheet(6)] * answers, invited),))
    assert (found.state, found.value, found.interval) == ("suppressed", None, None)
    assert found.figures == {}


def test_split_answers_show_no_mean():
    found = measured(pulse, waves=(wave([sheet(1)] * 3 + [sheet(7)] * 3),))
    assert (found.state, found.value, found.interval, found.series) == ("split", None, None, ())
    assert "split" in found.says
    assert {name: found.figures[name] for name in ("worse", "middle", "better")} == {
        "worse": 0.5,
        "middle": 0.0,
        "better": 0.5,
    }
    assert not [name for name in found.figures if name.startswith("item_")]


@pytest.mark.parametrize("scores", [(1, 1, 1, 4, 4, 7), (1, 4, 7), (1, 1, 1, 4, 7, 7, 7, 7)])
def test_the_tenths_of_split_answers_are_ten(scores):
    told = wave([sheet(score) for score in scores * 2])
    shares = pulse.shape(told)
    exact = [sum(side(one) for one in scores) / len(scores) for side in SIDES]
    assert sum(round(10 * share) for share in shares) == 10
    assert all(abs(share - one) < 0.1 for share, one in zip(shares, exact, strict=True))


SIDES = (lambda one: one < 4, lambda one: one == 4, lambda one: one > 4)


def named(*keys):
    return tuple((key, key == "mistakes") for key in keys)


def test_the_action_names_the_statement_in_its_own_words():
    rows = ((2, 6, 3), (2, 6, 3), (1, 6, 4), (2, 7, 4), (2, 6, 4))
    asked = named("mistakes", "problems", "risk")
    found = measured(pulse, waves=(PulseResponses(1, "pulse", date(2030, 2, 1), 8, asked, rows),))
    assert "“It is safe to take a risk in this team.”" in found.action
    assert "3.6" in found.action
    assert [row["statement"] for row in found.evidence[0].rows][2] == (
        "It is safe to take a risk in this team."
    )


def rounds(*means, kind="safety"):
    """Rounds of six who answer about so."""
    return tuple(
        PulseResponses(
            number,
            kind,
            date(2030, 1, 1) + timedelta(days=91 * number),
            8,
            SAFETY,
            tuple(tuple(sheet(mean + (place % 3 == 0) * 0.6 - 0.2)) for place in range(6)),
        )
        for number, mean in enumerate(means)
    )


def test_a_round_is_compared_with_the_one_before():
    found = measured(pulse, waves=rounds(6.0, 4.0))
    now, before = found.changes
    assert before is None
    assert now.amount == pytest.approx(-2.0)
    assert now.interval.high < 0
    assert now.p_value < 0.01
    assert "fell by 2.0" in found.action
    still = measured(pulse, waves=rounds(5.0, 5.0))
    assert still.changes[0].p_value > 0.9
    assert "fell" not in still.action
    assert measured(pulse, waves=(*rounds(6.0), *rounds(4.0, kind="pulse"))).changes[0] is None


def test_thirteen_rounds_are_compared_as_sprints_are():
    steady = [5.0 + 0.1 * (place % 3) for place in range(10)]
    now, before = measured(pulse, waves=rounds(*steady, 4.0, 4.1, 4.0)).changes
    assert now.over == "in the last three rounds against the ten before"
    assert now.amount == pytest.approx(-1.05, abs=0.05)
    assert now.p_rise == pytest.approx(1 - 0.5 / 286)
    assert (before.over, before.direction) == ("since the round before", 1)


def test_chance_among_rounds_is_taken_out_and_a_real_change_stays():
    calm = measured(pulse, waves=rounds(5.0, 5.2, 5.0, 5.2))
    assert 5.0 < calm.value < 5.2
    moved = measured(pulse, waves=rounds(6.0, 6.0, 6.0, 3.0))
    assert moved.value == pytest.approx(3.0, abs=0.1)


def test_skipped_statements_are_missing_not_middling():
    some = sheet(6)[:3] + [None] * 4
    found = measured(pulse, waves=(wave([sheet(6)] * 5 + [some]),))
    assert found.value == pytest.approx(6.0)


def test_a_whole_teams_mean_is_surer_and_never_certain_as_answers_vary():
    rows = [sheet(5), sheet(6), sheet(6), sheet(6), sheet(7)]
    whole = measured(pulse, waves=(wave(rows, invited=5),))
    part = measured(pulse, waves=(wave(rows, invited=8),))
    assert whole.interval.width < part.interval.width
    assert whole.interval.width > 0.1


@pytest.mark.parametrize(
    ("p", "freedom", "t"), [(0.95, 4, 2.1318), (0.95, 1, 6.3138), (0.975, 10, 2.2281)]
)
def test_students_quantiles_are_the_tables(p, freedom, t):
    assert t_quantile(p, freedom) == pytest.approx(t, abs=1e-4)


def withdrawn(number, after):
    one = prediction(number)
    return replace(one, withdrawn=one.stated + after * DAY)


def test_what_is_withdrawn_ended_otherwise_and_is_no_late_one():
    tests = tuple(prediction(n, took=7) for n in range(12))
    called_off = tuple(withdrawn(12 + n, after=2) for n in range(6))
    found = measured(hypothesis_throughput, hypotheses=tests + called_off)
    assert found.value == measured(hypothesis_throughput, hypotheses=tests).value
    assert found.says.startswith("Half of those that get there")
    assert "6 of 18 hypotheses were withdrawn" in found.says
    assert found.figures["withdrawn"] == 6
    assert found.figures["decided_of_due"] == 1
    assert found.evidence[0].count == 0


def test_when_all_were_withdrawn_none_was_decided():
    found = measured(
        hypothesis_throughput, hypotheses=tuple(withdrawn(n, after=2) for n in range(12))
    )
    assert found.says == "All 12 hypotheses were withdrawn, none was decided."
