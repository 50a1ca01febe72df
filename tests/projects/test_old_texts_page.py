"""The page of what a line of history overwrote."""

import html
import re

import pytest

from history.difference import MOST_PAIRS, difference
from history.models import Event, OldText
from stories.models import Story
from tests.budgets import assert_budget
from tests.history.overwriting import EMPTIED, REPLACED, World
from tests.present import present

SCRIPTS = "Zażółć 漢字\n\nالعربية 🍕 <b>&amp;\t“’"


@pytest.fixture
def world(apollo, stories, alice):
    return World(apollo, stories[2], alice)


def newest():
    return present(Event.objects.order_by("pk").last()).pk


def shown(client, event=None):
    answer = client.get(f"/events/{event or newest()}/texts/")
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(page):
    """The texts on the page, without the marks of what changed."""
    for box in re.findall(r'<div class="old-text-words" dir="auto">(.*?)</div>', page, re.DOTALL):
        yield html.unescape(re.sub(r'<span class="hidden-text">.*?</span>|<[^>]+>', "", box))


@pytest.mark.parametrize("label", REPLACED)
def test_it_shows_what_was_there_and_what_came_after(alices, world, label):
    save = REPLACED[label](world)
    save(SCRIPTS[:40])
    save("Then this")

    page = shown(alices)

    assert SCRIPTS[:40] in list(words_of(page))
    assert "Then this" in list(words_of(page))
    assert "<del>" in page
    assert "<ins>" in page


@pytest.mark.parametrize("label", EMPTIED)
def test_it_shows_what_was_taken_away(alices, world, alice, label):
    make, empty = EMPTIED[label]
    empty(make(world, "What was said"), alice)

    page = shown(alices)

    assert "What was said" in list(words_of(page))
    assert "taken away" in page or "isn’t there any more" in page


def test_what_came_after_is_the_next_text_not_the_present_one(alices, world, alice):
    for title in ("First", "Second", "Third"):
        world.story.rename(title, by=alice)
    event = OldText.objects.get(text="First").event_id

    assert list(words_of(shown(alices, event)))[1:] == ["First", "Second"]


def test_a_line_that_overwrote_a_text_leads_there_and_others_dont(alices, world, alice):
    world.story.describe("First", by=alice)  # overwrote nothing
    world.story.describe("Second", by=alice)
    where = f"/events/{newest()}/texts/"

    for path in (f"/stories/{world.story.key}/", "/projects/AP/", "/projects/AP/activity/"):
        page = alices.get(path).content.decode()
        assert re.findall(r'href="(/events/\d+/texts/)"', page) == [where], path


def test_a_reworded_comment_leads_there_for_whoever_may_read_it(client, gina, bob, story):
    for internal in (True, False):
        comment = story.comment("Words", internal=internal, by=bob)
        comment.reword("Other words", by=bob)
        for person in (gina, bob):
            client.force_login(person)
            for path in (f"/stories/{story.key}/", "/projects/AP/activity/"):
                is_told = f"/events/{newest()}/texts/" in client.get(path).content.decode()
                assert is_told is (person == bob or not internal), (person, path, internal)


def test_a_team_that_was_renamed_leads_there_too(alices, world, alice):
    world.team.rename("Orbiters", by=alice)
    assert f"/events/{newest()}/texts/" in alices.get("/teams/orbit/activity/").content.decode()
    assert "Orbit" in list(words_of(shown(alices)))


def test_a_guest_hears_nothing_in_the_team_of_what_is_contested(client, gina, world, alice):
    save = REPLACED["metrics.reading.contest_note"](world)
    for note in ("First", "Second"):
        save(note)
    client.force_login(gina)
    page = client.get("/teams/orbit/activity/").content.decode()
    assert "contested" not in page
    assert "joined" in page or "took" in page
    assert client.get(f"/events/{newest()}/texts/").status_code == 404


def test_the_activity_of_a_team_stays_in_its_budget(alices, world, alice):
    def grow():
        for name in ("Orbiters", "Landers", "Rovers"):
            world.team.rename(name, by=alice)

    assert_budget("page team activity", lambda: alices.get("/teams/orbit/activity/"), grow)


def test_a_line_without_old_texts_says_so(alices, apollo):
    assert "overwrote no text" in shown(alices, apollo.events.first().pk)


def test_html_in_an_old_text_is_text(alices, world, alice):
    for title in ("<script>alert(1)</script>", "Second <img src=x>"):
        world.story.rename(title, by=alice)
    world.story.rename("Third", by=alice)
    page = shown(alices)

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


# --- striking out ---


@pytest.fixture
def password(world, alice):
    for title in ("hunter2", "Second"):
        world.story.rename(title, by=alice)
    return f"/events/{newest()}/texts/"


