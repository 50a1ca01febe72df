from datetime import timedelta

import pytest
from django.utils import timezone

import health.tasks  # noqa: F401  registers the kinds of work
from health.models import HealthReport, ReportView
from health.reports.building import build_report
from jobs.models import Job
from tests.budgets import assert_budget


@pytest.fixture
def report(team):
    return build_report(team)


def test_a_member_lists_and_reads_reports(api, report, bob):
    client = api(bob)
    rows = client.get("teams/orbit/reports/").json()["results"]
    assert [row["sha256"] for row in rows] == [report.sha256]
    assert "content" not in rows[0]
    whole = client.get(f"reports/{report.pk}/").json()
    assert whole["content"]["signals"][0]["key"] == "A1"


def test_reading_over_the_api_is_noted_too(api, report, bob, gina):
    api(bob).get(f"reports/{report.pk}/")
    api(gina).get(f"reports/{report.pk}/")  # not open to her yet
    assert [view.user for view in ReportView.objects.all()] == [bob]


def test_guests_are_told_of_no_contest(api, report, bob, gina):
    report.readings.get(signal="C1").contest("Only for us", by=bob)
    told = [row["verb"] for row in api(bob).get("events/").json()["results"]]
    assert "team_reading_contested" in told
    assert "Only for us" not in api(gina).get("events/").content.decode()


def test_a_guest_waits_a_day_and_a_stranger_for_ever(api, report, gina, charlie):
    assert api(gina).get("teams/orbit/reports/").json()["results"] == []
    assert api(gina).get(f"reports/{report.pk}/").status_code == 404
    HealthReport.objects.update(computed_at=timezone.now() - timedelta(hours=25))
    assert api(gina).get(f"reports/{report.pk}/").status_code == 200
    assert api(charlie).get("teams/orbit/reports/").status_code == 404
    assert api(charlie).get(f"reports/{report.pk}/").status_code == 404


def test_asking_for_a_report_is_answered_at_once_and_computed_later(api, team, alice):
    client = api(alice)
    answer = client.post("teams/orbit/reports/", {})
    assert answer.status_code == 202
    assert (answer.json()["team"], answer.json()["state"]) == ("orbit", "waiting")
    Job.run_waiting()
    assert len(client.get("teams/orbit/reports/").json()["results"]) == 1


def test_a_guest_may_not_ask_and_unknown_fields_are_named(api, team, alice, gina):
    assert api(gina).post("teams/orbit/reports/", {}).status_code == 403
    assert api(alice).post("teams/orbit/reports/", {"fast": True}).status_code == 400


def test_reports_keep_to_their_budget(api, report, alice):
    client = api(alice)

    def more():
        for seed in range(3):
            report.pk, report.key = None, str(seed)
            report.save(force_insert=True)

    assert_budget("api reports", lambda: client.get("teams/orbit/reports/"), more)


def test_a_reading_is_contested_over_the_api_too(api, report, bob, gina):
    answer = api(bob).post(
        f"reports/{report.pk}/contests/",
        {"signal": "B1", "note": "Half of us were ill."},
        if_match="*",
    )
    assert answer.status_code == 200, answer.content
    contests = api(bob).get(f"reports/{report.pk}/").json()["contests"]
    assert [(one["signal"], one["note"]) for one in contests] == [("B1", "Half of us were ill.")]
    HealthReport.objects.update(computed_at=timezone.now() - timedelta(hours=25))
    body = {"signal": "B1", "note": "No."}
    assert api(gina).post(f"reports/{report.pk}/contests/", body, if_match="*").status_code == 403
    assert (
        api(bob).post(f"reports/{report.pk}/contests/", {"signal": "Z1"}, if_match="*").status_code
        == 400
    )
