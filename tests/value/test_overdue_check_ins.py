"""Check-ins that nobody answers for two weeks are a finding of the health report."""

import pytest

from health.reports.building import build_report, recompute
from tests.api_client import ApiClient

LATE = "1 check-in has waited for an answer for more than two weeks."


@pytest.fixture
def asked(ask, release, metric):
    """A check-in of day 30, asked on its day."""
    [one] = ask(30)
    return one


@pytest.fixture
def report_of(team, after):
    """The report so many days after what is asked on day 30 was due."""

    def report_of(days):
        after(30 + days)
        return build_report(team)

    return report_of


def late(report):
    return [one.sentence for one in report.findings.filter(cause="late")]


@pytest.mark.parametrize(("days", "said"), [(14, []), (15, [LATE])])
def test_it_is_one_from_the_day_after_two_weeks_on(asked, report_of, days, said):
    assert late(report_of(days)) == said


def test_the_page_and_the_api_say_it(asked, report_of, team, client, alice):
    report = report_of(20)
    client.force_login(alice)
    page = client.get(f"/teams/{team.slug}/health/{report.pk}/").text
    assert LATE in page
    assert "asked 30 days after the first use" in page
    told = ApiClient(alice).get(f"reports/{report.pk}/").json()
    assert told["findings"] == [{"signal": "H1", "cause": "late", "sentence": LATE, "action": ""}]


def test_once_it_is_answered_it_is_none_and_the_old_report_stays(asked, report_of, after, alice):
    report = report_of(20)
    after(51)
    asked.call_unknowable("The sensor was taken down.", by=alice)
    assert late(report_of(30)) == []
    assert recompute(report) == report.sha256


def test_what_is_cancelled_waits_no_more(asked, ask, apollo, report_of, alice):
    apollo.enter("archived", by=alice)
    ask(31)
    assert late(report_of(40)) == []
