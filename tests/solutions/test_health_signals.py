"""What the health report learns from solutions: gates kept, quiet deployments, idea to live."""

from datetime import timedelta

import pytest

from base import clock
from health.models import HealthReport
from health.reports.building import build_report, recompute
from solutions.models import Deployment, FitReview, Incident, Solution
from tests.solutions.test_incident import TOLD

DAY = timedelta(days=1)


def signals(report):
    return {one["key"]: one for one in report.content["signals"] if one["key"][0] == "I"}


def test_what_went_through_its_gate_has_a_vote_and_what_took_how_long_is_told(live, team):
    told = signals(build_report(team))
    assert told["I1"]["evidence"][0]["rows"] == [{"id": live.pk, "lacked": []}]
    assert told["I1"]["figures"] == {"kept": 1.0, "without_fit": 0.0, "without_trial": 0.0}
    assert told["I3"]["evidence"][1]["rows"][0]["id"] == live.solution_id
    assert told["I2"]["why_not"].startswith("No deployment of the last year is settled yet")


def test_a_report_of_a_pipeline_past_the_gate_says_what_it_lacked(solution, team, bob):
    row = Deployment.report(
        solution, environment="production", reference="run-9", state="live", by=bob
    )
    told = signals(build_report(team))["I1"]
    assert told["evidence"][0]["rows"] == [{"id": row.pk, "lacked": ["fit", "trial"]}]
    assert told["why_not"].startswith("0 of 1 solution and fit")


def test_other_places_and_another_tools_past_are_in_no_signal(solution, team, bob):
    for environment, imported in (("staging", False), ("production", True)):
        Deployment.report(
            solution,
            environment=environment,
            reference=environment,
            state="live",
            is_imported=imported,
            by=bob,
        )
    told = signals(build_report(team))
    assert (told["I1"]["n"], told["I3"]["figures"]["live"]) == (0, 0)


def test_a_fix_of_an_open_incident_has_no_vote(live, team, alice):
    Incident.report(live.solution, **{**TOLD, "deployment": live}, by=alice)
    incident = Incident.objects.get()
    fix = Deployment.plan(live.solution, version="1.1", fixes=incident, by=alice)
    FitReview.begin(live.solution, by=alice)
    fix.start(by=alice)
    assert fix.gate == "fix"
    rows = signals(build_report(team))["I1"]["evidence"][0]["rows"]
    assert [row["id"] for row in rows] == [live.pk]


def settle(live, alice, bob):
    with clock.at(live.live_at + 30 * DAY):
        live.nothing_to_tell(by=alice)
        live.nothing_to_tell(by=bob)


def test_a_settled_deployment_is_quiet_until_something_is_found(live, team, alice, bob):
    settle(live, alice, bob)
    with clock.at(live.live_at + 31 * DAY):
        report = build_report(team)
        quiet = signals(report)["I2"]
        assert (quiet["n"], quiet["figures"]["quiet"]) == (1, 1.0)
    with clock.at(live.live_at + 32 * DAY):
        began = {"began_at": live.live_at + DAY, "noticed_at": live.live_at + DAY}
        Incident.report(live.solution, **{**TOLD, **began, "deployment": live}, by=alice)
        newer = build_report(team)
        loud = signals(newer)["I2"]
        assert loud["evidence"][0]["rows"] == [{"id": live.pk, "troubles": ["incident"]}]
        assert recompute(report) == report.sha256
        assert recompute(newer) == newer.sha256


def test_what_happens_later_changes_no_report_that_was_made(proven, team, alice, bob):
    report = build_report(team)
    changes = {
        "a deployment": lambda: deploy(proven, alice),
        "a waiver": lambda: waive(proven, alice, bob),
        "another rollback": lambda: Deployment.objects.live().get().roll_back("", by=alice),
        "an end": lambda: proven.drop("Nobody lands any more.", by=alice),
        "taken up": lambda: proven.take_up_again(by=alice),
        "another one": lambda: Solution.sketch(proven.project, name="Two", kind="model", by=alice),
    }
    reports = [report]
    for hours, (name, change) in enumerate(changes.items(), start=1):
        with clock.at(clock.now() + timedelta(hours=hours)):
            change()
            for one in reports:
                assert recompute(one) == one.sha256, name
            reports.append(build_report(team))
    assert len({one.inputs_sha256 for one in reports}) == len(reports)


def deploy(solution, by):
    deployment = Deployment.plan(solution, version="1.0", by=by)
    deployment.start(by=by)
    deployment.go_live(by=by)


def waive(solution, alice, bob):
    solution.describe(does="Lands by sound.", by=alice)
    row = Deployment.report(
        solution, environment="production", reference="run-9", state="live", by=bob
    )
    row.waive("The old one fell from the sky.", by=alice)


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_guest_reads_names_only_of_what_is_shown(client, live, team, alice, gina, is_shown):
    if is_shown:
        live.solution.show(by=alice)
    report = build_report(team)
    HealthReport.objects.update(computed_at=clock.now() - 2 * DAY)
    address = f"/teams/{team.slug}/health/{report.pk}/"
    client.force_login(gina)
    page = client.get(address).text
    assert ("Lander" in page) == is_shown
    assert ("A solution of the team" in page) != is_shown
    client.force_login(alice)
    assert f'href="/solutions/{live.solution_id}/">Lander' in client.get(address).text
