"""Answers that say something only of a team with a past: forecasts and reports."""

from datetime import timedelta

from base import clock
from forecasts.issuing import issue_all
from health.reports.building import build_report
from tests.forecasts.conftest import WEEKS, plan_sprint, tell
from tests.told import year
from tests.told.chronicle import Chronicle

FORECASTS = {
    "GET forecast-detail": "projects/FL/forecasts/{issued}/",
    "GET forecast-list": "projects/FL/forecasts/",
    "GET forecast-what-if": "projects/FL/forecasts/what-if/",
}
REPORTS = {"GET report-detail", "GET team-report-comparison"}
TOLD = {*FORECASTS, *REPORTS}


def of_told_team(api, route, now):
    """Tell of weeks until this moment, a Monday morning, and ask."""
    monday = now.replace(hour=9, minute=0)
    if route in REPORTS:
        comet = year.tell(Chronicle(start=monday - timedelta(weeks=2 * year.SPRINTS)))
        with clock.at(comet.now):
            return api(comet.lead).get(*_of_reports(route, comet))
    flow = tell(Chronicle(name="Flow", key="FL", start=monday - timedelta(weeks=WEEKS)))
    plan_sprint(flow, list(flow.project.stories.open())[:3], kick_off=True)
    with clock.at(now):
        issued = issue_all(flow.project)
        return api(flow.lead).get(FORECASTS[route].format(issued=issued[0].pk))


def _of_reports(route, comet):
    if route == "GET report-detail":
        return (f"reports/{build_report(comet.team).pk}/",)
    day = comet.now.date()
    then, now = [build_report(comet.team, day=day - timedelta(weeks=weeks)) for weeks in (5, 1)]
    return ("teams/comet/reports/comparison/", {"then": then.pk, "now": now.pk})
