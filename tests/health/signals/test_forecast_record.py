"""C3: issued forecasts score themselves; the replayed past only stands in for them."""

from datetime import timedelta

import pytest

from base import clock
from forecasts.issuing import issue_all
from forecasts.models import ForecastOutcome
from forecasts.resolving import resolve_due
from health.reports.building import build_report, recompute
from numerics.forecasting import effective_number
from numerics.forecasting.skill import Skill
from tests.present import present
from tests.told.chronicle import Chronicle, kept

WEEKS = 24
BUSY = 7  # weeks before the first forecast


def lived(chronicle, weeks=WEEKS):
    """Two or three stories a week; from the eighth on forecasts are issued each Monday."""
    people = list(chronicle.people)
    for week in range(weeks):
        if week >= BUSY:
            with chronicle.at(7 * week - 0.3):
                issue_all(chronicle.project)
        for place in range(2 + week % 2):
            chronicle.finish(7 * week + 0.2 + place, 1.3, people[place % 4])
    chronicle.now = chronicle.moment(7 * weeks - 0.2)
    with clock.at(chronicle.now):
        resolve_due(chronicle.project)
    return chronicle


@pytest.fixture(scope="module")
def team(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, lambda: lived(Chronicle("Lived", "LV")))


@pytest.fixture
def report(team, db):
    with clock.at(team.now):
        return build_report(team.team)


def known(team, report):
    """The two-week outcomes that were there at the report's moment."""
    return ForecastOutcome.objects.filter(
        forecast__kind="count",
        forecast__days=14,
        forecast__project=team.project,
        resolved_at__lte=report.as_of,
    )


def of(report):
    return next(one for one in report.content["signals"] if one["key"] == "C3")


def test_the_share_is_that_of_the_frozen_ranges(team, report):
    found = of(report)
    outcomes = known(team, report)
    held = [one.held_85 for one in outcomes]

    assert found["n"] == len(held) >= 13
    assert found["value"] == pytest.approx(sum(held) / len(held), rel=1e-5)
    assert found["says"].startswith("The 85 % ranges that were issued for two weeks held")
    assert found["figures"]["lived"] == len(held)
    rows = found["evidence"][0]["rows"]
    assert {row["id"] for row in rows} == {one.forecast_id for one in outcomes}
    assert all(row["held"] == (row["low"] <= row["outcome"] <= row["high"]) for row in rows)


def test_the_skill_is_against_the_bootstrap_frozen_beside_it(team, report):
    outcomes = known(team, report)
    ours, rivals = (sum(getattr(one, name) for one in outcomes) for name in ("crps", "rival_crps"))

    assert of(report)["figures"]["skill"] == pytest.approx(1 - ours / rivals, rel=1e-5)
    low, high = (of(report)["figures"][name] for name in ("skill_low", "skill_high"))
    assert low <= 1 - ours / rivals <= high


def test_overlapping_forecasts_count_as_fewer(report):
    figures = of(report)["figures"]

    assert figures["effective"] == pytest.approx(of(report)["n"] / 2, rel=0.1)
    assert any("say the same twice" in note for note in of(report)["notes"])


def test_what_is_resolved_later_changes_no_earlier_report(team, report, db):
    with clock.at(team.now + timedelta(days=8)):
        resolve_due(team.project)

    assert ForecastOutcome.objects.filter(resolved_at__gt=report.as_of).exists()
    assert recompute(report) == report.sha256


def test_with_too_few_of_them_the_past_is_replayed_and_called_so(db):
    chronicle = lived(Chronicle("Young", "YO"), weeks=16)
    with clock.at(chronicle.now):
        found = of(build_report(chronicle.team))

    if found["value"] is None:
        assert "in the replayed past" in found["why_not"]
    else:
        assert found["says"].startswith("Replayed over the past, not lived")
        assert any("from 13 on they take" in note for note in found["notes"])


def test_the_number_of_independent_forecasts():
    assert effective_number([], 14) == 0
    assert effective_number([7], 14) == 1
    assert effective_number([0, 14, 28], 14) == 3
    assert effective_number([0, 0, 0], 14) == pytest.approx(1)
    assert effective_number(range(0, 700, 7), 14) == pytest.approx(50, rel=0.02)


def test_skill_needs_eight_pairs_and_three_blocks_to_be_sure():
    def pairs(n):
        return [(7 * week, 1.0 + week % 3, 2.0) for week in range(n)]

    assert Skill.of(pairs(7), 14, seed=1) is None
    assert present(Skill.of(pairs(8), 91, seed=1)).interval is None
    skill = present(Skill.of(pairs(30), 14, seed=1))
    assert present(skill.interval).low < 0.1 < 1
    assert Skill.of([*pairs(7), (60, None, 1.0)], 14, seed=1) is None
