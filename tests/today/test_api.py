"""What needs me today, over the API: the lines of the dashboard."""

from datetime import timedelta

from django.utils import timezone

from health.models import ReportView
from health.reports.building import build_report
from sprints.models import Retrospective
from stories.models import Story
from tests.api.described import fits_its_description
from tests.budgets import assert_budget

NEEDS = "me/needs/"


def test_the_page_and_the_api_say_the_same(api, client, alice, stories, running):
    stories[0].block("No data yet", by=alice)
    client.force_login(alice)
    shown = client.get("/").context["needs"]
    answer = api(alice).get(NEEDS)
    told = answer.json()["needs"]

    assert fits_its_description("me-needs", answer) == []
    assert [(one["sentence"], one["link"]) for one in told] == [
        (need.sentence, need.link) for need in shown
    ]
    assert any(one["place"] == "AP-1" and one["action"] == "Unblock" for one in told)


def test_a_day_is_the_readers(api, client, alice, running, time_machine):
    """At noon in UTC it is tomorrow already where alice lives."""
    time_machine.move_to(running.kicked_off_at.replace(hour=12) + timedelta(days=3), tick=False)
    alice.introduce(time_zone="Pacific/Kiritimati")
    day = timezone.now().date() + timedelta(days=1)
    Retrospective.hold(running, by=alice).agree("Do it", owner=alice, due=day, by=alice)
    client.force_login(alice)
    shown = [need.sentence for need in client.get("/").context["needs"]]
    told = [one["sentence"] for one in api(alice).get(NEEDS).json()["needs"]]

    assert told == shown
    assert "You agreed to: Do it – due today" in told


def test_whoever_has_no_team_needs_nothing(api, bob, alice, team):
    team.let_go(bob, by=alice)
    assert api(bob).get(NEEDS).json() == {"needs": []}
    assert api().get(NEEDS).status_code == 401


def test_to_see_readings_here_is_to_see_the_report(api, team, alice):
    build_report(team)
    api(alice).get(NEEDS)
    assert ReportView.objects.filter(user=alice).count() == 1


def test_it_is_tagged_and_strict(api, alice, stories):
    hers = api(alice)
    assert hers.get(NEEDS, if_none_match=hers.get(NEEDS)["ETag"]).status_code == 304
    assert hers.get(NEEDS, {"colour": "red"}).status_code == 400
    assert set(hers.get(NEEDS, {"fields": "needs"}).json()) == {"needs"}


def test_statements_are_constant(api, alice, apollo, stories):
    hers = api(alice)

    def grow():
        for story in Story.write_all(apollo, [{"title": f"S{n}"} for n in range(4)], by=alice):
            story.hand_to(alice, by=alice)
            story.block("No data", by=alice)

    stories[0].block("No data", by=alice)
    assert_budget("page needs", lambda: hers.get(NEEDS), grow)
