from datetime import timedelta

import pytest
from django.utils import timezone

from base import clock
from forecasts.issuing import issue_all
from forecasts.models import Forecast
from forecasts.resolving import resolve_due
from history.models import Event
from tests.budgets import assert_budget
from tests.forecasts.conftest import plan_sprint, tell
from tests.told.chronicle import Chronicle, kept

WEEKS = 10
PATH = "projects/FL/forecasts/"


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """It ends on the last Monday: tokens live by the real clock."""
    today = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    start = today - timedelta(days=today.weekday(), weeks=WEEKS)
    build = lambda: tell(Chronicle(name="Flow", key="FL", start=start), weeks=WEEKS)  # noqa: E731
    yield from kept(django_db_blocker, build)


@pytest.fixture
def flow(told, db):
    with clock.at(told.moment(told.now)):
        yield told


def test_frozen_forecasts_are_listed_and_read_with_their_inputs(api, flow):
    issued = issue_all(flow.project)
    client = api(flow.lead)
    rows = client.get(PATH, {"kind": "count"}).json()["results"]
    whole = client.get(f"{PATH}{issued[0].pk}/").json()

    assert [row["days"] for row in rows] == [14, 28]
    assert rows[0]["outcome"] is None
    assert "inputs" not in rows[0]
    assert whole["inputs"] == issued[0].inputs
    assert whole["inputs_sha256"] == issued[0].inputs_sha256


def test_outcomes_stand_beside_them(api, flow):
    issue_all(flow.project)
    with flow.at(flow.now + 14):
        resolve_due(flow.project)
    rows = api(flow.lead).get(PATH, {"resolved": "true"}).json()["results"]

    assert [(row["kind"], row["outcome"]["value"]) for row in rows] == [("count", 0.0)]


def test_a_running_sprint_is_told_with_the_chance_of_each_story(api, flow):
    stories = list(flow.project.stories.open())[:3]
    plan_sprint(flow, stories, kick_off=True)
    told = api(flow.lead).get(f"{PATH}what-if/").json()["in_sprint"]

    assert (told["stories"], told["done"], told["away"]) == (3, 0, 0)
    assert {one["story"] for one in told["chances"]} == {story.key for story in stories}
    assert all(0 <= one["chance"] <= 1 for one in told["chances"])
    assert " of 3 stories by " in told["sentence"]


def test_what_if_answers_as_the_page_does_and_saves_nothing(api, flow):
    client, events = api(flow.lead), Event.objects.count()
    plain = client.get(f"{PATH}what-if/").json()
    fewer = client.get(f"{PATH}what-if/", {"away": 2, "scope": 4, "top": 1}).json()

    assert plain["sentence"].endswith("thirteen.")
    assert fewer["count"]["median"] < plain["count"]["median"]
    by_kind = {target["kind"]: target for target in fewer["targets"]}
    assert by_kind["all"]["remaining"] == 10
    assert by_kind["cut"]["ranges"][0]["from"] >= plain["today"]
    assert (Forecast.objects.count(), Event.objects.count()) == (0, events)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"by": "1999-01-01"}, 409),
        ({"by": "x"}, 400),
        ({"away": 4}, 409),
        ({"top": 0}, 400),
        ({"down_to": 999}, 409),
        ({"why": 1}, 400),
    ],
)
def test_nonsense_is_refused(api, flow, query, status):
    assert api(flow.lead).get(f"{PATH}what-if/", query).status_code == status


def test_strangers_find_nothing_and_nobody_posts(api, flow, charlie):
    assert api(charlie).get(PATH).status_code == 404
    assert api(charlie).get(f"{PATH}what-if/").status_code == 404
    assert api(flow.lead).post(PATH, {}).status_code == 405


def test_forecasts_keep_to_their_budget(api, flow):
    client = api(flow.lead)
    issue_all(flow.project)

    def more():
        with flow.at(flow.now + 7):
            issue_all(flow.project)

    assert_budget("api forecasts", lambda: client.get(PATH), more)
