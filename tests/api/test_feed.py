"""Who follows the feed of all their teams misses nothing, whoever commits first."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from base.roles import Discipline, Role
from history.feed import FeedPlace, NoPlaceError
from history.models import Event
from projects.models import Project
from stories.models import Story
from teams.models import Team
from tests.databases import uncommitted


class Follower:
    """Reads on from where it stopped, as far as there is anything."""

    def __init__(self, client, **start):
        self.client, self.query, self.lines = client, start, []

    def read(self):
        """Return the new lines, page by page."""
        read, goes_on = [], True
        while goes_on:
            answer = self.client.get("feed/", self.query)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            read += page["results"]
            self.query = {**self.query, "cursor": page["cursor"]}
            goes_on = page["next"] is not None
        self.lines += read
        return read


@pytest.fixture
def gemini(team, alice):
    return Project.start(team, key="GE", name="Gemini", by=alice)


@pytest.fixture
def hers(api, alice):
    return api(alice)


def words(lines):
    return [(line["verb"], line["story"]) for line in lines]


@pytest.mark.django_db(transaction=True)
def test_a_line_that_commits_after_a_later_one_is_read_too(hers, apollo, gemini, alice):
    follower = Follower(hers, start="now")
    assert follower.read() == []
    with uncommitted(lambda: Story.write(apollo, title="First drawn", by=alice)):
        Story.write(gemini, title="First committed", by=alice)
        assert words(follower.read()) == [("story_created", "GE-1")]
    assert words(follower.read()) == [("story_created", "AP-1")]
    first, second = follower.lines
    assert first["id"] > second["id"]


@pytest.mark.django_db(transaction=True)
def test_what_a_team_says_of_itself_is_read_however_late_it_commits(hers, root, apollo, alice):
    other = Team.found(name="Base", slug="base", by=root)
    other.take_in(alice, discipline=Discipline.SCIENCE, role=Role.LEAD, by=root)
    follower = Follower(hers, start="now")
    follower.read()
    with uncommitted(lambda: other.rename("Moon base", by=alice)):
        Story.write(apollo, title="First committed", by=alice)
        assert words(follower.read()) == [("story_created", "AP-1")]
    assert words(follower.read()) == [("team_renamed", None)]


@pytest.mark.django_db(transaction=True)
def test_beside_four_writers_every_line_is_read_once(hers, team, alice):
    projects = []
    for number in range(3):
        projects.append(Project.start(team, key=f"P{number}X", name="Apollo", by=alice))
    follower = Follower(hers, page_size=3)

    def write(turn):
        try:
            for number in range(6):
                Story.write(projects[(turn + number) % 3], title="Story", by=alice)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, turn) for turn in range(4)]
        while not all(one.done() for one in writing):
            follower.read()
        for one in writing:
            one.result()
    follower.read()
    read = [line["id"] for line in follower.lines]
    assert len(read) == len(set(read))
    assert set(read) == set(Event.objects.values_list("pk", flat=True))


def test_pages_of_any_size_hold_the_same_lines(hers, rows, gemini, alice):
    Story.write(gemini, title="There", by=alice)
    everything = Follower(hers, page_size=200).read()
    seen = Event.objects.visible_to(alice).order_by("pk").values_list("pk", flat=True)
    assert [line["id"] for line in everything] == list(seen)
    for size in (1, 2, 7):
        assert Follower(hers, page_size=size).read() == everything


def test_who_has_read_all_may_ask_again_and_again(hers, rows):
    follower = Follower(hers)
    follower.read()
    answer = hers.get("feed/", follower.query)
    assert answer.json() == {"results": [], "next": None, "cursor": follower.query["cursor"]}
    again = hers.get("feed/", follower.query, if_none_match=answer["ETag"])
    assert again.status_code == 304


def test_a_team_that_somebody_comes_into_is_told_from_its_first_line(api, charlie, apollo, alice):
    his = Follower(api(charlie), start="now")
    his.read()
    Story.write(apollo, title="Before", by=alice)
    assert his.read() == []
    apollo.team.take_in(charlie, discipline=Discipline.ENGINEERING, by=alice)
    told = his.read()
    assert {line["id"] for line in told} == set(apollo.team.events.values_list("pk", flat=True))
    apollo.team.let_go(charlie, by=alice)
    Story.write(apollo, title="Without him", by=alice)
    assert his.read() == []
    apollo.team.take_in(charlie, discipline=Discipline.ENGINEERING, by=alice)
    verbs = [line["verb"] for line in his.read()]
    assert verbs == ["team_member_left", "story_created", "team_member_joined"]


def test_a_guest_goes_on_behind_lines_that_are_not_for_guests(api, gina, apollo, alice):
    story = Story.write(apollo, title="Open", by=alice)
    hers = Follower(api(gina), start="now", page_size=2)
    hers.read()
    for _ in range(5):
        story.comment("Among us", internal=True, by=alice)
    story.comment("For all", by=alice)
    assert [line["verb"] for line in hers.read()] == ["story_commented"]


def test_a_place_that_an_older_backup_lacks_is_gone(hers, apollo):
    ahead = FeedPlace(projects={apollo.pk: Event.objects.last_id() + 1})
    answer = hers.get("feed/", {"cursor": str(ahead)})
    assert answer.status_code == 410
    assert "Begin anew" in answer.json()["detail"]


def test_another_persons_cursor_shows_nothing_of_theirs(api, hers, charlie, rows):
    follower = Follower(hers, page_size=1)
    cursor = hers.get("feed/", {"page_size": 1}).json()["cursor"]
    follower.read()
    assert Follower(api(charlie), cursor=cursor).read() == []
    assert Follower(api(charlie), **follower.query).read() == []


@pytest.mark.parametrize(
    "cursor", ["x", "eJw", "🍕", "x" * 7001, str(FeedPlace()) + "AAAA", "kICA", "kIGA"]
)
def test_what_is_no_cursor_is_refused_by_its_name(hers, apollo, cursor):
    answer = hers.get("feed/", {"cursor": cursor})
    assert answer.status_code in (400, 404)
    assert answer.json()["errors"][0]["parameter"] == "cursor"


ids = st.dictionaries(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))


@given(ids, ids)
def test_a_place_is_read_as_it_was_written(projects, teams):
    place = FeedPlace(projects, teams)
    assert FeedPlace.parse(str(place)) == place


@given(st.text())
def test_any_text_is_a_place_or_none(text):
    with suppress(NoPlaceError):
        FeedPlace.parse(text)


def test_five_hundred_projects_fit_into_an_address():
    place = FeedPlace({n: 1_000_000 + n * 7919 % 900_000 for n in range(1, 500)}, {1: 5})
    assert len(str(place)) < 7000


def test_a_poll_costs_as_many_statements_with_many_projects(
    hers, team, alice, django_assert_num_queries
):
    hers.get("feed/")  # it notes when the token was used
    for count in (1, 12):
        for number in range(count):
            Project.start(team, key=f"P{count}X{number}", name="Apollo", by=alice)
        with django_assert_num_queries(6):
            hers.get("feed/")


def test_a_stranger_without_a_team_follows_an_empty_feed(api, bob):
    assert Team.objects.count() == 0
    assert api(bob).get("feed/").json()["results"] == []
