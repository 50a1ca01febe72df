"""Answers that say something only of a project with a past: forecasts and a report."""

from datetime import timedelta

from base import clock
from forecasts.issuing import issue_all
from health.reports.building import build_report
from tests.forecasts.conftest import plan_sprint, tell
from tests.told.chronicle import Chronicle

WEEKS = 16
TOLD = {
    "GET forecast-detail",
    "GET forecast-list",
    "GET forecast-what-if",
    "GET report-detail",
    "GET team-report-comparison",
}


def of_told_project(api, route, now):
    """Tell of sixteen weeks until this moment, a Monday morning, and ask."""
    start = now.replace(hour=9, minute=0) - timedelta(weeks=WEEKS)
    flow = tell(Chronicle(name="Flow", key="FL", start=start), weeks=WEEKS)
    plan_sprint(flow, list(flow.project.stories.open())[:3], kick_off=True)
    client = api(flow.lead)
    with clock.at(now):
        return client.get(*_address(route, flow))


def _address(route, flow):
    if route == "GET report-detail":
        return (f"reports/{build_report(flow.team).pk}/",)
    if route == "GET team-report-comparison":
        day = flow.moment(flow.now).date()
        reports = [build_report(flow.team, day=day - timedelta(weeks=weeks)) for weeks in (4, 1)]
        query = dict(zip(("then", "now"), [report.pk for report in reports], strict=True))
        return ("teams/flow/reports/comparison/", query)
    if route == "GET forecast-what-if":
        return ("projects/FL/forecasts/what-if/",)
    issued = issue_all(flow.project)
    if route == "GET forecast-list":
        return ("projects/FL/forecasts/",)
    return (f"projects/FL/forecasts/{issued[0].pk}/",)
