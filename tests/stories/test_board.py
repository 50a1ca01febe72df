import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.models import Project
from stories.models import Story
from tests.budgets import assert_budget
from tests.present import present
from web.templatetags.markdown import linked_keys

BOARD = "/projects/AP/board/"


def page(client, path=BOARD):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def keys(client, query=""):
    board = client.get(BOARD + query).context["board"]
    return [card.key for card in board.cards]


def test_the_running_sprint_is_shown_and_named(alices, running):
    assert "Sprint 1</h1>" in page(alices)
    assert keys(alices) == ["AP-1", "AP-2"]
    assert keys(alices, "?sprint=all") == ["AP-1", "AP-2", "AP-3", "AP-4", "AP-5"]


def test_without_a_running_sprint_all_open_stories_are_shown(alices):
    assert "No sprint is running" in page(alices)
    assert len(keys(alices)) == 5


def test_what_was_just_finished_stays_in_sight(alices, story, done, alice):
    story.move_to(done, by=alice)
    assert "AP-1" in keys(alices, "?sprint=all")


def test_dropped_stories_are_on_no_board(alices, story, alice):
    story.drop(by=alice)
    assert "AP-1" not in keys(alices, "?sprint=all")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=me", ["AP-1"]),
        ("owner=none", ["AP-3", "AP-4", "AP-5"]),
        ("discipline=engineering", ["AP-2"]),
        ("theme=none", ["AP-1", "AP-2", "AP-3", "AP-4"]),
        ("kind=bug", ["AP-3"]),
        ("label=moon", ["AP-4"]),
        ("blocked=1", ["AP-2"]),
        ("q=story+3", ["AP-3"]),
        ("q=ap-4", ["AP-4"]),
        ("q=5&owner=none", ["AP-5"]),
    ],
)
def test_filters_narrow_the_board(alices, stories, theme, alice, query, expected):
    stories[2].classify("bug", by=alice)
    stories[3].label(["moon"], by=alice)
    stories[1].block("the moon", by=alice)
    stories[4].file_under(theme, by=alice)
    assert keys(alices, f"?sprint=all&{query}") == expected


def test_the_owner_filter_finds_coworkers_too(alices, stories, alice, bob):
    stories[1].pair_with(alice, by=bob)
    assert keys(alices, "?owner=me") == ["AP-1", "AP-2"]


@pytest.mark.parametrize(
    "name", ["sprint", "owner", "discipline", "theme", "kind", "label", "blocked", "q", "lanes"]
)
@pytest.mark.parametrize("value", ["%00", "9" * 40, "-1", "%F0%9F%8D%95", "' or 1=1", "x" * 5000])
def test_nonsense_in_the_address_is_no_error(alices, name, value):
    page(alices, f"{BOARD}?{name}={value}")


@pytest.mark.parametrize("lanes", ["discipline", "owner", "theme"])
def test_lanes_hold_every_card_once(alices, lanes):
    board = alices.get(f"{BOARD}?lanes={lanes}").context["board"]
    placed = [
        card.key for lane in board.lanes for stack in lane.stacks.values() for card in stack.cards
    ]
    assert sorted(placed) == ["AP-1", "AP-2", "AP-3", "AP-4", "AP-5"]


def test_cards_wear_the_discipline_of_their_people(alices, story, alice, bob):
    story.pair_with(bob, by=alice)
    card = alices.get("/stories/AP-1/card/").content.decode()
    assert 'class="discipline science"' in card
    assert 'class="discipline engineering"' in card


def test_a_card_says_how_long_it_has_stood_in_work(alices, story, doing, alice):
    story.move_to(doing, by=alice)
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        card = alices.get("/stories/AP-1/card/").content.decode()
    assert "more than half a sprint" in card


def test_a_card_that_doesnt_fit_the_board_is_not_there(alices, running):
    assert alices.get("/stories/AP-1/card/").status_code == 200
    assert alices.get("/stories/AP-3/card/").status_code == 204
    assert alices.get("/stories/AP-3/card/?sprint=all").status_code == 200


