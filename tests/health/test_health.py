"""The health page: who reads what when, and how a report is asked for."""

import csv
from datetime import timedelta
from io import StringIO

import orjson
import pytest
import time_machine
from django.utils import timezone

import health.tasks
from base import clock
from health.models import HealthReport, ReportView
from health.reports import progress
from health.reports.building import ReportBuilder, build_report, recompute
from jobs.models import Job
from projects.models import Project
from teams.models import Team
from tests.budgets import assert_budget

URL = "/teams/orbit/health/"


@pytest.fixture
def report(team):
    return build_report(team)


def age(report, hours):
    HealthReport.objects.filter(pk=report.pk).update(
        computed_at=timezone.now() - timedelta(hours=hours)
    )


def test_without_a_report_the_page_says_what_to_do(client, team, alice):
    client.force_login(alice)
    page = client.get(URL).content.decode()
    assert "No report yet" in page
    assert "Compute now" in page


def test_a_member_reads_the_newest_and_it_is_noted(client, report, bob):
    client.force_login(bob)
    page = client.get(URL).content.decode()
    assert report.sha256 in page
    assert "Commitment reliability" in page
    assert ReportView.objects.get().user == bob


def test_a_guest_reads_it_a_day_after_the_team(client, report, gina):
    client.force_login(gina)
    assert report.sha256 not in client.get(URL).content.decode()
    assert client.get(f"{URL}{report.pk}/").status_code == 404
    assert client.get(f"{URL}{report.pk}.json").status_code == 404
    age(report, hours=25)
    page = client.get(URL).content.decode()
    assert report.sha256 in page
    assert "Compute now" not in page


@pytest.mark.parametrize("ending", ["", "progress/", "{pk}/", "{pk}.json", "{pk}.csv"])
def test_a_stranger_finds_nothing(client, report, charlie, ending):
    client.force_login(charlie)
    assert client.get(URL + ending.format(pk=report.pk)).status_code == 404


def test_a_stranger_and_a_guest_cant_have_one_computed(client, team, charlie, gina):
    client.force_login(charlie)
    assert client.post(f"{URL}compute/").status_code == 404
    client.force_login(gina)
    client.post(f"{URL}compute/")
    assert not Job.objects.filter(kind="compute_report").exists()


def test_who_isnt_signed_in_is_asked_to(client, report):
    assert client.get(URL).status_code == 302
    assert client.get(f"{URL}compute/").status_code == 405


def test_computing_now_asks_once_and_shows_how_far_it_is(client, team, alice):
    client.force_login(alice)
    for _ in range(2):
        answer = client.post(f"{URL}compute/")
        assert answer.headers["Location"] == f"{URL}?computing"
    assert Job.objects.filter(kind="compute_report").count() == 1
    assert "data-progress" in client.get(f"{URL}?computing").content.decode()
    part = client.get(f"{URL}progress/").content.decode()
    assert f'data-progress="{URL}progress/"' in part
    Job.run_waiting()
    assert f'data-finished="{URL}"' in client.get(f"{URL}progress/").content.decode()
    assert HealthReport.objects.get().team == team


def test_the_stage_is_shown_where_redis_tells_it(client, team, alice, monkeypatch):
    client.force_login(alice)
    HealthReport.compute_later(team, by=alice)
    monkeypatch.setattr(progress, "told", lambda pk: {"stage": "Cycle time", "place": 2, "of": 6})
    part = client.get(f"{URL}progress/").content.decode()
    assert "Cycle time" in part
    assert '<progress value="2" max="6"' in part


def test_it_is_computed_and_shown_without_redis(client, team, alice, monkeypatch):
    monkeypatch.setattr("base.redis.try_call", lambda action: False)
    client.force_login(alice)
    client.post(f"{URL}compute/")
    assert "data-progress" in client.get(f"{URL}progress/").content.decode()
    Job.run_waiting()
    assert HealthReport.objects.get().sha256 in client.get(URL).content.decode()


def test_an_earlier_report_stays_at_its_address(client, report, apollo, alice):
    with clock.at(timezone.now() + timedelta(days=1)):
        newer = build_report(report.team)
    client.force_login(alice)
    page = client.get(URL).content.decode()
    assert newer.sha256 in page
    assert f"{URL}{report.pk}/" in page
    assert report.sha256 in client.get(f"{URL}{report.pk}/").content.decode()


def test_the_json_is_the_very_bytes_of_the_hash(client, report, alice):
    client.force_login(alice)
    answer = client.get(f"{URL}{report.pk}.json")
    assert answer.content == bytes(report.body)
    assert orjson.loads(answer.content)["seed"] == report.seed
    assert answer.headers["X-Report-SHA256"] == report.sha256


