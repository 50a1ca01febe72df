"""The table of what a deployment loses, row by row, and that one happening deducts once."""

from datetime import UTC, datetime, timedelta

import pytest

from solutions.drama import (
    MOST,
    Course,
    FixSeen,
    IncidentSeen,
    StorySeen,
    after,
    drama_of,
)

LIVE = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def course(**what):
    return Course(since=LIVE, began_at=LIVE - HOUR, **what)


def incident(pk=1, severity=2, after=DAY, lasts=2 * HOUR):
    began = LIVE + after
    return IncidentSeen(pk, "Outage", severity, began, began + lasts if lasts else None)


def fix(pk=9, after=2 * DAY, of=1):
    return FixSeen(pk, f"1.0.{pk}", LIVE + after, of)


def story(pk=1, after=DAY, of=None):
    return StorySeen(pk, f"AP-{pk}", LIVE + after, of)


def lost(**what):
    return [(one.row, one.points) for one in drama_of(course(**what)).deductions]


def test_nothing_happened():
    drama = drama_of(course())
    assert (drama.number, drama.deductions) == (100, ())


@pytest.mark.parametrize(
    ("what", "row", "points"),
    [
        ({"rolled_back_at": LIVE + 7 * DAY}, "rolled_back_early", 40),
        ({"rolled_back_at": LIVE + 7 * DAY + HOUR}, "rolled_back", 20),
        ({"rolled_back_at": LIVE + 30 * DAY}, "rolled_back", 20),
        ({"incidents": [incident(severity=1)]}, "incident_1", 30),
        ({"incidents": [incident(severity=2)]}, "incident_2", 20),
        ({"incidents": [incident(severity=3)]}, "incident_3", 10),
        ({"incidents": [incident(after=30 * DAY)]}, "incident_2", 20),
        ({"is_planned": False, "in_hours": False}, "outside_hours", 10),
        ({"stories": [story()]}, "story", 5),
        ({"customer_absent": True, "carries_release": True}, "customer_absent", 10),
        ({"fit_lacked": True}, "fit_waived", 10),
        ({"trial_lacked": True}, "trial_waived", 15),
    ],
)
def test_each_row_of_the_table(what, row, points):
    assert lost(**what) == [(row, points)]
    assert drama_of(course(**what)).number == 100 - points


@pytest.mark.parametrize(
    "what",
    [
        {"rolled_back_at": LIVE + 30 * DAY + HOUR},
        {"incidents": [incident(after=30 * DAY + HOUR)]},
        {"is_planned": False},
        {"in_hours": False},
        {"customer_absent": True},
        {"carries_release": True},
        {"stories": [story(after=31 * DAY)]},
        {"stories": [story(after=-DAY)]},  # it was planned before
        {"stories": [story(of=7)]},  # it came of an incident that is none of the month's
        {"fixes": [fix(of=7)]},
    ],
)
def test_what_loses_nothing(what):
    assert lost(**what) == []


def test_a_fix_counts_where_it_weighs_more_than_what_it_mends():
    light, heavy = incident(severity=3), incident(severity=2)
    assert lost(incidents=[light], fixes=[fix()]) == [("fix", 15)]
    assert lost(incidents=[heavy], fixes=[fix()]) == [("incident_2", 20)]


def test_a_fix_is_counted_within_72_hours_of_what_it_mends():
    light = incident(severity=3)
    assert lost(incidents=[light], fixes=[fix(after=72 * HOUR)]) == [("fix", 15)]
    assert lost(incidents=[light], fixes=[fix(after=73 * HOUR)]) == [("incident_3", 10)]


def test_a_second_fix_of_the_same_incident_costs_nothing_more():
    fixes = [fix(9), fix(10, after=2 * DAY + HOUR)]
    [one] = drama_of(course(incidents=[incident(severity=3)], fixes=fixes)).deductions
    assert (one.row, one.points, one.pk) == ("fix", 15, 9)
    assert len(one.along) == 2


