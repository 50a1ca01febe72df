"""What the search over the API finds, and what lists find by words."""

import pytest

from projects.models import Project
from stories.models import Story
from stories.search import Search
from teams.models import Team
from tests.api.described import fits_its_description
from tests.budgets import assert_budget
from tests.world import person


@pytest.fixture
def written(apollo, stories, alice, bob):
    stories[2].describe("The lander's engine & pump have to throttle down, slowly.", by=alice)
    stories[3].rename("Landing légère 登月", by=alice)
    return stories


def keys(answer):
    assert answer.status_code == 200, answer.json()
    return {story["key"] for story in answer.json().get("stories", answer.json().get("results"))}


def test_the_page_and_the_api_find_the_same(api, written, client, alice):
    client.force_login(alice)
    for q in (
        "story",
        "throttl",
        "légère",
        "登月",
        "landing",
        "apollo",
        "3",
        "nowhere",
        "', &|!",
        "",
    ):
        page = client.get("/search/", {"q": q}).context["search"]
        told = api(alice).get("search/", {"q": q})
        found = told.json()
        assert [one["key"] for one in found["stories"]] == [hit.story.key for hit in page.shown]
        assert [one["key"] for one in found["projects"]] == [one.key for one in page.projects]
        assert fits_its_description("search-retrieve", told) == []


def test_a_key_finds_its_story_alone(api, written, alice, charlie):
    found = api(alice).get("search/", {"q": " ap-2 "}).json()
    [story] = found["stories"]
    assert (story["key"], story["owner"]["name"], story["column"]["name"]) == (
        "AP-2",
        "Bob",
        "To do",
    )
    assert found["projects"] == []
    assert api(charlie).get("search/", {"q": "AP-2"}).json()["stories"] == []


def test_what_was_found_is_marked_without_html(api, written, alice):
    [story] = api(alice).get("search/", {"q": "throttle"}).json()["stories"]
    assert "".join(part["text"] for part in story["excerpt"]) == written[2].body
    assert [part["text"] for part in story["excerpt"] if part["is_match"]] == ["throttle"]


def test_a_stranger_and_somebody_who_left_find_nothing(api, written, team, alice, bob, charlie):
    assert keys(api(bob).get("search/", {"q": "story"}))
    team.let_go(bob, by=alice)
    for who in (bob, charlie):
        found = api(who).get("search/", {"q": "story"}).json()
        assert (found["stories"], found["projects"]) == ([], [])
        assert keys(api(who).get("stories/", {"q": "story"})) == set()


def test_a_guest_finds_what_the_team_finds(api, written, alice, gina):
    assert keys(api(gina).get("search/", {"q": "story"})) == keys(
        api(alice).get("search/", {"q": "story"})
    )


def test_the_search_is_slim_tagged_and_strict(api, written, alice):
    hers = api(alice)
    slim = hers.get("search/", {"q": "story", "fields": "has_more,q"})
    assert slim.json() == {"q": "story", "has_more": False}
    again = hers.get("search/", {"q": "story"}, if_none_match=hers.get("search/?q=story")["ETag"])
    assert again.status_code == 304
    for wrong in ({"fields": "colour"}, {"colour": "red"}, {"q": "x" * 201}, {"q": "a\0b"}):
        assert hers.get("search/", wrong).status_code == 400, wrong
    assert hers.get("search/?q=a&q=b").status_code == 400


def test_there_is_more_than_fifty(api, apollo, alice):
    Story.write_all(apollo, [{"title": f"Crater {n}"} for n in range(51)], by=alice)
    found = api(alice).get("search/", {"q": "crater"}).json()
    assert (len(found["stories"]), found["has_more"]) == (50, True)


def test_the_search_costs_as_many_statements_whatever_it_finds(api, apollo, alice, written):
    hers = api(alice)
    assert_budget(
        "api search",
        lambda: hers.get("search/", {"q": "story"}),
        lambda: Story.write_all(apollo, [{"title": f"Story {n}"} for n in range(9)], by=alice),
    )


def test_stories_are_found_by_words_number_and_key(api, written, alice):
    hers = api(alice)
    for q, wanted in (
        ("throttle", {"AP-3"}),
        ("throt lander", {"AP-3"}),
        ("légère", {"AP-4"}),
        ("AP-2", {"AP-2"}),
        ("#5", {"AP-5"}),
        ("nowhere", set()),
        ("XX-2", set()),
    ):
        assert keys(hers.get("stories/", {"q": q})) == wanted, q
    assert keys(hers.get("stories/", {"q": "story", "owner": alice.pk})) == {"AP-1"}


def test_the_words_narrow_pages_in_any_order(api, apollo, alice):
    Story.write_all(apollo, [{"title": f"Crater {n}"} for n in range(5)], by=alice)
    hers, address, found = api(alice), "stories/?q=crater&order=rank&page_size=2", []
    while address:
        page = hers.get(address).json()
        found += [story["title"] for story in page["results"]]
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert found == [f"Crater {n}" for n in range(5)]


def test_every_story_of_the_search_is_in_the_list(api, written, alice):
    for q in ("story", "lander", "landing", "AP-1", "2", "légère"):
        search = Search(q, alice)
        one = search.called
        found = {hit.story.key for hit in ([one] if one else search.shown)}
        assert found <= keys(api(alice).get("stories/", {"q": q})), q


def test_projects_users_and_teams_are_found_by_name(api, apollo, team, alice, bob, charlie):
    Project.start(team, key="GE", name="Gemini", by=alice)
    team.take_in(person("élodie"), discipline="science", by=alice)
    hers = api(alice)

    def names(path, q):
        return [one["name"] for one in hers.get(path, {"q": q}).json()["results"]]

    assert names("projects/", "apol") == ["Apollo"]
    assert names("projects/", "ge") == ["Gemini"]
    assert names("projects/", "houston") == ["Apollo"]
    assert names("users/", "ÉLO") == ["Élodie"]
    assert names("users/", "charlie") == []
    assert names("teams/", "ORB") == ["Orbit"]
    assert names("teams/", "other") == []
    assert names("teams/", "%") == []
    assert Team.objects.filter(name="Others").exists()