def test_the_csv_has_a_line_a_signal(client, report, alice):
    client.force_login(alice)
    rows = list(csv.DictReader(StringIO(client.get(f"{URL}{report.pk}.csv").content.decode())))
    assert [row["signal"] for row in rows] == [one["key"] for one in report.content["signals"]]
    assert {row["state"] for row in rows} == {"not_enough_data"}


def test_a_contest_travels_with_the_csv(client, report, alice):
    report.readings.get(signal="C1").contest("=Odd", by=alice)
    client.force_login(alice)
    rows = csv.DictReader(StringIO(client.get(f"{URL}{report.pk}.csv").content.decode()))
    assert {row["signal"]: row["contested"] for row in rows}["C1"].endswith("=Odd")


def test_a_number_too_large_for_a_report_is_no_report(client, report, alice):
    client.force_login(alice)
    assert client.get(f"{URL}{10**17}/").status_code == 404
    assert client.get(f"{URL}{10**30}/").status_code == 404


def test_every_night_each_team_gets_a_job_of_its_own(apollo, charlie):
    Job.objects.all().delete()
    health.tasks.nightly_reports()
    asked = Job.objects.filter(kind="compute_report")
    assert [job.args for job in asked] == [{"team": apollo.team_id}]


def test_a_page_with_everything_in_it_keeps_to_its_budget(client, comet):
    with clock.at(comet.now):
        build_report(comet.team)
    client.force_login(comet.lead)

    def more():
        for hour in range(1, 6):
            with clock.at(comet.now + timedelta(days=hour)):
                build_report(comet.team)

    assert_budget("page health", lambda: client.get("/teams/comet/health/"), more)


def test_the_page_of_a_whole_report_shows_its_evidence(client, comet):
    with clock.at(comet.now):
        report = build_report(comet.team)
    client.force_login(comet.lead)
    page = client.get("/teams/comet/health/").content.decode()
    for one in report.content["signals"]:
        for part in one["evidence"]:
            for row in part["rows"]:
                assert "key" not in row or f'href="/stories/{row["key"]}/"' in page
    assert "style=" not in page
    assert "<script>" not in page
    others = [user.name for name, user in comet.people.items() if user != comet.lead]
    assert not [name for name in others if name in page]


def contest(client, report, note, signal="C1"):
    return client.post(f"{URL}{report.pk}/contests/", {"signal": signal, "note": note})


def test_a_reading_can_be_contested_with_a_note_that_travels_with_it(client, report, bob, gina):
    client.force_login(bob)
    answer = contest(client, report, "The week of the move isn't usual.")
    assert answer.headers["Location"] == f"{URL}{report.pk}/#C1"
    page = client.get(f"{URL}{report.pk}/").content.decode()
    assert "Contested by Bob: The week of the move isn&#x27;t usual." in page
    assert recompute(report) == report.sha256
    event = report.team.events.get(verb="team_reading_contested")
    assert (event.details["signal"], event.details["was"]) == ("C1", "")
    contest(client, report, "The week of the move isn't usual.")
    assert report.team.events.filter(verb="team_reading_contested").count() == 1
    contest(client, report, "")
    assert "Contested by" not in client.get(f"{URL}{report.pk}/").content.decode()


def test_who_keeps_the_installation_hears_of_a_note_a_day_later(client, report, bob, root):
    client.force_login(bob)
    contest(client, report, "The week of the move isn't usual.")
    event = report.team.events.get(verb="team_reading_contested")
    for hours, seen in ((0, False), (23, False), (25, True)):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            client.force_login(root)
            listed = client.get("/admin/projects/event/?verb=team_reading_contested").content
            alone = client.get(f"/admin/projects/event/{event.pk}/change/")
        assert (b"team_reading_contested</" in listed, alone.status_code == 200) == (seen, seen)


def test_guests_and_strangers_contest_nothing(client, report, gina, charlie):
    age(report, hours=25)
    client.force_login(gina)
    contest(client, report, "I don't like it")
    client.force_login(charlie)
    assert contest(client, report, "Nor do I").status_code == 404
    assert not report.readings.exclude(contest_note="").exists()


def test_a_note_on_no_signal_is_refused(client, report, alice):
    client.force_login(alice)
    assert contest(client, report, "What?", signal="Z9").status_code == 400
    assert contest(client, report, "x" * 2001).status_code == 400


def test_the_failure_of_one_team_touches_no_others(apollo, charlie, monkeypatch):
    others = Team.objects.get(slug="others")
    Project.start(others, key="OT", name="Other", by=charlie)
    compute = ReportBuilder.run

    def fail_for_others(self):
        if self.team == others:
            raise ArithmeticError("Nobody expected this.")
        return compute(self)

    monkeypatch.setattr(ReportBuilder, "run", fail_for_others)
    Job.objects.all().delete()
    health.tasks.nightly_reports()
    Job.run_waiting()
    assert HealthReport.objects.get().team == apollo.team
    failing = Job.objects.get(kind="compute_report", args={"team": others.pk})
    assert "Nobody expected this." in failing.error
