"""A lead sets working days, the length of sprints and the size of the team on a page."""

import pytest

PAGE = "/teams/orbit/rhythms/"
GIVEN = {"working_days": ["1", "2", "3"], "sprint_days": "7", "size_limit": "6"}


def test_a_lead_sets_it_and_history_says_so(alices, team):
    assert PAGE in alices.get("/teams/orbit/").content.decode()
    assert PAGE in alices.get("/projects/AP/sprints/").content.decode()
    assert alices.post(PAGE, GIVEN).status_code == 302
    alices.post(PAGE, GIVEN)
    team.refresh_from_db()
    assert (team.working_days, team.sprint_days, team.size_limit) == ([1, 2, 3], 7, 6)
    assert team.events.filter(verb="team_rhythm_set").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"working_days": []},
        {"working_days": ["8"]},
        {"sprint_days": "0"},
        {"sprint_days": "61"},
        {"size_limit": "1e9"},
        {"size_limit": ""},
        {"hours_from": "09:00"},
        {"hours_from": "09:00", "hours_until": "09:00"},
        {"hours_from": "25:00", "hours_until": "17:00"},
    ],
)
def test_nonsense_comes_back_and_changes_nothing(alices, team, wrong):
    assert alices.post(PAGE, GIVEN | wrong).status_code == 400
    team.refresh_from_db()
    assert team.sprint_days == 14


def test_only_leads_may(client, team, bob, gina, charlie):
    for user, status in ((bob, 403), (gina, 403), (charlie, 404)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
        client.post(PAGE, GIVEN)
    team.refresh_from_db()
    assert team.sprint_days == 14


def test_hours_are_set_and_taken_away_and_the_page_of_the_team_says_them(alices, team):
    hours = {"hours_from": "08:30", "hours_until": "17:00"}
    assert alices.post(PAGE, GIVEN | hours).status_code == 302
    assert "Works 08:30 to 17:00, UTC" in alices.get("/teams/orbit/").content.decode()
    assert 'value="08:30"' in alices.get(PAGE).content.decode()
    alices.post(PAGE, GIVEN | {"hours_from": "", "hours_until": ""})
    team.refresh_from_db()
    assert not team.has_hours
