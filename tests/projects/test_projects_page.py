import pytest

from projects.models import Project


@pytest.mark.parametrize("state", Project.State.values)
def test_a_project_in_any_state_is_found_by_list_and_search(client, apollo, alice, state):
    apollo.enter(state, by=alice)
    client.force_login(alice)
    for address in ("/projects/", f"/projects/?state={state}", "/search/?q=apollo"):
        assert "/projects/AP/" in client.get(address).content.decode(), address


def test_a_state_that_nothing_can_be_in_is_said(client, apollo, alice):
    client.force_login(alice)
    page = client.get("/projects/?state=lost").content.decode()
    assert "called “lost”" in page
    assert "/projects/AP/" in page


def test_a_strangers_project_is_in_no_list(client, apollo, charlie):
    client.force_login(charlie)
    assert "/projects/AP/" not in client.get("/projects/").content.decode()


def test_where_there_is_no_project_it_says_how_to_get_one(client, team, alice, bob, root):
    for reader, link in ((alice, "/projects/new/"), (root, "/admin/"), (bob, '"/"')):
        client.force_login(reader)
        page = client.get("/projects/").content.decode()
        assert "No project yet" in page
        assert link in page.partition("No project yet")[2]
    client.force_login(root)
    assert "Make one in the admin panel" in client.get("/projects/").content.decode()


def test_a_planned_sprint_leads_to_the_backlog_that_fills_it(client, sprint, alice):
    client.force_login(alice)
    page = client.get("/projects/AP/sprints/").content.decode()
    assert '<a href="/projects/AP/backlog/">Fill it from the backlog</a>' in page
