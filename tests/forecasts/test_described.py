"""Forecasts are as the API's description says, to the last field."""

import pytest

from forecasts.issuing import issue_all
from forecasts.resolving import resolve_due
from tests.api.described import fits_its_description
from tests.forecasts.conftest import plan_sprint
from tests.forecasts.test_api import PATH, flow, told  # noqa: F401  the same project


@pytest.mark.parametrize("resolved", [False, True])
def test_frozen_ones_with_all_that_they_were_made_from(api, flow, resolved):  # noqa: F811
    plan_sprint(flow, list(flow.project.stories.open())[:3], kick_off=True)
    issued = issue_all(flow.project)
    if resolved:
        with flow.at(flow.now + 14):
            resolve_due(flow.project)
    client = api(flow.lead)
    assert fits_its_description("forecast-list", client.get(PATH)) == []
    assert len({one.kind for one in issued}) > 3
    for one in issued:
        assert fits_its_description("forecast-retrieve", client.get(f"{PATH}{one.pk}/")) == []


@pytest.mark.parametrize("kick_off", [False, True])
def test_those_of_today(api, flow, kick_off):  # noqa: F811
    plan_sprint(flow, list(flow.project.stories.open())[:3], kick_off=kick_off)
    client = api(flow.lead)
    for query in ({}, {"away": 2, "scope": 4, "top": 1}, {"by": f"{flow.moment(flow.now):%F}"}):
        answer = client.get(f"{PATH}what-if/", query)
        assert fits_its_description("forecast-what-if", answer) == []
