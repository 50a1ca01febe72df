import re

import pytest
from playwright.sync_api import expect

from tests.live.conftest import wait_until

BOARD = "/projects/AP/board/"


def card(page, key):
    return page.locator(f"[data-story={key}]")


def stack(page, column):
    return page.locator(f"#column-{column.pk}")


def live(page):
    expect(page.locator("[data-live][data-state=open]")).to_be_attached()
    return page


def held(page, routes):
    """The next request that a route caught; Playwright tells of it only while it is asked."""
    wait_until(lambda: page.wait_for_function("() => true") and routes)
    return routes.pop(0)


def test_a_card_is_dragged_and_moves_in_a_second_browser(visit, running, story, alice, bob, doing):
    mine, theirs = live(visit(alice, BOARD)), live(visit(bob, BOARD))

    drag(mine, card(mine, "AP-1"), stack(mine, doing))

    expect(stack(mine, doing).locator("[data-story=AP-1]")).to_be_visible()
    expect(stack(theirs, doing).locator("[data-story=AP-1]")).to_be_visible()
    expect(card(theirs, "AP-1")).to_have_class(re.compile("card-news"))
    story.refresh_from_db()
    assert story.column == doing


def drag(page, what, where):
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 40, steps=8)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 44, steps=3)
    with page.expect_response(re.compile("/moves/|/plans/")):
        page.mouse.up()


def test_a_card_is_carried_by_keyboard_and_put_back_with_escape(
    visit, running, story, alice, doing
):
    page = visit(alice, BOARD)
    card(page, "AP-1").locator("a").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-board-voice]")).to_have_text("Doing, place 1")
    page.keyboard.press("Escape")
    expect(page.locator("[data-board-voice]")).to_have_text("Put back.")

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_response(re.compile("/moves/")):
        page.keyboard.press("Space")
    story.refresh_from_db()
    assert story.column == doing
    expect(card(page, "AP-1").locator("a")).to_be_focused()


def test_a_refused_move_goes_back_and_says_why(visit, running, story, alice, apollo, doing):
    page = visit(alice, BOARD)
    apollo.enter("finished", by=alice)
    card(page, "AP-1").get_by_role("button", name="on to Doing").click()

    expect(page.locator(".toast-error")).to_contain_text("finished")
    expect(stack(page, doing).locator("[data-story]")).to_have_count(0)
    visit.complaints.expect_refusals()


def test_cards_are_written_one_after_the_other(visit, running, alice, apollo):
    page = visit(alice, BOARD)
    page.locator(".quick-add summary").first.click()
    for title in ("First thought", "Second thought"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.get_by_text(title)).to_be_visible()
    assert set(apollo.stories.filter(sprint=running).values_list("title", flat=True)) >= {
        "First thought",
        "Second thought",
    }


@pytest.mark.parametrize("path", [BOARD, "/stories/AP-1/"])
def test_what_is_opened_to_be_written_in_has_the_focus_before_a_letter_can_come(
    path, visit, running, story, alice
):
    page = visit(alice, path)
    without = page.evaluate("""() => {
        const summaries = [...document.querySelectorAll(".quick-add > summary, .editor > summary")]
        const opened = summaries.map((summary) => [summary.textContent, summary.click(),
            summary.parentElement.contains(document.activeElement)])
        return opened.length ? opened.filter(([, , has]) => !has) : "nothing to open"
    }""")
    assert without == []


def test_the_boards_way_to_a_new_story_leads_into_its_title(visit, running, alice, apollo):
    page = visit(alice, BOARD)
    page.get_by_role("link", name="New story").click()
    page.wait_for_url("**/backlog/#new")
    title = page.get_by_label("Title of the new story")
    expect(title).to_be_focused()
    bar, field = page.locator(".top").bounding_box(), title.bounding_box()
    assert field["y"] >= bar["y"] + bar["height"]
    page.keyboard.type("A brand new thing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="A brand new thing")).to_be_visible()


def test_a_title_typed_while_another_is_on_its_way_is_kept(visit, running, alice, apollo):
    page = visit(alice, BOARD)
    on_their_way = []
    page.route(re.compile("/projects/AP/stories/"), lambda route: on_their_way.append(route))
    page.locator(".quick-add summary").first.click()
    for title in ("First thought", "Second thought"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    page.keyboard.type("Third")
    for title in ("First thought", "Second thought"):
        expect(page.get_by_text(title)).to_have_count(0)
        held(page, on_their_way).continue_()
        expect(page.get_by_text(title)).to_be_visible()

    expect(page.locator(".quick-add[open] textarea")).to_have_value("Third")
    assert apollo.stories.filter(title__endswith="thought").count() == 2


def test_a_title_that_was_not_taken_stands_before_what_was_typed_since(visit, running, alice):
    page = visit(alice, BOARD)
    on_their_way = []
    page.route(re.compile("/projects/AP/stories/"), lambda route: on_their_way.append(route))
    page.locator(".quick-add summary").first.click()
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    page.keyboard.type("second")
    held(page, on_their_way).abort()

    expect(page.locator(".toast-error")).to_be_visible()
    expect(page.locator(".quick-add[open] textarea")).to_have_value("First second")
    visit.complaints.expect_refusals()


def test_a_card_that_leaves_the_filter_leaves_the_page(visit, running, story, alice, bob):
    page = live(visit(alice, f"{BOARD}?owner=me"))
    story.hand_to(bob, by=bob)
    expect(card(page, "AP-1")).to_have_count(0)


def test_without_scripts_the_board_still_moves_cards(visit, running, story, alice, doing):
    page = visit(alice, BOARD, java_script_enabled=False)
    card(page, "AP-1").get_by_role("button", name="on to Doing").click()
    expect(stack(page, doing).locator("[data-story=AP-1]")).to_be_visible()
    page.locator(".filter-menu summary").click()
    page.get_by_label("Owner").select_option("Mine")
    page.locator(".filter-menu").get_by_role("button", name="Show").click()
    expect(page.locator("[data-story]")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        BOARD,
        f"{BOARD}?lanes=discipline",
        "/projects/AP/backlog/",
        "/stories/AP-1/",
        "/search/?q=sto",
    ],
)
def test_pages_of_stories_are_accessible(visit, accessible, running, story, alice, path, scheme):
    story.block("Waits for fuel", by=alice)
    story.comment("Soon", internal=True, by=alice)
    accessible(visit(alice, path, color_scheme=scheme))


@pytest.mark.parametrize("path", [BOARD, "/projects/AP/backlog/", "/stories/AP-1/"])
def test_pages_fit_a_narrow_screen(visit, running, alice, path):
    page = visit(alice, path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_others_move_behind_the_filters_is_counted(visit, running, stories, alice, bob, doing):
    page = live(visit(alice, f"{BOARD}?owner=me"))
    number = page.locator(f'[data-count="{doing.pk}"]')
    expect(number).to_have_text("0")
    stories[1].move_to(doing, by=bob)
    expect(number).to_have_text("1")
    expect(card(page, "AP-2")).to_have_count(0)