def test_incidents_lose_at_most_so_much_together_and_the_first_counts_whole():
    rows = [incident(2, 1, 2 * DAY), incident(1, 1, DAY), incident(3, 3, 3 * DAY)]
    assert lost(incidents=rows) == [("incident_1", 30), ("incident_1", 10), ("incident_3", 0)]


def test_fixes_and_stories_lose_at_most_so_much_together():
    three = [incident(pk, 3, timedelta(hours=pk)) for pk in (1, 2, 3)]
    fixes = [fix(10 + pk, timedelta(hours=pk + 5), pk) for pk in (1, 2, 3)]
    assert sum(points for _, points in lost(incidents=three, fixes=fixes)) == MOST["fix"]
    five = [story(pk, timedelta(hours=pk)) for pk in range(1, 6)]
    assert [points for _, points in lost(stories=five)] == [5, 5, 5, 5, 0]


def test_a_rollback_and_the_incident_that_it_ended_are_one_happening():
    back = LIVE + 2 * DAY
    open_then = incident(1, 1, DAY, lasts=None)
    [one] = drama_of(course(rolled_back_at=back, incidents=[open_then])).deductions
    assert (one.row, one.points, one.incidents) == ("rolled_back_early", 40, (1,))
    assert one.along == ("An incident of severity 1 (outage) began 1 day after it went live",)


def test_of_a_late_rollback_and_a_heavy_incident_the_incident_counts():
    back = LIVE + 10 * DAY
    open_then = incident(1, 1, 10 * DAY - HOUR, lasts=None)
    assert lost(rolled_back_at=back, incidents=[open_then]) == [("incident_1", 30)]


def test_an_incident_that_was_over_before_the_rollback_is_another_happening():
    back = LIVE + 2 * DAY
    over = incident(1, 2, DAY, lasts=HOUR)
    barely = incident(2, 2, DAY, lasts=DAY - HOUR)
    assert lost(rolled_back_at=back, incidents=[over]) == [
        ("incident_2", 20),
        ("rolled_back_early", 40),
    ]
    assert lost(rolled_back_at=back, incidents=[barely]) == [("rolled_back_early", 40)]


def test_an_incident_that_began_after_the_rollback_is_another_happening():
    rows = lost(rolled_back_at=LIVE + DAY, incidents=[incident(after=DAY + HOUR)])
    assert rows == [("rolled_back_early", 40), ("incident_2", 20)]


def test_a_story_of_an_incident_costs_nothing_more_and_is_named_with_it():
    both = [story(4), story(4, of=1)]
    [one] = drama_of(course(incidents=[incident()], stories=both)).deductions
    assert (one.row, one.along) == ("incident_2", ("AP-4, which nobody had planned, came of it",))


def test_a_waiver_of_both_is_one_happening():
    assert lost(fit_lacked=True, trial_lacked=True) == [("trial_waived", 15)]


def test_it_never_falls_below_nothing():
    worst = drama_of(
        course(
            rolled_back_at=LIVE + 3 * DAY,
            incidents=[incident(1, 1, HOUR, HOUR), incident(2, 1, DAY, HOUR)],
            stories=[story(pk) for pk in range(1, 9)],
            is_planned=False,
            in_hours=False,
            trial_lacked=True,
            customer_absent=True,
            carries_release=True,
        )
    )
    assert sum(one.points for one in worst.deductions) > 100
    assert worst.number == 0


def test_deductions_stand_in_the_order_of_time():
    found = drama_of(
        course(rolled_back_at=LIVE + 9 * DAY, incidents=[incident()], trial_lacked=True)
    ).deductions
    assert [one.row for one in found] == ["trial_waived", "incident_2", "rolled_back"]


def test_how_long_after_in_words():
    assert after(LIVE, LIVE + DAY) == "1 day after it went live"
    assert after(LIVE, LIVE + 50 * HOUR) == "2 days after it went live"
    assert after(LIVE, LIVE + 3 * HOUR) == "3 hours after it went live"
    assert after(LIVE, LIVE + timedelta(seconds=61)) == "1 minute after it went live"
    assert after(LIVE, LIVE) == "as it went live"
