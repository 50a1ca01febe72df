"""The forecast page and its calibration: who reads them, what they say, that they save nothing."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest

from base import clock
from facts.models import ProjectFacts
from forecasts.inputs import ForecastInputs
from forecasts.issuing import Issuing, issue_all
from forecasts.models import TrackRecord
from forecasts.models.forecast import Forecast
from forecasts.project_forecast import ProjectForecast
from forecasts.question import Question
from history.models import Event
from projects.models import Charter, Project
from tests.budgets import assert_budget
from tests.forecasts.conftest import issue_weekly, plan_sprint
from tests.present import present
from tests.world import person

URL = "/projects/FL/forecast/"


@pytest.fixture
def reader(client, flow):
    client.force_login(flow.lead)
    return client


def today():
    return clock.today()


def sentence(answer):
    page = answer.content.decode()
    return present(re.search(r'forecast-says">(.*?)</p>', page, re.DOTALL))[1]


def test_it_says_how_many_and_how_well_in_one_sentence(reader, flow):
    said = sentence(reader.get(URL))

    assert re.match(r"\d+ to \d+ stories by \d+ \w+", said)
    assert "uncalibrated: no outcome" in said


def test_replayed_outcomes_are_called_so(reader, flow):
    issue_all(flow.project)

    assert "replayed over the past they would have held" in sentence(reader.get(URL))


def test_lived_outcomes_are_counted_from_thirteen_on(reader, flow):
    issue_all(flow.project)
    record = TrackRecord.objects.get(pk=flow.project.pk)
    state = dict(record.states["14"])
    state["hits"] = {level: hits + 12 for level, hits in state["hits"].items()}
    state["resolved"] += 14
    record.states = {**record.states, "14": state}
    record.keep()

    assert "our 85 % ranges for two weeks held 12 of 14 times" in sentence(reader.get(URL))


def test_the_first_sentence_judges_no_more_than_the_calibration_page_does(reader, flow):
    """Weekly forecasts of two weeks share half of their days: sixteen tell as much as eight."""
    issue_weekly(flow, 18)
    with flow.at(flow.now + 7 * 17 + 1):
        reader.force_login(flow.lead)
        said = sentence(reader.get(URL))
        page = reader.get(f"{URL}calibration/").content.decode()

    held, known = present(re.search(r"held (\d+) of (\d+) times", said)).groups()
    assert f"{held} of {known}" in page
    assert int(known) >= 13
    count = present(re.search(rf"{known} for two weeks as (\d+)", page))[1]
    assert f"which count as {count} as they share days: too few to tell" in said
    assert f"Can&#x27;t be told yet: {known} outcomes count as {count}, 13 are needed" in page
    assert f"Can&#x27;t be told yet: {known} outcomes count as {count}, 39 are needed" in page


def test_what_is_open_against_the_charters_end_is_said_first(reader, flow):
    for _ in range(80):
        flow.write(flow.now - 1)
    page = reader.get(URL).content.decode()
    head = page[: page.index('class="question"')]

    assert re.search(r"Under 1 %</span> chance that all that is open, 86 stories, is done", head)
    issue_all(flow.project)
    today = reader.get("/").content.decode()
    assert (
        "All that is open has a chance of under 1 % to be done by the charter&#x27;s end" in today
    )
    with flow.at(flow.now + 1):
        charter = flow.project.charters.first()
        Charter.write(
            flow.project,
            end_point="There",
            success="Yes",
            by=flow.lead,
            starts_on=charter.starts_on,
            ends_on=charter.ends_on + timedelta(days=300),
        )
        reader.force_login(flow.lead)
        assert "All that is open has a chance" not in reader.get("/").content.decode()


def test_today_doesnt_repeat_of_the_end_what_the_last_forecasts_couldnt_say_any_more(client, flow):
    for _ in range(80):
        flow.write(flow.now - 1)
    issue_all(flow.project)
    with flow.at(flow.now + 7):
        for one in issue_all(flow.project):
            if one.kind == "count" and one.days == 14:
                break
        else:
            pytest.fail("nothing was issued")
        client.force_login(flow.lead)
        assert "All that is open has a chance" in client.get("/").content.decode()
    with flow.at(flow.now + 8):
        told = Project.objects.get(pk=flow.project.pk)
        issuing = Issuing(told)
        with patch.object(issuing, "_whens", lambda: iter(())):  # as of too little history
            issuing.run()
        client.force_login(flow.lead)
        assert "All that is open has a chance" not in client.get("/").content.decode()


def test_who_does_not_lead_is_not_asked_to_mend_the_charters_end(client, flow):
    for _ in range(80):
        flow.write(flow.now - 1)
    issue_all(flow.project)
    client.force_login(flow.people["emma"])

    assert "All that is open has a chance" not in client.get("/").content.decode()


def test_it_speaks_of_sprint_themes_cut_and_end(reader, flow):
    stories = list(flow.project.stories.open())
    plan_sprint(flow, stories[:2], kick_off=True)
    page = reader.get(URL, {"top": 2}).content.decode()

    for words in ("Sprint 1", "Ingest", "Model", "The top 2 of the backlog", "the charter"):
        assert words in page
    assert "style=" not in page
    assert "<script>" not in page


def test_what_stands_before_a_themes_last_story_is_done_first(flow):
    """The team works on both themes at once, so neither has its whole pace to itself."""
    early, late = flow.themes[:2]
    for _ in range(8):
        flow.write(flow.now - 2, theme=early)
    flow.write(flow.now - 1, theme=late)
    today = flow.moment(flow.now).date()
    targets = ProjectForecast(
        ForecastInputs.of(ForecastInputs.projects().get(key="FL"), today)
    ).targets
    by_theme = {target.pk: target for target in targets if target.kind == "theme"}

    assert (by_theme[early.pk].remaining, by_theme[early.pk].ahead) == (11, 14)
    assert (by_theme[late.pk].remaining, by_theme[late.pk].ahead) == (4, 15)
    medians = [present(by_theme[one.pk].answer.forecast).median for one in (early, late)]
    assert medians[0] <= medians[1]


def test_the_backlog_can_be_cut_at_a_story(reader, flow):
    number = flow.project.stories.open().by_rank()[3].number
    page = reader.get(URL, {"down_to": f"fl-{number}"}).content.decode()

    assert f"The backlog down to FL-{number}" in page


def test_a_plan_is_held_against_capacity(reader, flow):
    stories = [flow.write(flow.now - 1) for _ in range(12)]
    plan_sprint(flow, stories)
    page = reader.get(URL).content.decode()

    assert "chance to finish all 12 stories" in page
    assert "Leaving out" in page


def test_what_if_moves_the_range_and_saves_nothing(reader, flow):
    issue_all(flow.project)
    before = (Forecast.objects.count(), Event.objects.count())
    as_it_is, fewer = (sentence(reader.get(URL, query)) for query in ({}, {"away": 3}))
    page = reader.get(URL, {"away": 3, "scope": 10}).content.decode()

    assert as_it_is != fewer
    assert "nothing of it is saved" in page
    assert (Forecast.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"by": "never"}, "valid date"),
        ({"by": "1999-01-01"}, "from today to two years"),
        ({"by": "2150-12-31"}, "from today to two years"),
        ({"top": "0"}, "greater than or equal to 1"),
        ({"top": "99999999999999999999"}, "10,000"),
        ({"away": "4"}, "one of them has to stay"),
        ({"away": "10000"}, "one of them has to stay"),
        ({"away": "1.5"}, "whole number"),
        ({"scope": "-99999999999999999999"}, "10,000"),
        ({"scope": "NaN"}, "whole number"),
        ({"scope": "1e3"}, "whole number"),
        ({"away": "-1"}, "greater than or equal to 0"),
        ({"scope": "many"}, "Stories more or fewer: Enter a whole number"),
        ({"scope": "999999"}, "10,000"),
        ({"down_to": "1'; drop table"}, "such as TV-42"),
        ({"down_to": "FL-999999"}, "stand open in the backlog"),
        ({"by": "\x00"}, "valid date"),
    ],
)
def test_nonsense_is_answered_with_a_sentence_and_the_forecast_as_it_is(reader, query, says):
    answer = reader.get(URL, query)

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert "How many by then" in answer.content.decode()


def test_it_says_what_of_the_past_it_does_not_learn_from(reader, flow):
    calm = [
        reader.get(URL).content.decode(),
        ForecastInputs.of(ForecastInputs.projects().get(key="FL"), today()),
    ]
    for place, story in enumerate([flow.write(flow.now - 3) for _ in range(6)]):
        flow.move(story, flow.now - 2 + place * 10 / 86_400, "done")
    odd = flow.write(flow.now - 4)
    flow.move(odd, flow.now - 2, "doing")
    flow.move(odd, flow.now - 3, "done")
    ProjectFacts.refresh(flow.project.pk)
    page = reader.get(URL).content.decode()
    told = ForecastInputs.of(ForecastInputs.projects().get(key="FL"), today())

    assert "Stories closed in bulk would be left out; there are none." in calm[0]
    assert "6 stories were closed in bulk" in page
    assert "1 story was done before it was started" in page
    assert sorted(told.cycles) == sorted(calm[1].cycles)
    assert told.history.days.sum() == calm[1].history.days.sum() + 1


def test_guests_read_it_and_strangers_find_nothing(client, flow, charlie):
    guest = person("visitor")
    flow.team.take_in(guest, discipline="customer", role="guest", by=flow.lead)
    for who, status in ((guest, 200), (charlie, 404)):
        client.force_login(who)
        for address in (URL, f"{URL}calibration/"):
            assert client.get(address).status_code == status
    client.logout()
    assert client.get(URL).status_code == 302
    assert client.post(URL).status_code == 405


def test_a_project_at_rest_says_that_nothing_is_issued(reader, flow):
    Project.objects.filter(pk=flow.project.pk).update(state="archived")

    assert "The project is archived: no forecasts are issued" in reader.get(URL).content.decode()


def test_less_than_nothing_left_is_done(reader, flow):
    stories = list(flow.project.stories.open())
    plan_sprint(flow, stories[:2], kick_off=True)
    answer = reader.get(URL, {"scope": -10_000, "away": 3})

    assert answer.status_code == 200
    assert "Nothing is left" in answer.content.decode()


def test_the_farthest_questions_are_answered(reader, flow):
    plan_sprint(flow, list(flow.project.stories.open())[:2])
    last = flow.moment(flow.now + 727).date()
    for query in ({"by": last}, {"scope": 10_000}, {"by": today(), "top": 10_000}):
        assert reader.get(URL, query).status_code == 200


def test_a_young_project_hears_what_is_missing(client, apollo, alice):
    client.force_login(alice)
    page = client.get("/projects/AP/forecast/").content.decode()

    assert "Not enough data: 0 whole weeks of history" in page


def test_a_project_without_anything_open_and_an_empty_team(client, apollo, alice):
    client.force_login(alice)

    assert client.get("/projects/AP/forecast/?away=1").status_code == 200
    assert client.get("/projects/AP/forecast/?away=2").status_code == 400
    assert client.get("/projects/AP/forecast/calibration/").status_code == 200


def test_the_calibration_page_lists_what_was_issued_and_what_came(reader, flow):
    issue_all(flow.project)
    with flow.at(flow.now + 15):
        issue_all(flow.project)
        page = reader.get(f"{URL}calibration/").content.decode()

    assert "0 of 1" in page
    assert "Uncalibrated: fewer than thirteen outcomes" in page
    assert "0 stories, outside" in page
    assert "not known yet" in page


def test_forecast_keeps_to_its_budget(reader, flow):
    issue_all(flow.project)

    def more():
        for _ in range(3):
            flow.finish(flow.now - 5, 0.5)
            flow.write(flow.now - 2, theme=flow.theme("More"))

    assert_budget("page forecast", lambda: reader.get(URL, {"away": 1}), more)


def test_calibration_keeps_to_its_budget(reader, flow):
    issue_all(flow.project)

    def more():
        with flow.at(flow.now + 21):
            issue_all(flow.project)

    assert_budget("page calibration", lambda: reader.get(f"{URL}calibration/"), more)


def test_a_question_without_changes_is_no_what_if():
    assert not Question(top=3).is_what_if
    assert Question(scope=-2).as_it_is == Question()


def test_a_project_that_was_just_started_tomorrow_is_no_trouble(reader, flow):
    with clock.at(flow.start - timedelta(days=1)):
        assert reader.get(URL).status_code == 200
    assert Project.objects.get(pk=flow.project.pk).state == "active"


def test_the_dashboard_says_what_was_frozen_last(reader, flow):
    assert "stories by" not in reader.get("/").content.decode()
    issue_all(flow.project)

    assert re.search(r"\d+ to \d+ stories by [^<]+, 85 %</a>", reader.get("/").content.decode())
