"""Alerts of made-up teams, some with a change planted in them; `bin/bench planted` does many."""

from dataclasses import replace

import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import (
    ACTIONS,
    CHANGE,
    CHANGES,
    SIZES,
    SPRINTS,
    alerted,
    changed,
    is_found,
    quiet,
)
from benchmarks.invented.watching import report, reports
from health.signals.catalogue import BY_KEY

WATCHED = tuple(BY_KEY[key] for key in ("A2", "B1", "B3", "C1", "C2", "E1"))
LAST = CHANGE + SPRINTS - 1


@pytest.fixture(scope="module")
def quiet_reports():
    return [report(Reader(one.told()).history(LAST), WATCHED) for one in quiet(5, 40)]


def test_quiet_teams_are_rarely_alerted(quiet_reports):
    assert sum(bool(alerted(one)) for one in quiet_reports) <= 3
    assert all(len(one) == len(WATCHED) for one in quiet_reports)


def test_trends_of_quiet_teams_keep_their_level(quiet_reports):
    p_values = [seen.p_value for one in quiet_reports for seen in one.values()]
    assert 0.05 < sum(p <= 0.10 for p in p_values) / len(p_values) < 0.13
    assert sum(seen.stands for one in quiet_reports for seen in one.values()) <= 5


@pytest.mark.parametrize(
    ("change", "much"),
    [(CHANGES[0], {"slower": 4}), (CHANGES[1], {"returns": 0.5}), (CHANGES[2], {"followed": 0.45})],
)
def test_large_changes_are_found_by_the_signal_they_belong_to(change, much):
    large = replace(change, planted=replace(change.planted, **much))
    size = {"stories": SIZES["16–24"], "actions": ACTIONS["12–18"]}[change.grows]
    teams = [
        reports(one.told(), range(CHANGE, LAST + 1), (BY_KEY[change.signal],))
        for one in changed(5, 3, large, size)
    ]
    assert sum(is_found(large, team) for team in teams) >= 2
