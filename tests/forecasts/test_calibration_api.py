"""How well past forecasts held, over the API: what the page of calibration says."""

from django.test import Client

from forecasts.issuing import issue_all
from forecasts.scoring import Scored
from tests.api.described import fits_its_description
from tests.budgets import assert_budget
from tests.forecasts.conftest import issue_weekly
from tests.world import person

PATH = "/api/v1/projects/FL/forecasts/calibration/"


def reader(user):
    """Somebody signed in: a token would have expired since the time that is told of."""
    client = Client()
    client.force_login(user)
    return client


def test_before_any_forecast_it_says_so(flow):
    answer = reader(flow.lead).get(PATH)
    told = answer.json()

    assert fits_its_description("forecast-calibration", answer) == []
    assert (told["project"], told["known"], told["others"], told["goals"]) == ("FL", 0, [], [])
    assert [one["days"] for one in told["horizons"]] == [14, 28, 91]
    for horizon in told["horizons"]:
        assert (horizon["skill"], horizon["pit"]) == (None, [])
        assert [one["level"] for one in horizon["levels"]] == [0.5, 0.85, 0.95]
        assert {one["share"] for one in horizon["levels"]} == {None}


def test_it_says_what_the_page_shows(flow):
    issue_weekly(flow, 18)
    with flow.at(flow.now + 7 * 17 + 1):
        answer = reader(flow.lead).get(PATH)
        scored = Scored.of(flow.project)
    told = answer.json()

    assert fits_its_description("forecast-calibration", answer) == []
    assert told["known"] == scored.known > 0
    for horizon, shown in zip(told["horizons"], scored.horizons, strict=True):
        assert [(one["held"], one["known"], one["verdict"]) for one in horizon["levels"]] == [
            (one.held, one.known, one.verdict) for one in shown.lived
        ]
        assert horizon["pit"] == [share for _, share in shown.pit]
        assert (horizon["skill"] is None) == (shown.skill is None)


def test_who_may_read_it_and_how(flow):
    guest, stranger = person("guest"), person("stranger")
    flow.team.take_in(guest, discipline="customer", role="guest", by=flow.lead)
    answer = reader(guest).get(PATH)

    assert answer.status_code == 200
    assert reader(guest).get(PATH, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert reader(guest).get(PATH, {"fields": "known"}).json() == {"known": 0}
    assert reader(guest).get(PATH, {"colour": "red"}).status_code == 400
    assert reader(stranger).get(PATH).status_code == 404
    assert Client().get(PATH).status_code == 401


def test_statements_are_constant(flow):
    hers = reader(flow.lead)

    def grow():
        issue_all(flow.project)

    assert_budget("api calibration", lambda: hers.get(PATH), grow)