def test_a_lead_is_asked_then_it_is_gone_and_the_page_says_who_and_why(alices, password):
    reason = {"reason": "A password <of> mine"}
    asked = alices.post(f"{password}title/strike-out/", reason)
    assert asked.status_code == 200
    assert 'name="sure"' in asked.content.decode()
    assert OldText.objects.filter(text="hunter2").exists()

    done = alices.post(f"{password}title/strike-out/", reason | {"sure": "1"}, follow=True)

    page = done.content.decode()
    assert "hunter2" not in page
    assert "Struck out by Alice" in page
    assert "A password &lt;of&gt; mine" in page
    assert f"{password}title/strike-out/" not in page
    for path in ("/projects/AP/activity/", f"/stories/{Story.objects.get(title='Second').key}/"):
        page = alices.get(path).content.decode()
        assert "hunter2" not in page
        assert "struck an old" in page


@pytest.mark.parametrize("reason", ["", " ", "x" * 241, "\x00"])
def test_without_a_reason_nothing_is_struck_out(alices, password, reason):
    answer = alices.post(f"{password}title/strike-out/", {"reason": reason, "sure": "1"})

    assert answer.status_code == 400
    assert "hunter2" in answer.content.decode()
    assert OldText.objects.filter(text="hunter2").exists()


@pytest.mark.parametrize("who", ["bob", "gina"])
def test_others_neither_see_the_form_nor_get_through(client, password, who, request):
    client.force_login(request.getfixturevalue(who))
    assert "strike-out" not in shown(client)
    for sure in ({}, {"sure": "1"}):
        answer = client.post(f"{password}title/strike-out/", {"reason": "Mine", **sure})
        assert answer.status_code in (302, 403)
    assert OldText.objects.filter(text="hunter2").exists()


def test_a_field_that_wasnt_overwritten_cant_be_struck_out(alices, password):
    answer = alices.post(f"{password}body/strike-out/", {"reason": "Mine", "sure": "1"})
    assert answer.status_code == 404


def test_its_statements_are_as_many_for_a_long_history(alices, world, alice):
    fields = {"name": "Apollo 11", "customer": "Nasa", "business_goal": "The moon"}
    world.project.edit(**fields, by=alice)
    world.project.edit(**dict.fromkeys(fields, "Other"), by=alice)
    event = newest()

    def grow():
        for turn in range(3):
            world.project.edit(**dict.fromkeys(fields, f"Other {turn}"), by=alice)

    assert_budget("page old texts", lambda: alices.get(f"/events/{event}/texts/"), grow)


# --- the difference ---


@pytest.mark.parametrize(
    ("was", "now", "parts"),
    [
        ("", "", []),
        ("same", "same", [("same", "same")]),
        ("", "new", [("new", "new")]),
        ("old", "", [("gone", "old")]),
        (
            "one two three",
            "one 2 three",
            [
                ("same", "one "),
                ("gone", "two"),
                ("new", "2"),
                ("same", " three"),
            ],
        ),
        ("Media", "Media and more", [("same", "Media"), ("new", " and more")]),
        (
            "Sell ads.",
            "Sell ads, seen.",
            [
                ("same", "Sell ads"),
                ("new", ", seen"),
                ("same", "."),
            ],
        ),
        (
            "a one two b",
            "a 1 2 b",
            [
                ("same", "a "),
                ("gone", "one two"),
                ("new", "1 2"),
                ("same", " b"),
            ],
        ),
        (
            "画像を見る",
            "画像を聞く",
            [
                ("same", "画像を"),
                ("gone", "見る"),
                ("new", "聞く"),
            ],
        ),
    ],
)
def test_a_difference_is_told_word_by_word(was, now, parts):
    assert difference(was, now) == parts


LONG = "word " * 20_000
CASES = [
    (LONG, LONG.replace("word ", "other ", 7)),
    (LONG, "x y " * 25_000),
    ("漢" * 100_000, "字漢" * 50_000),
    ("a\n" * 50_000, "b\n" * 50_000),
    (LONG, ""),
    ("a" * 100_000, "b" * 100_000),
    (SCRIPTS, SCRIPTS[::-1]),
]


@pytest.mark.parametrize(("was", "now"), CASES)
def test_nothing_of_either_text_is_missing_however_long_they_are(was, now):
    parts = difference(was, now)

    assert "".join(text for kind, text in parts if kind != "new") == was
    assert "".join(text for kind, text in parts if kind != "gone") == now


def test_one_word_in_a_long_text_is_found_by_itself():
    was = LONG + "old " + LONG
    now = LONG + "new " + LONG

    assert difference(was, now) == [
        ("same", LONG),
        ("gone", "old"),
        ("new", "new"),
        ("same", f" {LONG}"),
    ]


def test_two_texts_too_long_to_compare_by_words_are_compared_by_lines():
    line = "漢" * 1000 + "\n"
    was, now = f"old\n{line * 90}old\n", f"new\n{line * 90}new\n"
    assert len(was) * len(now) > MOST_PAIRS

    assert difference(was, now) == [
        ("gone", "old\n"),
        ("new", "new\n"),
        ("same", line * 90),
        ("gone", "old\n"),
        ("new", "new\n"),
    ]
