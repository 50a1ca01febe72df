"""Two reports beside each other: on the page, over the API, and for whom."""

import re
from datetime import timedelta

import orjson
import pytest
from django.utils import timezone

from base import clock
from health.models import HealthReport, ReportView
from health.reports.building import build_report
from health.reports.comparing import Comparison, as_json
from tests.budgets import assert_budget

URL = "/teams/orbit/health/comparison/"


@pytest.fixture
def reports(team):
    made = [build_report(team)]
    for days in (1, 2):
        with clock.at(timezone.now() + timedelta(days=days)):
            made.append(build_report(team))
    return made


def say(report, signal, **now):
    report.readings.filter(signal=signal).update(**now)


@pytest.fixture
def told(reports):
    """Three signals: one that changed, one that didn't, one without an interval now."""
    then, _, now = reports
    say(then, "C1", state="attention", value=0.45, low=0.38, high=0.52, n=140)
    say(now, "C1", state="healthy", value=0.8, low=0.74, high=0.85, n=150)
    say(then, "A2", state="unclear", value=0.2, low=0.1, high=0.34, n=40)
    say(now, "A2", state="unclear", value=0.25, low=0.14, high=0.4, n=40)
    say(then, "B1", state="unclear", value=8.0, low=6.0, high=11.0, n=40)
    say(now, "B1", state="unclear", value=9.0, low=7.0, high=None, n=40)
    now.readings.get(signal="C1").contest("An easy sprint", by=team_lead(now))
    return then, now


def team_lead(report):
    return report.team.memberships.get(role="lead").user


def test_each_signal_says_whether_it_differs_by_more_than_noise(told):
    rows = {row["signal"]: row for row in as_json(Comparison(*told))["signals"]}
    assert rows["C1"]["more_than_noise"] is True
    assert rows["C1"]["difference"] == pytest.approx(0.35)
    assert rows["C1"]["interval"]["low"] > 0.2
    assert rows["C1"]["now"]["contest"] == "An easy sprint"
    assert (rows["A2"]["more_than_noise"], rows["A2"]["verdict"]) == (False, "within noise")
    assert rows["A2"]["interval"]["low"] < 0 < rows["A2"]["interval"]["high"]
    assert rows["B1"]["more_than_noise"] is None
    assert rows["B1"]["verdict"] == "no interval, so nobody can say"
    assert rows["C2"]["verdict"] == "no two values to compare"


def test_the_page_can_be_linked_and_says_it_in_words(client, told, bob):
    then, now = told
    client.force_login(bob)
    page = client.get(URL, {"then": now.pk, "now": then.pk}).content.decode()  # the other way round
    assert "1 of 19 signals differ by more than noise" in page
    assert "+35 points" in page
    head = re.sub("<[^>]+>", "", page.partition('class="page-head"')[2].partition("</header>")[0])
    assert "Commitment reliability: Needs attention → Healthy" in head
    assert "45 %" in page
    assert "less than half a year apart" in page
    assert "The code has changed" not in page
    assert ReportView.objects.filter(user=bob).count() == 2


def asked(report, **means):
    """Tell of a round of the pulse with these statements, each answered by everybody."""
    content = orjson.loads(bytes(HealthReport.objects.get(pk=report.pk).body))
    told = next(one for one in content["signals"] if one["key"] == "G1")
    told["figures"] = {f"item_{key}": mean for key, mean in means.items()}
    told["figures"]["statements"] = len(means)
    HealthReport.objects.filter(pk=report.pk).update(body=orjson.dumps(content))
    mean = sum(means.values()) / len(means)
    say(report, "G1", state="unclear", value=mean, low=mean - 0.2, high=mean + 0.2, n=6)


def pulse_of(told):
    return next(one for one in as_json(Comparison(*told))["signals"] if one["signal"] == "G1")


def test_rounds_of_other_statements_are_compared_by_what_both_asked(client, told, bob):
    asked(told[0], problems=5, risk=4, skills=6, mistakes=1, help=1, different=1, undermine=1)
    asked(told[1], problems=5, risk=4, skills=6)
    row = pulse_of(told)
    assert (row["difference"], row["interval"], row["more_than_noise"]) == (0, None, None)
    assert row["verdict"].startswith("7 statements were asked then, 3 now; compared are")
    client.force_login(bob)
    page = client.get(URL, {"then": told[0].pk, "now": told[1].pk}).content.decode()
    assert "7 statements were asked then, 3 now" in page
    assert_budget("page comparison", lambda: client.get(URL), lambda: None)


