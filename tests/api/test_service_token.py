"""A service's token: made by a lead for a team, it reports there and does nothing else."""

import pytest
from django.db import IntegrityError, transaction

from accounts.authentication import OF_TEAM
from accounts.models import ApiToken
from accounts.refusals import TokenByLead, TokenOfATeam
from history.models import Event
from projects.models import Project
from teams.models import Team
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of

REPORTS = {
    "POST observation-list",
    "POST trial-observation-list",
    "POST solution-deployment-reports",
    "POST deployment-rollbacks",
    "POST incident-list",
    "POST incident-restorations",
}
READS = {
    *("GET api-me", "GET project-detail", "GET release-list", "GET release-detail"),
    *("GET success-metric-list", "GET success-metric-detail", "GET observation-list"),
    *("GET solution-list", "GET solution-detail", "GET solution-path", "GET solution-gate"),
    *("GET trial-list", "GET trial-detail"),
    *("GET trial-observation-list", "GET trial-observation-detail"),
    *("GET deployment-list", "GET deployment-detail", "GET deployment-drama"),
    *("GET incident-list", "GET incident-detail"),
}
PAGE = "/me/tokens/"


@pytest.fixture
def service(api, alice, team):
    return api(alice, scope="report", team=team)


def ask(client, route, rows):
    with transaction.atomic():
        method, _ = route.split()
        path = address_of(ROUTES[route], rows)
        if method == "GET":
            answer = client.get(path)
        else:
            answer = client.send(method, path, body_of(route, rows), if_match="*")
        transaction.set_rollback(True)
    return answer


def test_it_reports_and_everything_else_is_refused(api, rows, alice, team):
    lead, service = api(alice), api(alice, scope="report", team=team)
    assert set(ROUTES) >= REPORTS | READS
    for route in ROUTES:
        told = ask(service, route, rows)
        if route in REPORTS | READS:
            assert told.status_code == ask(lead, route, rows).status_code, route
        else:
            assert told.status_code == 403, route
            assert told.json()["type"] == "/api/v1/problems/token-only-reports/", route


def test_what_it_reports_is_taken(service, rows):
    for route in REPORTS:
        assert ask(service, route, rows).status_code == WRITES[route][3], route


@pytest.mark.parametrize(
    ("route", "scope"),
    [("GET story-list", "read"), ("POST story-titles", "write"), ("POST solution-looks", "sign")],
)
def test_the_refusal_names_the_scope_that_is_missing(service, rows, route, scope):
    assert f"the scope {scope}." in ask(service, route, rows).json()["detail"]


def test_all_it_may_stands_under_a_name_that_says_whose_it_is(rows):
    for route in (REPORTS | READS) - {"GET api-me"}:
        names = ROUTES[route].pattern.regex.groupindex
        assert set(OF_TEAM) & set(names), route


def test_there_is_nothing_for_it_in_another_team(api, service, apollo, alice, root):
    other = Team.found(name="Other", slug="other", by=root)
    other.take_in(alice, discipline="science", role="lead", by=root)
    Project.start(other, key="OT", name="Other", by=alice)

    assert api(alice).get("projects/OT/solutions/").status_code == 200
    assert service.get("projects/OT/solutions/").status_code == 404
    assert service.get("projects/OT/").status_code == 404
    assert service.get("projects/AP/").status_code == 200


def test_the_history_says_which_service_it_was(api, service, rows, client, alice):
    path = address_of(ROUTES["POST observation-list"], rows)
    told = service.post(path, {"value": 1.5, "observed_on": "2026-02-01"})
    assert told.status_code == 201, told.content
    line = Event.objects.latest("pk")
    assert (line.actor, line.service, line.role) == (alice, "test", "lead")
    events = api(alice).get(f"events/{line.pk}/").json()
    assert (events["actor"]["name"], events["service"]) == ("Alice", "test")
    client.force_login(alice)
    assert "test, for Alice" in client.get("/projects/AP/activity/").content.decode()


def test_who_writes_themselves_is_no_service(api, rows, alice):
    path = address_of(ROUTES["POST observation-list"], rows)
    api(alice).post(path, {"value": 1.5, "observed_on": "2026-02-01"})
    assert Event.objects.latest("pk").service == ""


def test_it_ends_with_the_membership_of_who_made_it(service, team, alice, bob):
    team.take_in(bob, discipline="engineering", role="lead", by=alice)
    team.let_go(alice, by=bob)
    assert service.get("projects/AP/solutions/").status_code == 404


def test_only_a_lead_makes_one(team, bob, gina):
    for who in (bob, gina):
        with pytest.raises(TokenByLead):
            ApiToken.issue(who, name="CI", scope="report", team=team)


def test_it_is_of_a_team_and_no_other_is(team, alice):
    with pytest.raises(TokenOfATeam):
        ApiToken.issue(alice, name="CI", scope="report")
    with pytest.raises(TokenOfATeam):
        ApiToken.issue(alice, name="CI", scope="write", team=team)
    token, _ = ApiToken.issue(alice, name="CI", scope="report", team=team)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(scope="write")


def test_a_lead_makes_one_on_the_page(client, alice, bob, team):
    client.force_login(alice)
    words = {"name": "CI", "scope": "report", "days": "30", "team": team.pk}
    made = client.post(PAGE, words)
    assert made.status_code == 201
    assert f"Report to {team}, as a service" in made.content.decode()
    assert client.post(PAGE, {**words, "team": ""}).status_code == 400
    client.force_login(bob)
    assert "as a service" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, words).status_code == 400


def test_a_session_makes_one_over_the_api(client, alice, bob, team):
    body = {"name": "CI", "scope": "report", "team": team.slug}
    client.force_login(alice)
    made = client.post("/api/v1/tokens/", body, "application/json")
    assert made.status_code == 201, made.content
    assert (made.json()["scope"], made.json()["team"]) == ("report", team.slug)
    client.force_login(bob)
    assert client.post("/api/v1/tokens/", body, "application/json").status_code == 403


def test_the_description_names_the_scope_that_is_enough(client, alice):
    client.force_login(alice)
    told = client.get("/api/v1/schema/?format=json", headers={"Accept": "application/json"}).json()
    solution = "/api/v1/projects/{project}/solutions/{id}"

    def scopes(path, method):
        return told["paths"][path][method]["x-token-scopes"]

    assert scopes(f"{solution}/deployment-reports/", "post") == ["write", "report"]
    assert scopes(f"{solution}/looks/", "post") == ["sign"]
    assert scopes(f"{solution}/gate/", "get") == ["read", "report"]
    assert scopes("/api/v1/stories/", "get") == ["read"]
    assert scopes(f"{solution}/drops/", "post") == []
