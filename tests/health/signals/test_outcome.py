"""H1: what was weighed, what was moved, what is only an opinion, and how long a release takes."""

from datetime import date, timedelta
from math import erf, sqrt
from typing import Any

import numpy as np
import pytest

from base import clock
from base.refusals import Invalid
from base.roles import Discipline, Role
from health.history.ceremonies import Released, Rhythm
from health.history.history import History
from health.reports.building import build_report, recompute
from health.signals.chance_to_pay import chance_it_pays
from health.signals.time_to_market import WEEK, time_to_market
from metrics.models import SuccessMetric
from numerics.statistics.calendar import WorkingCalendar
from projects.models import Charter, Release
from teams.models import User
from tests.health.signals.bare import NO_STORIES, NO_WAITS, NO_WORK
from tests.present import present
from tests.told.chronicle import MONDAY, Chronicle
from value.models import Appraisal

DUE = date(2027, 3, 1)


def outcome(chronicle):
    with clock.at(chronicle.now):
        report = build_report(chronicle.team)
    assert recompute(report) == report.sha256
    return next(one for one in report.content["signals"] if one["key"] == "H1")


def metric(chronicle, kind, **fields):
    terms: dict[str, Any] = {"baseline": 0, "target": 10, "due": DUE} | fields
    with chronicle.at(0):
        return SuccessMetric.define(
            chronicle.project, by=chronicle.lead, kind=kind, name=f"The {kind}", unit="€", **terms
        )


def weigh(chronicle, of, day=5, **ranges):
    with chronicle.at(day):
        return Appraisal.of(
            of, appraised_on=chronicle.moment(day).date(), by=chronicle.lead, grade=2, **ranges
        )


RANGES: dict[str, Any] = {
    "value_low": 100,
    "value_high": 200,
    "run_cost_low": 10,
    "run_cost_high": 20,
    "build_cost_low": 90,
    "build_cost_high": 180,
}


def test_the_chance_that_it_pays_is_that_of_the_ranges():
    rng = np.random.default_rng(1)
    same = {
        f"{part}_{end}": value
        for part in ("value", "build_cost")
        for end, value in (("low", -1.0), ("high", 1.0))
    }
    nothing = {"run_cost_low": 0.0, "run_cost_high": 0.0}
    assert chance_it_pays(same | nothing, rng) == pytest.approx(0.5, abs=0.02)
    sure = RANGES | {"value_low": 900, "value_high": 1000}
    assert chance_it_pays(sure, rng) > 0.99
    never = RANGES | {"value_low": 1, "value_high": 2}
    assert chance_it_pays(never, rng) == 0.0


def test_of_normal_ranges_it_is_the_closed_form():
    """Ends under nought make all three normal: the difference is normal too."""
    ranges: dict[str, float] = {
        "value_low": -10,
        "value_high": 50,
        "run_cost_low": 0,
        "run_cost_high": 6,
        "build_cost_low": 0,
        "build_cost_high": 20,
    }
    spread = sqrt(60**2 + 6**2 + 20**2) / (2 * 1.6448536)
    wanted = 0.5 * (1 + erf((20 - 3 - 10) / spread / sqrt(2)))
    assert chance_it_pays(ranges, np.random.default_rng(2)) == pytest.approx(wanted, abs=0.015)


@pytest.mark.django_db
def test_what_was_weighed_counts_by_the_chance_that_it_pays():
    chronicle = Chronicle("Weigh", "WE")
    pays = metric(chronicle, "viable_implementation")
    weigh(chronicle, pays, **RANGES | {"value_low": 500, "value_high": 900})
    doubtful = metric(chronicle, "viable_implementation")
    weigh(chronicle, doubtful, **RANGES)
    chronicle.now = chronicle.moment(10)
    found = outcome(chronicle)
    rows = {row["id"]: row for row in found["evidence"][0]["rows"]}
    assert rows[pays.pk]["chance"] > 0.95
    assert 0.2 < rows[doubtful.pk]["chance"] < 0.7
    assert rows[pays.pk]["grade"] == 2
    assert (found["n"], found["value"]) == (2, 0.5)


@pytest.mark.django_db
def test_a_claim_of_goodwill_without_its_error_is_an_opinion():
    chronicle = Chronicle("Kind", "KI")
    for kind, spread in (("goodwill", None), ("brand_benefit", 1.0)):
        one = metric(chronicle, kind)
        with chronicle.at(3):
            one.observe(
                value=14, spread=spread, grade=3, observed_on=date(2026, 1, 8), by=chronicle.lead
            )
    chronicle.now = chronicle.moment(10)
    found = outcome(chronicle)
    assert [row["grade"] for row in found["evidence"][0]["rows"]] == [0, 3]
    assert any("grade 0" in note for note in found["notes"])
    assert "1 claim rests on evidence of grade 0" in found["action"]


@pytest.mark.django_db
def test_a_target_moved_after_something_was_seen_is_shown_with_both_and_their_chances():
    chronicle = Chronicle("Move", "MO")
    early, late = metric(chronicle, "cost_avoidance"), metric(chronicle, "incremental_value")
    with chronicle.at(1):
        early.retarget(target=9, due=DUE, by=chronicle.lead)
        late.retarget(target=10, due=DUE + timedelta(days=9), by=chronicle.lead)  # the day alone
    for one in (early, late):
        with chronicle.at(5):
            one.observe(
                value=8, spread=2, grade=3, observed_on=date(2026, 1, 10), by=chronicle.lead
            )
    with chronicle.at(9):
        late.retarget(target=6, due=DUE, by=chronicle.lead)
    chronicle.now = chronicle.moment(12)
    found = outcome(chronicle)
    rows = {row["id"]: row for row in found["evidence"][0]["rows"]}
    assert (rows[early.pk]["targets"], rows[early.pk]["late"]) == ([10, 9], False)
    assert (rows[late.pk]["targets"], rows[late.pk]["late"]) == ([10, 6], True)
    assert rows[late.pk]["chances"] == [pytest.approx(0.159), pytest.approx(0.841)]
    assert any("2 targets changed" in note and "1 of them after" in note for note in found["notes"])


