"""What a team can do in the next two weeks, over the API: the page's own number."""

from datetime import timedelta

from tests.api.described import fits_its_description
from tests.budgets import assert_budget
from tests.world import person

CAPACITY = "teams/orbit/capacity/"


def test_the_page_and_the_api_say_the_same(api, client, team, alice, bob, gina):
    day = team.today + timedelta(days=(7 - team.today.weekday()) % 7)  # a Monday
    team.note_absence(bob, first_day=day, last_day=day, by=alice)
    client.force_login(alice)
    shown = client.get("/teams/orbit/").context["person_days"]
    answer = api(gina).get(CAPACITY)
    told = answer.json()

    assert fits_its_description("team-capacity", answer) == []
    assert told == {
        "team": "orbit",
        "first_day": team.today.isoformat(),
        "last_day": (team.today + timedelta(days=13)).isoformat(),
        "person_days": shown,
    }
    assert shown == 19


def test_who_may_read_it_and_how(api, team, alice, bob, charlie):
    hers = api(alice)
    assert hers.get(CAPACITY, if_none_match=hers.get(CAPACITY)["ETag"]).status_code == 304
    assert hers.get(CAPACITY, {"fields": "team"}).json() == {"team": "orbit"}
    for wrong in ({"fields": "colour"}, {"first_day": "2026-01-01"}):
        assert hers.get(CAPACITY, wrong).status_code == 400
    team.let_go(bob, by=alice)
    for who in (bob, charlie):
        assert api(who).get(CAPACITY).status_code == 404
    assert api().get(CAPACITY).status_code == 401


def test_statements_are_constant(api, team, alice):
    hers = api(alice)

    def grow():
        for number in range(4):
            user = person(f"more{number}")
            team.take_in(user, discipline="science", by=alice)
            team.note_absence(user, first_day=team.today, last_day=team.today, by=alice)

    assert_budget("api capacity", lambda: hers.get(CAPACITY), grow)
