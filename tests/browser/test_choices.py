"""Every control that sends its form by itself, on every page that has one, by keys and pointer."""

import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from history.models import Event
from projects.models import Theme
from tests.browser.player import PATIENCE
from tests.browser.visiting import drawn_again

PAGES = ["/stories/AP-1/", "/projects/AP/backlog/", "/projects/AP/board/"]
SELECTS = "form[data-autosubmit] select"
STEPPED = "form[data-autosubmit] :is(select, input[type=number])"


@pytest.fixture
def sends(running, stories, next_sprint, theme, apollo, alice):
    """A way to count what a page sends by itself."""
    Theme.chart(apollo, title="Ascent", by=alice)

    def count(page):
        sent = []

        def hear(request):
            is_page = request.is_navigation_request() or request.method == "POST"
            if is_page and not request.redirected_from:
                sent.append(request.url)

        page.on("request", hear)
        return sent

    return count


def settle(page):
    """What was sent before this was answered before it, if not by leaving the page.

    Nothing waits inside the page: an answer that a document takes along is waited for for ever.
    """
    ended = []

    def hear(request):
        if request.url.endswith("/alive/"):
            ended.append(request)

    page.on("response", lambda answer: hear(answer.request))
    page.on("requestfailed", hear)
    page.on("domcontentloaded", lambda new: ended.append(new))
    with suppress(Error):  # the document is gone, and another one comes
        page.evaluate("() => { fetch('/alive/') }")
    deadline = time.monotonic() + PATIENCE / 1000
    while not ended:
        assert time.monotonic() < deadline, "neither an answer nor another page came"
        page.wait_for_timeout(10)  # lets Playwright hear
    page.wait_for_load_state()


def controls(page, selector):
    return page.locator(selector).count()


def take(page, selector, place):
    """One of the controls, with the menu open that it may lie in."""
    control = page.locator(selector).nth(place)
    control.evaluate(
        """control => {
            let each = control
            while ((each = each.parentElement)) if (each.matches("details")) each.open = true
            control.focus()
        }"""
    )
    return control


@pytest.mark.parametrize("path", PAGES)
def test_keys_only_pass_values_until_the_choice_is_made(visit, sends, alice, path):
    page = visit(alice, path)
    sent = sends(page)
    assert controls(page, STEPPED)
    for place in range(controls(page, STEPPED)):
        control = take(page, STEPPED, place)
        name = control.evaluate("control => control.getAttribute('aria-label') || control.name")
        was = control.input_value()
        for key in ("ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "End", "ArrowUp"):
            page.keyboard.press(key)
        page.keyboard.press("Escape")
        assert control.input_value() == was, name
        page.keyboard.press("Tab")
        settle(page)
        assert sent == [], name


@pytest.mark.parametrize("made_by", ["Enter", "Tab", "button"])
@pytest.mark.parametrize("path", PAGES)
def test_a_choice_made_by_keys_is_sent_once(visit, sends, alice, path, made_by):
    page = visit(alice, path)
    for place in range(controls(page, SELECTS)):
        page.goto(path)
        if place >= controls(page, SELECTS):
            break  # nobody is left to pair with
        control = take(page, SELECTS, place)
        was = control.input_value()
        page.keyboard.press("End")
        if control.input_value() == was:
            page.keyboard.press("Home")
        if control.input_value() == was:
            continue
        sent = sends(page)
        if made_by == "button":
            expect(page.locator("form[data-pending]")).to_have_count(1)
            page.locator("form[data-pending] button:visible").last.click()
        else:
            page.keyboard.press(made_by)
        expect(page.locator("form[data-pending]")).to_have_count(0)
        settle(page)
        assert len(sent) == 1, (place, sent)


@pytest.mark.parametrize("path", PAGES)
def test_a_choice_made_by_the_pointer_is_sent_at_once(visit, sends, alice, path):
    page = visit(alice, path)
    control = take(page, SELECTS, 0)
    other = control.evaluate("select => [...select.options].find(each => !each.selected).value")
    sent = sends(page)
    control.select_option(other)
    settle(page)
    assert len(sent) == 1


def test_the_history_knows_no_owner_that_was_only_passed(visit, sends, story, alice, bob):
    page = visit(alice, "/stories/AP-1/")
    before = Event.objects.filter(story=story).count()
    page.get_by_label("Owner", exact=True).focus()
    for key in ("End", "Home", "ArrowDown", "End"):
        page.keyboard.press(key)
    with drawn_again(page):
        page.keyboard.press("Enter")
    story.refresh_from_db()
    assert Event.objects.filter(story=story).count() - before <= 1
    assert story.owner is not None


def test_news_do_not_tear_a_card_from_the_hand(visit, stories, next_sprint, alice, bob):
    page = visit(alice, "/projects/AP/backlog/")
    held = []
    page.route("**/projects/AP/backlog/", lambda route: held.append(route))
    with page.expect_request("**/projects/AP/backlog/"):
        stories[4].rename("News", by=bob)
    page.locator("[data-story=AP-3] .main a").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    place = "[data-story=AP-3]"
    there = page.locator(place).evaluate("card => card.parentElement.id")
    assert there != "backlog-list"
    with page.expect_response("**/projects/AP/backlog/"):
        held.pop().continue_()
    settle(page)
    assert page.locator(place).evaluate("card => card.parentElement.id") == there
    with page.expect_response("**/plans/"):
        page.keyboard.press("Space")
    page.unroute("**/projects/AP/backlog/")
    for route in held:
        with suppress(Error):  # the browser has let it go on itself
            route.continue_()
    expect(page.get_by_text("News")).to_be_visible()
