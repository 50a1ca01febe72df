"""The session ends while somebody works: they sign in over the page, and what they did goes on."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.test_board import BOARD, card, stack
from tests.browser.visiting import sign_in
from tests.world import PASSWORD
from web import limits

STORY = "/stories/AP-1/"


@pytest.fixture(autouse=True)
def fresh_count():
    limits.forget_all()
    yield
    limits.forget_all()


@pytest.fixture
def lose(visit):
    """A page whose session has ended; what the browser itself notes of refusals is no fault."""

    def open_as(person, path, **options):
        page = visit(person, path, **options)
        page.wait_for_load_state("load")
        Session.objects.all().delete()
        return page

    visit.complaints.expect_refusals()
    return open_as


def dialog(page):
    return page.get_by_role("dialog", name="Sign in again")


def come_back(page, password=PASSWORD):
    expect(dialog(page)).to_be_visible()
    field = dialog(page).get_by_label("Password")
    expect(field).to_be_focused()
    expect(field).to_have_value("")  # the answer to what was typed before is shown
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def comment(page, words="Three hours' work"):
    page.get_by_label("Comment").fill(words)
    page.get_by_role("button", name="Comment").click()


def describe(page):
    page.get_by_text("Describe it").click()
    page.get_by_label("Description", exact=True).last.fill("Up **and away**")
    page.get_by_role("button", name="Save").click()


def choose_owner(page):
    page.get_by_label("Owner", exact=True).select_option("Bob")


STORY_ACTS = {
    "comment": (comment, "Three hours' work"),
    "describe": (describe, "described it"),
    "select": (choose_owner, "handed it to Bob"),
}


@pytest.mark.parametrize("act", STORY_ACTS)
def test_what_was_done_in_a_story_goes_on_after_the_sign_in(lose, story, alice, bob, act):
    do, told = STORY_ACTS[act]
    page = lose(alice, STORY)
    do(page)
    come_back(page)
    expect(page.locator(".history")).to_contain_text(told)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".toast-error")).to_have_count(0)
    comment(page, "And more")
    expect(page.locator(".history")).to_contain_text("And more")  # the page's tokens are new ones


def drag(page, what, where):
    start, end = what.bounding_box(), where.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 40, steps=8)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 44, steps=3)
    page.mouse.up()


def carry(page, what, where):
    what.locator("a").focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)


@pytest.mark.parametrize("hand", [drag, carry])
def test_a_card_that_was_moved_stays_where_it_was_put(lose, running, story, alice, doing, hand):
    page = lose(alice, BOARD)
    hand(page, card(page, "AP-1"), stack(page, doing))
    expect(dialog(page)).to_be_visible()
    with page.expect_response(lambda answer: answer.status == 204):
        come_back(page)
    expect(stack(page, doing).locator("[data-story=AP-1]")).to_be_visible()
    expect(card(page, "AP-1")).not_to_have_class("card-pending")
    story.refresh_from_db()
    assert story.column == doing


def test_a_card_goes_back_where_nobody_signs_in(lose, running, story, alice, doing):
    page = lose(alice, BOARD)
    was = story.column
    carry(page, card(page, "AP-1"), None)
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(stack(page, was).locator("[data-story=AP-1]")).to_be_visible()
    expect(page.locator(".toast-error")).to_contain_text("nothing was changed")
    expect(card(page, "AP-1").locator("a")).to_be_focused()


def test_a_story_that_was_written_quickly_is_written_once(lose, running, apollo, alice):
    page = lose(alice, BOARD)
    page.locator(".quick-add summary").first.click()
    expect(page.locator(".quick-add textarea").first).to_be_focused()
    page.keyboard.type("A thought")
    page.keyboard.press("Enter")
    come_back(page)
    expect(page.locator("[data-story]").get_by_text("A thought")).to_be_visible()
    assert apollo.stories.filter(title="A thought").count() == 1
    page.keyboard.type("Another")  # the focus is back where they wrote
    page.keyboard.press("Enter")
    expect(page.locator("[data-story]").get_by_text("Another")).to_be_visible()


def test_a_wrong_password_is_said_in_the_dialog_and_the_words_stay(lose, story, alice, accessible):
    page = lose(alice, STORY)
    comment(page)
    come_back(page, "wrong")
    expect(dialog(page).get_by_role("alert")).to_contain_text("don't belong together")
    expect(dialog(page).get_by_label("E-mail")).to_have_value(alice.email)
    accessible(page)
    come_back(page)
    expect(page.locator(".history")).to_contain_text("Three hours' work")


def test_too_many_attempts_are_said_in_the_dialog(lose, story, alice):
    page = lose(alice, STORY)
    comment(page)
    for _ in range(11):
        with page.expect_response("**/sign-in/here/"):
            come_back(page, "wrong")
    expect(dialog(page).get_by_role("alert")).to_contain_text("Too many attempts")


def test_escape_keeps_the_words_and_gives_the_focus_back(lose, story, alice):
    page = lose(alice, STORY)
    field = page.get_by_label("Comment")
    field.fill("Three hours' work")
    field.press("Control+Enter")
    expect(dialog(page)).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(field).to_have_value("Three hours' work")
    expect(field).to_be_focused()
    assert story.comments.count() == 0
    field.press("Control+Enter")
    come_back(page)
    expect(page.locator(".history")).to_contain_text("Three hours' work")


def test_a_choice_that_was_not_made_does_not_stand_there(lose, story, alice, bob):
    page = lose(alice, STORY)
    owner = page.get_by_label("Owner", exact=True)
    was = owner.input_value()
    choose_owner(page)
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(owner).to_have_value(was)


def test_somebody_else_who_signs_in_sends_nothing(lose, story, alice, bob):
    page = lose(alice, STORY)
    comment(page)
    dialog(page).get_by_label("E-mail").fill(bob.email)
    dialog(page).get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    told = page.get_by_role("dialog", name="This page is somebody else’s")
    expect(told).to_contain_text("Nothing was sent")
    told.get_by_role("button", name="Back to the page").click()
    expect(page.get_by_label("Comment")).to_have_value("Three hours' work")
    page.get_by_role("button", name="Comment").click()
    expect(told).to_be_visible()
    assert story.comments.count() == 0


def test_who_signed_in_by_another_window_is_not_asked(visit, story, alice):
    page = visit(alice, STORY)
    session = sign_in(alice)
    Session.objects.exclude(session_key=session).delete()
    here = page.evaluate("location.origin")
    cookies = {"sessionid": session, "csrftoken": "y" * 32}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": here} for name, value in cookies.items()]
    )
    comment(page)
    expect(page.locator(".history")).to_contain_text("Three hours' work")
    visit.complaints.expect_refusals()


def test_an_answer_from_somewhere_else_is_no_success(visit, running, story, alice, doing):
    page = visit(alice, BOARD)
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>Hotel</h1>"}
    page.route("**/moves/", lambda route: route.fulfill(**portal))
    carry(page, card(page, "AP-1"), None)
    expect(page.locator(".toast-error")).to_be_visible()
    expect(stack(page, story.column).locator("[data-story=AP-1]")).to_be_visible()

    page.goto(STORY)
    page.route("**/comments/", lambda route: route.fulfill(**portal))
    comment(page)
    expect(page.locator(".toast-error")).to_be_visible()
    expect(page.get_by_label("Comment")).to_have_value("Three hours' work")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_leads_to_another_page_goes_on_by_one_button(lose, apollo, alice, scripts):
    page = lose(alice, "/projects/AP/edit/", java_script_enabled=scripts)
    page.locator("main [name=business_goal]").fill("The moon, and back")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("E-mail").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("The moon, and back")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/projects/AP/**")
    apollo.refresh_from_db()
    assert apollo.business_goal == "The moon, and back"
