"""A form that is sent twice by hand happens once, and one that failed can be sent again."""

import re

from playwright.sync_api import expect

from tests.live.conftest import wait_until

STORY = "/stories/AP-1/"
THEMES = "/projects/AP/themes/"
COMMENTS = re.compile("/comments/")


def sent(page, pattern):
    """What the page posts from now on."""
    found = []

    def note(asked):
        if asked.method == "POST" and pattern.search(asked.url):
            found.append(asked.url)

    page.on("request", note)
    return found


def slowly(page, pattern):
    """Hold what is posted until it is let go; Playwright tells of it only while it is asked."""
    held = []

    def hold(route):
        held.append(route) if route.request.method == "POST" else route.continue_()

    page.route(pattern, hold)

    def let_go(**answer):
        wait_until(lambda: page.wait_for_function("() => true") and held)
        route = held.pop(0)
        route.fulfill(**answer) if answer else route.continue_()

    return let_go


def test_a_double_click_says_it_once(visit, story, alice):
    """htmx lets a second one wait for the first; the server answers it as it answered that."""
    page = visit(alice, STORY)
    page.get_by_label("Comment").fill("Once")
    page.get_by_role("button", name="Comment").dblclick()
    expect(page.locator(".history")).to_contain_text("Once")
    assert story.comments.count() == 1


def test_on_a_slow_line_the_button_says_that_it_is_on_its_way(visit, story, alice):
    page = visit(alice, STORY)
    let_go = slowly(page, COMMENTS)
    field, button = page.get_by_label("Comment"), page.get_by_role("button", name="Comment")
    field.fill("Once")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    field.press("Control+Enter")
    field.press("Control+Enter")
    button.click()
    let_go()
    page.unroute(COMMENTS)
    expect(page.locator(".history")).to_contain_text("Once")
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert story.comments.count() == 1


def test_a_double_enter_on_a_page_of_its_own_makes_one(visit, apollo, alice):
    page = visit(alice, THEMES)
    requests = sent(page, re.compile(THEMES))
    field = page.locator("main [name=title]")
    field.fill("Ascent")
    page.evaluate(
        """() => {
            const form = document.querySelector("main form")
            form.requestSubmit()
            form.requestSubmit()
        }"""
    )
    page.wait_for_url(re.compile("/projects/AP/#"))
    assert apollo.themes.filter(title="Ascent").count() == 1
    assert len(requests) == 1


def test_after_an_error_the_same_can_be_sent_again(visit, story, alice):
    page = visit(alice, STORY)
    let_go = slowly(page, COMMENTS)
    page.get_by_label("Comment").fill("At last")
    page.get_by_role("button", name="Comment").click()
    let_go(status=500, body="Something failed on our side.")
    expect(page.locator(".toast-error")).to_be_visible()
    expect(page.get_by_label("Comment")).to_have_value("At last")
    page.get_by_role("button", name="Comment").click()
    let_go()
    expect(page.locator(".history")).to_contain_text("At last")
    assert story.comments.count() == 1
    visit.complaints.expect_refusals()


def test_an_answer_that_was_lost_on_the_way_is_not_said_twice(visit, story, alice):
    page = visit(alice, STORY)
    lost: list[int] = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            return route.abort()
        return route.continue_()

    page.route(COMMENTS, lose)
    page.get_by_label("Comment").fill("Said")
    page.get_by_role("button", name="Comment").click()
    button = page.get_by_role("button", name="Comment")
    expect(button).not_to_have_attribute("aria-busy", "true")
    wait_until(lambda: page.wait_for_function("() => true") and lost)
    button.click()
    expect(page.locator(".history")).to_contain_text("Said")
    assert story.comments.count() == 1
    visit.complaints.expect_refusals()