def test_rounds_of_the_same_statements_are_compared_as_a_whole(told):
    for report, mean in zip(told, (3, 6), strict=True):
        asked(report, problems=mean, risk=mean, skills=mean)
    row = pulse_of(told)
    assert (row["difference"], row["more_than_noise"]) == (3, True)


def test_without_a_statement_in_common_the_pulse_isnt_compared(told):
    asked(told[0], mistakes=5, help=4)
    asked(told[1], problems=5, risk=4, skills=6)
    row = pulse_of(told)
    assert row["difference"] is None
    assert row["verdict"].endswith("so the means can't be compared")


def test_reports_of_the_same_moment_are_told_apart_by_when_they_were_computed(client, told, bob):
    then, now = told
    HealthReport.objects.filter(pk=now.pk).update(
        as_of=then.as_of, sprint=then.sprint, computed_at=then.computed_at + timedelta(minutes=7)
    )
    client.force_login(bob)
    options = re.findall("<option[^>]*>([^<]+)", client.get(URL).content.decode())
    named = [one for one in options if "computed" in one]
    assert len(set(named)) == 2
    assert len(options) == 2 * len(set(options))


def test_without_a_choice_it_takes_the_newest_and_one_before(client, told, bob):
    client.force_login(bob)
    page = client.get(URL).content.decode()
    assert page.count("selected") == 2
    assert f'<option value="{told[1].pk}" selected>' in page


def test_other_code_is_said(client, told, bob):
    HealthReport.objects.filter(pk=told[0].pk).update(code_version="0123456789abcdef")
    client.force_login(bob)
    page = client.get(URL, {"then": told[0].pk, "now": told[1].pk}).content.decode()
    assert "The code has changed between them (0123456789abcdef" in page


def test_a_signal_that_only_one_of_them_has_is_said_so(told):
    told[0].readings.filter(signal="A2").delete()
    row = next(one for one in as_json(Comparison(*told))["signals"] if one["signal"] == "A2")
    assert (row["then"], row["verdict"]) == (None, "in one of the two only")


def test_one_report_is_nothing_to_compare(client, team, bob):
    client.force_login(bob)
    assert "Nothing to compare yet" in client.get(URL).content.decode()
    build_report(team)
    assert "Nothing to compare yet" in client.get(URL).content.decode()


@pytest.mark.parametrize("query", ["then={0}&now={0}", "then=99999&now={0}", "then=x", "now={0}"])
def test_what_cant_be_compared_is_said_beside_the_form(client, reports, bob, query):
    client.force_login(bob)
    assert client.get(f"{URL}?{query.format(reports[0].pk)}").status_code == 400


def test_guests_compare_what_is_a_day_old_and_strangers_nothing(
    client, api, reports, gina, charlie
):
    then, middle, now = reports
    pair = {"then": then.pk, "now": now.pk}
    old = HealthReport.objects.filter(pk__in=[then.pk, middle.pk])
    old.update(computed_at=timezone.now() - timedelta(hours=25))
    client.force_login(gina)
    assert client.get(URL, pair).status_code == 400
    assert client.get(URL, {**pair, "now": middle.pk}).status_code == 200
    assert f'value="{now.pk}"' not in client.get(URL).content.decode()
    assert api(gina).get("teams/orbit/reports/comparison/", pair).status_code == 404
    client.force_login(charlie)
    assert client.get(URL, pair).status_code == 404
    assert api(charlie).get("teams/orbit/reports/comparison/", pair).status_code == 404


def test_the_api_compares_too(api, told, bob):
    then, now = told
    answer = api(bob).get("teams/orbit/reports/comparison/", {"then": now.pk, "now": then.pk})
    assert answer.status_code == 200
    assert (answer.json()["then"]["id"], answer.json()["now"]["id"]) == (then.pk, now.pk)
    assert len(answer.json()["signals"]) == 19
    assert api(bob).get("teams/orbit/reports/comparison/").status_code == 404
    assert api(bob).get("teams/orbit/reports/comparison/", {"then": "x"}).status_code == 400


def test_the_page_keeps_to_its_budget(client, reports, team, bob):
    client.force_login(bob)

    def more():
        for days in range(3, 8):
            with clock.at(timezone.now() + timedelta(days=days)):
                build_report(team)

    assert_budget("page comparison", lambda: client.get(URL), more)
