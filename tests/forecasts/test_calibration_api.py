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


def of(row, names):
    return {name: getattr(row, name) for name in names}


def within(interval):
    return interval and of(interval, ("low", "high"))


def skill(shown):
    if shown is None:
        return None
    return {"value": shown.value, "interval": within(shown.interval), "outcomes": shown.n}


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
    issue_weekly(flow, 18, faster_from=9)
    with flow.at(flow.now + 7 * 17 + 1):
        answer = reader(flow.lead).get(PATH)
        scored = Scored.of(flow.project)
    told = answer.json()

    assert fits_its_description("forecast-calibration", answer) == []
    assert told["known"] == scored.known > 0
    for horizon, shown in zip(told["horizons"], scored.horizons, strict=True):
        levels = zip(horizon["levels"], shown.lived, shown.replayed, strict=True)
        for level, lived, replayed in levels:
            names = ("held", "known", "share", "verdict", "effective")
            assert {name: level[name] for name in names} == of(lived, names)
            assert (level["replayed_held"], level["replayed"]) == (replayed.held, replayed.known)
            assert level["interval"] == within(lived.interval)
        assert horizon["pit"] == [share for _, share in shown.pit]
        assert horizon["skill"] == skill(shown.skill)
    fortnight = told["horizons"][0]["levels"][1]
    assert 0 < fortnight["held"] < fortnight["known"]  # else the figures could be each other's
    assert told["horizons"][0]["skill"]


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
