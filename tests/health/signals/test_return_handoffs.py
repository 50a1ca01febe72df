"""Where work comes back from, and in what stage it stood then."""

import pytest

from base import clock
from health.reports.building import build_report, recompute
from tests.told.chronicle import Chronicle

pytestmark = pytest.mark.django_db


@pytest.fixture
def boomerang():
    """Fourteen finished stories: three came back at review, two in doing, one the other way."""
    chronicle = Chronicle("Boom", "BO")
    for day in range(8):
        chronicle.finish(day, 1)
    for day, at in ((7, "review"), (8, "review"), (9, "review"), (10, "doing"), (14, "doing")):
        bounce(chronicle, day, at)
    chronicle.finish(21, 2, owner="emma", path=("sara", "emma"))
    return chronicle


def bounce(chronicle, day, at):
    """Science begins, engineering looks at it and hands it back in that stage."""
    story = chronicle.write(day - 0.1)
    chronicle.move(story, day, "doing")
    chronicle.hand(story, day + 0.4, "emma")
    chronicle.move(story, day + 0.6, at)
    chronicle.hand(story, day + 1, "sven")
    chronicle.move(story, day + 1.05, "doing")
    chronicle.move(story, day + 1.5, "done")
    return story


def told(chronicle, day=30):
    with clock.at(chronicle.moment(day)):
        report = build_report(chronicle.team)
    return report, next(one for one in report.content["signals"] if one["key"] == "A2")


def test_the_most_common_return_is_told_with_its_stage_and_rows_with_paths(boomerang):
    report, signal = told(boomerang)
    assert (
        "6 of 14 stories came back. Most common return: engineering to science at review."
        in (signal["action"])
    )
    paths = [" ".join(row["path"]) for row in signal["evidence"][0]["rows"]]
    assert paths == ["science engineering science"] * 5 + ["engineering science engineering"]
    assert recompute(report) == report.sha256


def test_what_comes_back_later_changes_no_report_that_was_made(boomerang):
    report, _ = told(boomerang)
    for day in (31, 35, 36):
        bounce(boomerang, day, "doing")
    assert "to science while in doing." in told(boomerang, 40)[1]["action"]
    assert recompute(report) == report.sha256
