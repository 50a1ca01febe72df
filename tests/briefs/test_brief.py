"""The project report in the browser and over the API: what is shared, and nothing else."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from base import clock
from forecasts.issuing import issue_all
from metrics.models import SuccessMetric
from projects.models import Decision, Question, Theme
from stories.models import Story
from tests.briefs.conftest import INTERNAL
from tests.budgets import assert_budget

NOBODY: Any = None  # the installation itself


def test_an_empty_project_says_honestly_what_is_not_there(client, gina, apollo):
    client.force_login(gina)
    text = client.get("/projects/AP/brief/").content.decode()
    for sentence in (
        "The goal isn’t written yet.",
        "No use case was distilled from it yet.",
        "There is no charter yet",
        "No question or decision has been shown to the customer yet.",
        "Nothing has been tested to its end yet.",
        "Nothing is in use yet.",
        "No measure of success was agreed on yet.",
        "Nothing is planned that isn’t done.",
        "There is no forecast",
    ):
        assert sentence in text, sentence


def test_the_api_says_the_same(api, gina, apollo):
    told = api(gina).get("projects/AP/brief/").json()
    assert told["key"] == "AP"
    assert told["charter"] is None


TOLD = (
    "For Houston",
    "<strong>Land</strong> on it.",
    "Land softly",
    "Two people on the ground.",
    "For engineering",
    "not signed yet",
    "How soft is the ground?",
    "Like flour.",
    "Which site?",
    "The sea",
    "Dust is deep",
    "Refuted",
    "It bears us.",
    "Radar sees the ground.",
    "Live since",
    "In use since",
    "Rocks found",
    "40 kg",
    "with 90 % certainty between",
    "Return",
    "The radar works",
)


def test_each_section_tells_what_there_is(client, told, gina):
    client.force_login(gina)
    text = client.get("/projects/AP/brief/").content.decode()
    assert [words for words in TOLD if words not in text] == []


def test_members_and_guests_read_the_same_and_nothing_internal(client, api, told, alice, gina):
    pages = {}
    for user in (alice, gina):
        client.force_login(user)
        page = client.get("/projects/AP/brief/").content.decode()
        assert INTERNAL not in page
        answer = api(user).get("projects/AP/brief/")
        assert INTERNAL not in answer.content.decode()
        pages[user] = page[page.index('<div class="brief">') :], answer.json()
    assert pages[alice] == pages[gina]


def test_what_is_made_internal_again_is_gone(api, told, alice):
    for row in (Question.objects.shared().get(), Decision.objects.shared().get()):
        row.make_internal(by=alice)
    brief = api(alice).get("projects/AP/brief/").json()
    assert brief["questions"] == brief["decisions"] == []


def test_what_a_solution_does_is_told_once_it_is_shown(api, told, solution, alice):
    [line] = api(alice).get("projects/AP/brief/").json()["live"]
    assert (line["solution"], line["does"], line["solution_shown"]) == ("Lander", "", None)
    solution.show(by=alice)
    [line] = api(alice).get("projects/AP/brief/").json()["live"]
    assert (line["does"], line["solution_shown"]) == (solution.does, solution.pk)


def test_a_retired_solution_is_no_longer_live(api, told, solution, alice):
    solution.retire(learned="Its time is over.", by=alice)
    assert api(alice).get("projects/AP/brief/").json()["live"] == []


def test_strangers_find_no_report(client, api, told, charlie):
    client.force_login(charlie)
    assert client.get("/projects/AP/brief/").status_code == 404
    assert api(charlie).get("projects/AP/brief/").status_code == 404


def test_an_archived_project_has_its_report_still(client, told, alice):
    told.enter("archived", by=alice)
    client.force_login(alice)
    assert "· archived" in client.get("/projects/AP/brief/").content.decode()


def test_it_is_as_of_the_last_thing_the_customer_can_read(api, told, alice):
    before = api(alice).get("projects/AP/brief/").json()["as_of"]
    Decision.open_for(told, title=INTERNAL, by=alice)
    assert api(alice).get("projects/AP/brief/").json()["as_of"] == before


def test_many_of_a_kind_are_cut_and_it_says_so(client, api, apollo, alice):
    rows = [Theme(project=apollo, title=f"Theme {n}", position=n) for n in range(201)]
    Theme.objects.bulk_create(rows)
    brief = api(alice).get("projects/AP/brief/").json()
    assert len(brief["themes"]) == 200
    assert brief["left_out"] == ["themes"]
    client.force_login(alice)
    text = client.get("/projects/AP/brief/").content.decode()
    assert "These are 200 themes; the others are in Twopizza itself." in text


def test_what_was_forecast_is_told_with_its_range(api, client, alice, apollo):
    with clock.at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        for n in range(40):
            with clock.at(datetime(2026, 8, 3, 12, tzinfo=UTC) + timedelta(days=2 * n)):
                story = Story.write(apollo, title=f"S{n}", by=NOBODY)
                story.move_to(apollo.columns.first_of("done"), by=NOBODY)
        for n in range(9):
            Story.write(apollo, title=f"Left {n}", by=NOBODY)
        issue_all(apollo)
    forecast = api(alice).get("projects/AP/brief/").json()["forecast"]
    assert forecast["issued_on"] == "2026-11-02"
    [span] = forecast["spans"]
    assert "2026-11-02" <= span["low"] <= span["high"]
    assert [one["until"] for one in forecast["counts"]] == ["2026-11-15", "2026-11-29"]
    client.force_login(alice)
    text = client.get("/projects/AP/brief/").content.decode()
    assert "When it will be done. Everything that is open: " in text


def test_its_budgets(client, api, told, alice):
    client.force_login(alice)

    def grow():
        for n in range(3):
            Theme.chart(told, title=f"More {n}", by=alice)
            SuccessMetric.define(
                told,
                kind="goodwill",
                name=f"More {n}",
                unit="%",
                baseline=0,
                target=5,
                due=date(2031, 12, 1),
                by=alice,
            )

    assert_budget("page brief", lambda: client.get("/projects/AP/brief/"), grow)
    assert_budget("api brief", lambda: api(alice).get("projects/AP/brief/"), grow)
