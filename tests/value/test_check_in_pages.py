"""Pages and API of check-ins: read by the team and its guests, answered on the page."""

from datetime import timedelta

import pytest

from base import clock
from tests.budgets import assert_budget
from tests.solutions.test_api import refused

WHY = "The sensor was taken down."


@pytest.fixture
def there(check_in):
    return f"/check-ins/{check_in.pk}/"


def test_it_is_answered_with_one_click(client, there, check_in, metric, alice):
    seen = metric.observe(value=12, spread=1, observed_on=clock.today(), grade=2, by=alice)
    client.force_login(alice)
    page = client.get(there).content.decode()
    assert "This answers it" in page
    assert "still worth running" not in page
    answer = client.post(f"{there}answers/", {"observation": seen.pk})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(there).content.decode()
    assert "This answers it" not in page
    assert "12 kg" in page
    answer = client.post(f"{there}answers/", {"observation": seen.pk})
    assert answer.status_code == 409
    assert "It is answered already." in answer.content.decode()
    assert client.post(f"{there}answers/", {"observation": "x"}).status_code == 400


def test_it_is_answered_by_a_form(client, there, check_in, alice):
    client.force_login(alice)
    assert client.get(f"{there}observations/").status_code == 200
    said = {"value": "7", "spread": "", "observed_on": str(clock.today()), "grade": "1"}
    bad = client.post(f"{there}observations/", said | {"value": "much"})
    assert bad.status_code == 400
    assert 'value="much"' in bad.content.decode()
    assert client.post(f"{there}observations/", said).status_code == 302
    check_in.refresh_from_db()
    assert check_in.observation.value == 7


def test_it_cant_be_known(client, there, check_in, alice):
    client.force_login(alice)
    assert client.get(f"{there}unknowable/").status_code == 200
    assert client.post(f"{there}unknowable/", {"because": "no"}).status_code == 400
    answer = client.post(f"{there}unknowable/", {"because": WHY, "is_last": "on"})
    assert answer.status_code == 302
    page = client.get(there).content.decode()
    assert WHY in page
    assert "It isn’t asked again of this release." in page


def test_from_day_180_on_it_asks_whether_it_is_worth_running(client, ask, release, metric, alice):
    [asked] = ask(180)
    client.force_login(alice)
    there = f"/check-ins/{asked.pk}/"
    assert "still worth running" in client.get(f"{there}observations/").content.decode()
    said = {"value": "7", "observed_on": str(clock.today()), "grade": "1", "worth": "retire"}
    assert client.post(f"{there}observations/", said).status_code == 302
    page = client.get(there).content.decode()
    assert "Retire it" in page
    assert "No solution carries this release." in page


def test_guests_read_it_and_answer_when_asked(client, there, check_in, alice, gina):
    client.force_login(gina)
    page = client.get(there).content.decode()
    assert "The team is asked." in page
    assert client.get(f"{there}observations/").status_code == 403
    assert client.post(f"{there}customer/").status_code == 403
    client.force_login(alice)
    assert client.post(f"{there}customer/").status_code == 302
    client.force_login(gina)
    assert client.get(f"{there}observations/").status_code == 200
    answer = client.post(f"{there}unknowable/", {"because": WHY})
    assert answer.status_code == 302
    client.force_login(alice)
    assert client.post(f"{there}customer/", {"ends": "1"}).status_code == 409


def test_a_strangers_page_isnt_there(client, there, charlie):
    client.force_login(charlie)
    for address in (there, f"{there}observations/", f"{there}unknowable/"):
        assert client.get(address).status_code == 404
    assert client.get("/projects/AP/check-ins/").status_code == 404


def test_all_of_a_project(client, ask, release, metric, apollo, alice):
    client.force_login(alice)
    empty = client.get("/projects/AP/check-ins/").content.decode()
    assert "Nothing is asked just now." in empty
    assert "day 30" in empty
    assert ask(30)
    client.force_login(alice)  # a session doesn't last a month
    page = client.get("/projects/AP/check-ins/").content.decode()
    assert "Rocks found" in page
    assert "day 90" in page
    project = client.get("/projects/AP/").content.decode()
    assert 'href="/projects/AP/check-ins/"' in project


def test_over_the_api_they_are_read(api, check_in, metric, release, alice, gina):
    for who in (alice, gina):
        [row] = api(who).get("projects/AP/check-ins/?state=open").json()["results"]
        assert row["due_on"] == str(release.first_used_on + timedelta(days=30))
        assert (row["success_metric"], row["release"]) == (metric.pk, release.pk)
    one = f"projects/AP/check-ins/{check_in.pk}/"
    assert refused(api(alice).post(f"{one}answers/"), 403) == "session-only"
    assert api(alice).get(f"projects/AP/check-ins/?release={release.pk}").json()["results"]


def test_budgets(client, ask, release, metric, alice):
    [asked] = ask(30)
    client.force_login(alice)

    def grow():
        for number in range(4):
            metric.observe(value=number, observed_on=clock.today(), by=alice)

    assert_budget("page check-in", lambda: client.get(f"/check-ins/{asked.pk}/"), grow)
    assert_budget("page check-ins", lambda: client.get("/projects/AP/check-ins/"), grow)