def told(*releases, weeks=60):
    return History(
        team="Orbit",
        as_of=weeks * WEEK,
        calendar=WorkingCalendar((1, 2, 3, 4, 5)),
        sprint_days=14,
        sizes={},
        contributors=5,
        stories=NO_STORIES,
        sprints=(),
        work=NO_WORK,
        waits=NO_WAITS,
        rhythm=Rhythm(releases=releases),
    )


def used(number, after):
    return Released(number, 0.0, after * WEEK, None)


def test_time_to_market_needs_six_releases_in_use():
    five = [used(number, 10 + number) for number in range(5)]
    found = time_to_market(told(*five, Released(9, 0.0, None, None)), np.random.default_rng(1))
    assert (found.n, found.used, found.median) == (6, 5, None)
    assert "needs 6 releases" in found.says


def test_releases_that_arent_in_use_yet_lengthen_it():
    six = [used(number, 10 + number) for number in range(6)]
    quick = time_to_market(told(*six), np.random.default_rng(1))
    assert quick.median == pytest.approx(12)
    interval = present(quick.interval)
    assert interval.low <= 12 <= interval.high
    waiting = [Released(20 + number, 0.0, None, None) for number in range(4)]
    slow = time_to_market(told(*six, *waiting), np.random.default_rng(1))
    assert present(slow.median) > 12


def test_a_release_without_a_charter_before_it_doesnt_count():
    six = [used(number, 10) for number in range(6)]
    odd = Released(7, None, 3 * WEEK, None), Released(8, 9 * WEEK, 3 * WEEK, None)
    found = time_to_market(told(*six, *odd), np.random.default_rng(1))
    assert (found.n, found.uncounted) == (6, 2)


@pytest.mark.django_db
def test_the_clock_runs_from_the_last_signature_that_was_missing():
    chronicle = Chronicle("Ship", "SH")
    with chronicle.at(-6):
        guest = User.objects.create_user("guest@example.org", name="Guest")
        root = User.objects.get(email="root-SH@example.org")
        chronicle.team.take_in(guest, discipline=Discipline.CUSTOMER, role=Role.GUEST, by=root)
    with chronicle.at(0):
        charter = Charter.write(
            chronicle.project,
            end_point="There",
            success="Good",
            starts_on=MONDAY.date(),
            ends_on=DUE,
            by=chronicle.lead,
        )
    for day, who in ((1, "sara"), (2, "emma"), (4, None), (20, "egon")):
        with chronicle.at(day):
            charter.sign(by=chronicle.people[who] if who else guest)
    for number in range(6):
        with chronicle.at(10 + number):
            release = Release.announce(chronicle.project, title=f"R{number}", by=chronicle.lead)
        with chronicle.at(60):
            day = chronicle.moment(4 + 7 * (number + 2)).date()
            release.put_to_use(day, by=chronicle.lead)
    chronicle.now = chronicle.moment(70)
    found = outcome(chronicle)
    assert found["figures"]["releases"] == 6
    assert found["figures"]["time_to_market_weeks"] == pytest.approx(4, abs=0.05)
    assert "Half of 6 releases are in use within 4 weeks of the last signature" in found["why_not"]


@pytest.mark.django_db
def test_only_what_can_be_weighed_is(api, apollo, alice, bob):
    of = {"name": "N", "unit": "€", "baseline": 0, "target": 1, "due": DUE, "by": alice}
    other = SuccessMetric.define(apollo, kind="goodwill", **of)
    fit = SuccessMetric.define(apollo, kind="viable_implementation", **of)
    today: dict[str, Any] = {"appraised_on": date(2026, 2, 1)}
    with pytest.raises(Invalid, match="Only an economically"):
        Appraisal.of(other, by=bob, **RANGES, **today)
    with pytest.raises(Invalid, match="lower end"):
        Appraisal.of(fit, by=bob, **RANGES | {"value_low": 201}, **today)
    with pytest.raises(Invalid, match="future"):
        Appraisal.of(fit, by=bob, **RANGES, appraised_on=date(2999, 1, 1))
    path = f"projects/AP/success-metrics/{fit.pk}/appraisals/"
    answer = api(bob).post(path, RANGES | {"appraised_on": "2026-02-01", "grade": 1})
    assert answer.status_code == 201, answer.content
    assert api(bob).get(path).json()["results"][0]["value_high"] == 200


@pytest.mark.django_db
def test_the_page_weighs_too(client, apollo, alice, bob):
    fit = SuccessMetric.define(
        apollo,
        kind="viable_implementation",
        name="N",
        unit="€",
        baseline=0,
        target=1,
        due=DUE,
        by=alice,
    )
    client.force_login(bob)
    assert "Weigh value against costs" in client.get("/projects/AP/").content.decode()
    path = f"/success-metrics/{fit.pk}/appraisals/"
    assert client.get(path).status_code == 200
    fields = RANGES | {"appraised_on": "2026-02-01", "grade": 2, "method": "", "source": ""}
    assert client.post(path, fields | {"value_high": 1}).status_code == 400
    assert client.post(path, fields).status_code == 302
    assert fit.appraisals.get().grade == 2
    client.force_login(User.objects.get(email="alice@example.org"))
    activity = client.get("/projects/AP/").content.decode()
    assert "weighed value against costs" in activity
