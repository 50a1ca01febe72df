"""What hands do in a backlog and on a story: select many, write one after the other, go back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_board import held
from tests.browser.visiting import drawn_again
from tests.live.conftest import wait_until

BACKLOG = "/projects/AP/backlog/"


@pytest.fixture
def page(visit, alice, stories):
    return visit(alice, BACKLOG)


def selected(page):
    return page.eval_on_selector_all(
        "[name=stories]:checked", "boxes => boxes.map(box => box.value)"
    )


def test_shift_selects_all_between_and_says_how_many(page):
    page.get_by_label("Select AP-3").click()
    page.get_by_label("Select AP-5").click(modifiers=["Shift"])
    assert selected(page) == ["3", "4", "5"]
    expect(page.locator("[data-board-voice]")).to_have_text("3 stories selected")
    expect(page.locator("[data-selected]")).to_have_text("3")


def test_shift_and_arrows_select_one_after_the_other(page):
    page.get_by_label("Select AP-3").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowUp")
    assert selected(page) == ["3", "4", "5"]
    expect(page.get_by_label("Select AP-4")).to_be_focused()


def test_one_box_selects_all_of_the_page_and_none(page):
    page.get_by_label("Select all").check()
    assert selected(page) == ["3", "4", "5"]
    page.get_by_label("Select AP-4").uncheck()
    expect(page.get_by_label("Select all")).not_to_be_checked()
    page.get_by_label("Select all").check()
    page.get_by_label("Select all").uncheck()
    assert selected(page) == []


def test_stories_are_written_one_after_the_other_without_a_reload(page):
    page.evaluate("window.isTheSame = true")
    field = page.get_by_label("Title of the new story")
    for title in ("First", "Second"):
        field.fill(title)
        field.press("Enter")
        expect(page.locator("#backlog-list")).to_contain_text(title)
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    assert page.evaluate("window.isTheSame")


def test_a_button_says_where_it_moved_the_story(page):
    page.get_by_label("Move AP-4 up").click()
    expect(page.locator("[data-board-voice]")).to_have_text("AP-4: the backlog, place 1")


def test_blocking_takes_the_focus(page):
    page.goto("/stories/AP-1/")
    page.get_by_text("Block it").click()
    expect(page.get_by_label("What does it wait for?")).to_be_focused()


def test_the_way_back_keeps_the_filters(page):
    page.goto("/projects/AP/board/?sprint=all&owner=me")
    page.get_by_role("link", name="Story 1").click()
    page.wait_for_url("**/stories/**")
    page.reload()
    page.get_by_label("Where you are").get_by_role("link", name="Board").click()
    page.wait_for_url("**/board/?sprint=all&owner=me")


def test_a_printed_board_tells_titles_whole(page, stories, alice):
    stories[0].rename("word " * 40, by=alice)
    page.goto("/projects/AP/board/?sprint=1")
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        ".card-title, .column-head h2",
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)",
    )
    assert cut == []


def sizes(apollo):
    stories = apollo.stories.order_by("number")
    return {f"AP-{number}": points for number, points in stories.values_list("number", "points")}


@pytest.mark.parametrize("leaves", ["Enter", "Tab", ""])
def test_a_number_typed_on_while_it_is_saved_is_no_conflict_with_oneself(
    page, stories, apollo, leaves
):
    on_their_way = []
    page.route(re.compile("/estimates/$"), lambda route: on_their_way.append(route))
    field = page.get_by_label("Points of AP-4")
    field.fill("5")
    field.press("Enter")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("5")
    if leaves:
        page.keyboard.press(leaves)
    with drawn_again(page):
        held(page, on_their_way).continue_()
    page.unroute_all()
    expect(field).to_have_value("55")
    if not leaves:
        field.press("Enter")
    wait_until(lambda: page.evaluate("true") and sizes(apollo)["AP-4"] == 55)
    expect(page.locator(".toast-error")).to_have_count(0)


def test_a_number_typed_in_one_row_outlives_the_saving_of_another(page, stories, apollo):
    on_their_way = []
    page.route(re.compile("/estimates/$"), lambda route: on_their_way.append(route))
    page.get_by_label("Points of AP-4").fill("5")
    page.keyboard.press("Enter")
    page.get_by_label("Points of AP-5").fill("8")
    with drawn_again(page):
        held(page, on_their_way).continue_()
    page.unroute_all()
    expect(page.get_by_label("Points of AP-5")).to_have_value("8")
    page.get_by_label("Points of AP-5").press("Enter")
    wait_until(lambda: page.evaluate("true") and sizes(apollo)["AP-5"] == 8)
    wait_until(lambda: page.evaluate("true") and sizes(apollo)["AP-4"] == 5)
    expect(page.locator(".toast-error")).to_have_count(0)
