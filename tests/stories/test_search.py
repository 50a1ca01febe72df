import pytest

from stories.models import Story
from tests.budgets import assert_budget


def found(client, text):
    answer = client.get("/search/", {"q": text})
    assert answer.status_code == 200
    return [hit.story.key for hit in answer.context["search"].shown]


@pytest.fixture
def lander(apollo, alice):
    return Story.write(
        apollo,
        title="Landing gear for soft ground",
        body="The regolith gives way & <b>sinks</b> <",
        by=alice,
    )


@pytest.mark.parametrize("text", ["landing gear", "GEAR land", "gea", "regolith", "landng gear"])
def test_stories_are_found_by_words_beginnings_and_likeness(alices, lander, text):
    assert found(alices, text) == ["AP-6"]


def test_where_it_was_found_is_marked_and_nothing_else_is_html(alices, lander):
    told = alices.get("/search/?q=regolith").content.decode()
    assert "The <mark>regolith</mark> gives way &amp;" in told
    assert "<b>sinks" not in told


def test_a_key_leads_straight_to_its_story(alices, lander):
    assert alices.get("/search/?q=ap-6").url == "/stories/AP-6/"
    assert found(alices, "AP-77") == []


def test_projects_are_found_by_name_key_and_customer(alices):
    for text in ("apollo", "ap", "houston"):
        assert "/projects/AP/" in alices.get("/search/", {"q": text}).content.decode()


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "&|!:*()'", "a" * 10_000, "🍕", "-", "AP-" + "9" * 40, "%", "\\"]
)
def test_whatever_is_asked_is_answered(alices, text):
    assert alices.get("/search/", {"q": text}).status_code == 200


def test_only_ones_own_is_found(client, charlie, gina, stories, lander):
    client.force_login(charlie)
    assert found(client, "landing") == []
    assert "Nothing found" in client.get("/search/?q=apollo").content.decode()
    assert client.get("/search/?q=AP-6").status_code == 200
    client.force_login(gina)
    assert found(client, "landing") == ["AP-6"]


def test_search_asks_and_never_changes(alices):
    assert alices.post("/search/").status_code == 405


def test_search_costs_the_same_with_more_found(alices, apollo, alice):
    def grow():
        for number in range(20):
            Story.write(apollo, title=f"Story again {number}", owner=alice, by=alice)

    assert_budget("page search", lambda: alices.get("/search/?q=story"), grow)


@pytest.mark.parametrize("text", ["3", "#3", " 3 "])
def test_a_bare_number_finds_the_story_before_what_is_only_alike(alices, text):
    assert found(alices, text)[0] == "AP-3"