def test_a_move_by_button_comes_back_to_the_board(alices, story, doing):
    answer = alices.post(
        "/stories/AP-1/moves/",
        {"column": doing.pk},
        headers={"Referer": f"http://testserver{BOARD}?owner=me"},
    )
    story.refresh_from_db()
    assert answer.status_code == 302
    assert answer.url == f"{BOARD}?owner=me"
    assert story.column == doing


def test_a_move_by_script_answers_with_nothing_and_keeps_the_place(alices, stories, doing, alice):
    for moved in stories[1:3]:
        moved.move_to(doing, by=alice)
    answer = alices.post(
        "/stories/AP-1/moves/",
        {"column": doing.pk, "before": "AP-3"},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 204
    assert [s.number for s in Story.objects.filter(column=doing).by_rank()] == [2, 1, 3]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"column": "999999"},
        {"column": "9" * 30},
        {"column": "x\0"},
        {"column": "-1"},
        {"column": "{doing}", "before": "AP-999"},
        {"column": "{doing}", "before": "\0"},
    ],
)
def test_a_move_to_nowhere_is_refused_with_a_sentence(alices, doing, fields):
    fields = {name: value.format(doing=doing.pk) for name, value in fields.items()}
    answer = alices.post("/stories/AP-1/moves/", fields, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content
    assert alices.post("/stories/AP-1/moves/", fields).status_code == 400


def test_a_column_of_another_project_is_no_place(alices, team, alice):
    other = present(Project.start(team, key="GE", name="Gemini", by=alice).columns.first())
    assert alices.post("/stories/AP-1/moves/", {"column": other.pk}).status_code == 400


def test_a_story_is_written_into_a_column_and_its_card_comes_back(alices, running, doing, apollo):
    answer = alices.post(
        "/projects/AP/stories/",
        {"title": "Dock\nwith the lander", "column": doing.pk, "sprint": running.pk},
        headers={"X-Requested-With": "fetch"},
    )
    story = apollo.stories.get(number=6)
    assert answer.status_code == 201
    assert 'id="story-AP-6"' in answer.content.decode()
    assert (story.title, story.column, story.sprint) == ("Dock with the lander", doing, running)


def test_a_story_that_doesnt_fit_the_page_is_written_all_the_same(alices, running, doing):
    answer = alices.post(
        "/projects/AP/stories/",
        {"title": "Later", "column": doing.pk},
        headers={"X-Requested-With": "fetch"},
    )
    assert answer.status_code == 201
    assert "AP-6 is written" in answer.content.decode()


@pytest.mark.parametrize("title", ["", " ", "x" * 241, "\0"])
def test_a_story_without_a_title_is_refused_and_nothing_lost(alices, doing, title):
    answer = alices.post("/projects/AP/stories/", {"title": title, "column": doing.pk})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    if title.strip(" \0"):
        assert title in answer.content.decode()


def test_a_finished_project_shows_its_board_without_controls(alices, apollo, alice, doing):
    apollo.enter("finished", by=alice)
    assert "data-quick-add" not in page(alices)
    answer = alices.post(
        "/stories/AP-1/moves/", {"column": doing.pk}, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 409
    assert b"finished" in answer.content


def test_a_guest_reads_the_board_and_moves_nothing(client, gina, stories, doing):
    client.force_login(gina)
    told = page(client)
    assert "Story 1" in told
    assert "data-quick-add" not in told
    assert "formaction" not in told
    assert "data-board" not in told.replace("data-board-voice", "")
    assert (
        client.post(
            "/stories/AP-1/moves/", {"column": doing.pk}, headers={"X-Requested-With": "fetch"}
        ).status_code
        == 403
    )


@pytest.mark.parametrize("path", [BOARD, "/stories/AP-1/card/", "/projects/NO/board/"])
def test_a_stranger_finds_nothing(client, charlie, stories, path):
    client.force_login(charlie)
    assert client.get(path).status_code == 404


def test_strangers_can_change_nothing(client, charlie, stories, doing):
    client.force_login(charlie)
    assert client.post("/stories/AP-1/moves/", {"column": doing.pk}).status_code == 404
    assert client.post("/projects/AP/stories/", {"title": "Mine"}).status_code == 404


def test_nobody_is_asked_to_sign_in_first(client, stories):
    assert client.get(BOARD).url.startswith("/sign-in/")


def test_wrong_methods_are_refused(alices):
    assert alices.post(BOARD).status_code == 405
    assert alices.get("/stories/AP-1/moves/").status_code == 405
    assert alices.get("/projects/AP/stories/").status_code == 405


def test_the_page_listens_from_before_its_stories_were_read(alices, apollo):
    assert f"?after={apollo.events.last_id()}" in page(alices)


def test_the_board_costs_the_same_with_more_stories(alices, apollo, stories, alice, bob):
    def grow():
        for number in range(15):
            story = Story.write(apollo, title=f"More {number}", owner=alice, by=alice)
            story.pair_with(bob, by=alice)

    assert_budget("page board", lambda: alices.get(BOARD), grow)
    assert_budget("page card", lambda: alices.get("/stories/AP-1/card/"), lambda: None)


def head_of(client, column, query=""):
    head = client.get(BOARD + query).context["board"].heads[column.pk]
    return (head.shown, head.total, head.is_over)


@pytest.mark.parametrize("lanes", ["", "&lanes=owner"])
@pytest.mark.parametrize("query", ["owner=me", "kind=bug", "q=story+3", "q=ap-1"])
def test_a_filter_changes_neither_the_number_beside_a_limit_nor_the_limit(
    alices, stories, alice, doing, query, lanes
):
    doing.set_up(name="Doing", wip_limit=2, by=alice)
    for story in stories[:3]:
        story.move_to(doing, by=alice)
    assert head_of(alices, doing, "?sprint=all" + lanes) == (3, 3, True)

    shown, total, is_over = head_of(alices, doing, f"?sprint=all&{query}{lanes}")

    assert (total, is_over) == (3, True)
    assert shown < 3
    told = " ".join(page(alices, f"{BOARD}?sprint=all&{query}{lanes}").split())
    assert f'<span data-shown>{shown}</span> shown · <span data-count="{doing.pk}"' in told
    assert "column-over" in told


def test_the_board_of_a_closed_sprint_is_not_live(alices, running, alice):
    assert b"data-live" in alices.get("/projects/AP/board/").content
    running.close(by=alice)
    assert b"data-live" not in alices.get("/projects/AP/board/?sprint=1").content


def test_an_empty_board_says_what_fits_the_sprint_and_the_reader(
    client, apollo, sprint, alice, gina
):
    client.force_login(alice)
    assert b"into this sprint" in client.get("/projects/AP/board/?sprint=1").content
    page = client.get("/projects/AP/board/").content
    assert b"into this sprint" not in page
    assert b"Done ones stay for a week" in page
    client.force_login(gina)
    page = client.get("/projects/AP/board/").content
    assert b"Nothing on this board yet" in page
    assert b"Write the first story" not in page


def test_a_card_tells_what_stands_behind_the_filters(alices, running, stories, done, alice):
    stories[1].move_to(done, by=alice)
    answer = alices.get("/stories/AP-2/card/?owner=me")
    assert answer.status_code == 204  # bob's
    assert json.loads(answer["X-Totals"]) == {str(stories[0].column_id): 1, str(done.pk): 1}
    assert "X-Totals" not in alices.get("/stories/AP-2/card/")


def test_a_message_leads_to_the_story_it_names(alices):
    page = alices.post("/projects/AP/backlog/stories/", {"title": "New"}, follow=True)
    assert '<a href="/stories/AP-6/">AP-6</a> is written.' in page.content.decode()
    assert linked_keys("<b> AP-1 /AP-1 XAP-1x") == (
        '&lt;b&gt; <a href="/stories/AP-1/">AP-1</a> /AP-1 XAP-1x'
    )
