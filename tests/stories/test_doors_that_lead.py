"""What people look for on a page is a door there."""

import re

import pytest

from base.refusals import Invalid, Refused
from history.activity import sentences_of
from projects.models import Hypothesis, Release
from stories.models import Story
from tests.budgets import assert_budget

PAGE = "/stories/AP-1/"
BACKLOG = "/projects/AP/backlog/"
SPRINT = "/projects/AP/sprints/1/"


def words(line):
    return re.sub("<[^>]+>", "", str(line.sentence))


def told(row, verb):
    return [
        words(line) for line in sentences_of(row.events.filter(verb=verb).order_by("pk"), here=row)
    ]


@pytest.fixture
def guess(theme, alice):
    return Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)


@pytest.fixture
def release(apollo, alice):
    return Release.announce(apollo, title="To the moon", by=alice)


def test_a_storys_page_links_it_to_a_hypothesis_and_a_release(alices, story, guess, release):
    alices.post(f"{PAGE}tests/", {"hypothesis": guess.pk})
    alices.post(f"{PAGE}shipments/", {"release": release.pk})
    alices.post(f"{PAGE}shipments/", {"release": release.pk})
    story.refresh_from_db()
    page = alices.get(PAGE).content.decode()

    assert (story.hypothesis, story.release) == (guess, release)
    assert f"/hypotheses/{guess.pk}/" in page
    assert told(story, "story_ships") == ["let it go to the users with the release To the moon"]
    assert "Story 1" in alices.get(f"/hypotheses/{guess.pk}/").content.decode()
    alices.post(f"{PAGE}shipments/", {"release": ""})
    assert told(story, "story_ships")[1] == "took it out of the release To the moon"


def test_a_guest_reads_the_links_and_has_no_controls(client, gina, story, guess, release, alice):
    story.test(guess, by=alice)
    story.ship_with(release, by=alice)
    client.force_login(gina)
    page = client.get(PAGE).content.decode()
    assert "It lands" in page
    assert "To the moon" in page
    assert "fact-release" not in page
    assert client.post(f"{PAGE}shipments/", {"release": ""}).status_code == 302
    story.refresh_from_db()
    assert story.release == release


def test_whats_another_projects_or_withdrawn_is_refused(alices, story, release, alice, root):
    release.withdraw(by=alice)
    with pytest.raises(Refused, match="withdrawn"):
        story.ship_with(release, by=alice)
    with pytest.raises(Refused, match="withdrawn"):
        Story.write(story.project, title="Late", release=release, by=alice)
    assert alices.post(f"{PAGE}shipments/", {"release": "99999"}).status_code == 400
    other = type(story.project).start(story.project.team, key="OT", name="Other", by=root)
    elsewhere = Release.announce(other, title="Elsewhere", by=root)
    with pytest.raises(Invalid, match="another project"):
        story.ship_with(elsewhere, by=alice)


def test_the_api_links_and_finds_them(api, story, guess, release, alice):
    client = api(alice)
    client.post("stories/AP-1/shipments/", {"release": release.pk})
    client.post("stories/AP-1/tests/", {"hypothesis": guess.pk})
    told = client.get("stories/AP-1/").json()
    assert told["release"] == {"id": release.pk, "title": "To the moon"}
    assert told["hypothesis"] == {"id": guess.pk, "prediction": "It lands"}
    for query in (f"release={release.pk}", f"hypothesis={guess.pk}"):
        [found] = client.get(f"stories/?{query}").json()["results"]
        assert found["key"] == "AP-1"


def test_a_storys_page_costs_the_same_with_more_of_them(alices, story, theme, apollo, alice):
    def more():
        for number in range(5):
            Hypothesis.draft(theme, prediction=f"Guess {number}", threshold="1", by=alice)
            Release.announce(apollo, title=f"Part {number}", by=alice)

    assert_budget("page story", lambda: alices.get(PAGE), more)


def test_planned_stories_can_be_selected_in_the_backlog(alices, apollo, stories, bob):
    page = alices.get(BACKLOG).content.decode()
    selectable = re.findall(r'form="bulk" name="stories" value="(\d+)"', page)
    assert sorted(selectable) == ["1", "2", "3", "4", "5"]
    alices.post(f"{BACKLOG}changes/", {"stories": ["1", "3"], "do": "hand", "owner": bob.pk})
    assert apollo.stories.get(number=1).owner == bob


def test_a_backlog_with_planned_stories_only_can_select_too(alices, apollo, sprint, stories, alice):
    for story in stories:
        story.plan_into(sprint, by=alice)
    assert 'id="bulk"' in alices.get(BACKLOG).content.decode()


def test_the_empty_board_has_its_button(client, apollo, alice):
    client.force_login(alice)
    page = client.get("/projects/AP/board/").content.decode()
    assert f'href="{BACKLOG}">Open the backlog' in page


def test_the_kickoff_gives_owners_and_starts(alices, sprint, stories, alice, bob):
    stories[2].plan_into(sprint, by=alice)
    page = alices.get(SPRINT).content.decode()
    assert 'name="owner-3"' in page
    answer = alices.post(f"{SPRINT}kickoffs/", {"owner-3": bob.pk})
    sprint.refresh_from_db()
    stories[2].refresh_from_db()
    assert answer.status_code == 302
    assert (sprint.is_active, stories[2].owner) == (True, bob)


def test_a_kickoff_that_is_refused_gives_nobody_anything(alices, sprint, stories, alice, bob):
    for story in stories[2:4]:
        story.plan_into(sprint, by=alice)
    answer = alices.post(f"{SPRINT}kickoffs/", {"owner-3": bob.pk})
    page = answer.content.decode()
    stories[2].refresh_from_db()
    assert answer.status_code == 409
    assert "AP-4 has none" in page
    assert stories[2].owner is None
    assert f'<option value="{bob.pk}" selected>' in page  # what was chosen stays


def test_owners_are_given_without_kicking_off(client, sprint, stories, alice, bob, gina):
    stories[2].plan_into(sprint, by=alice)
    client.force_login(bob)
    client.post(f"{SPRINT}owners/", {"owner-3": alice.pk})
    stories[2].refresh_from_db()
    sprint.refresh_from_db()
    assert (stories[2].owner, sprint.is_planned) == (alice, True)
    for nonsense in ("x", "99999999999999999999", str(gina.pk), "\0"):
        stories[2].hand_to(None, by=alice)
        answer = client.post(f"{SPRINT}owners/", {"owner-3": nonsense})
        assert answer.status_code == 400


@pytest.mark.parametrize("how", ["moves", "plans"])
def test_a_move_is_one_line_of_history(alices, apollo, stories, doing, sprint, how):
    """Whatever else it brings along, such as a place between two others."""
    story = stories[4]
    fields = {"moves": {"column": doing.pk}, "plans": {"sprint": sprint.pk}}[how]
    before = story.events.count()
    alices.post(f"/stories/AP-5/{how}/", {**fields, "before": "AP-1"})
    verbs = list(story.events.order_by("pk").values_list("verb", flat=True))[before:]
    story.refresh_from_db()
    stories[0].refresh_from_db()
    assert verbs == [{"moves": "story_moved", "plans": "story_planned"}[how]]
    assert story.rank < stories[0].rank
    alices.post(f"/stories/AP-5/{how}/", {**fields, "after": "AP-2"})
    assert story.events.order_by("pk").last().verb == "story_ranked"
