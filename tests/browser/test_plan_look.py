"""Leads move the bars of the plan by hand and by keys; everybody reads it."""

from datetime import date, timedelta

import pytest

from projects.models import Theme
from tests.browser.touch import Finger, pressed

START = date(2031, 3, 3)
DAY = timedelta(days=1)


@pytest.fixture
def themes(apollo, alice):
    made: list[Theme] = []
    for title, first in (("Radar", 0), ("Landing", 30)):
        begins = START + first * DAY
        theme = Theme.chart(apollo, title=title, follows=made[-1:], by=alice)
        theme.plan(starts_on=begins, ends_on=begins + 20 * DAY, by=alice)
        made.append(theme)
    return made


def window_of(theme):
    theme.refresh_from_db()
    return (theme.starts_on - START).days, (theme.ends_on - START).days


def bar(page, theme):
    return page.locator(f"[data-x][aria-label^='{theme}:']")


def saved(page, act):
    with page.expect_navigation(wait_until="load"):
        act()
    page.get_by_text("is planned otherwise").first.wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_bar_is_moved_by_keys_and_keeps_the_focus(visit, themes, alice, width):
    page = visit(alice, "/projects/AP/", width=width)
    bar(page, "Radar").focus()
    for key in ("ArrowRight", "PageDown", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert page.locator("[data-plan-voice]").text_content() == "11 Mar to 2 Apr"
    saved(page, lambda: page.keyboard.press("Enter"))
    assert window_of(themes[0]) == (8, 30)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Radar:")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert window_of(themes[0]) == (8, 30)


def test_a_bar_or_an_end_of_it_is_dragged(visit, themes, alice):
    page = visit(alice, "/projects/AP/")
    for grip, window in ((0.5, (40, 60)), (1.0, (40, 70))):
        drag(page, bar(page, "Landing"), grip, days=10)
        assert window_of(themes[1]) == window


def a_day(page):
    """How wide a day of the plan is, in pixels."""
    line = page.locator(".plan-row > svg").first.bounding_box()["width"]
    return line / int(page.locator("[data-plan-days]").get_attribute("data-plan-days"))


def drag(page, rect, grip, days):
    width = rect.bounding_box()["width"]
    rect.hover(position={"x": grip * width - (3 if grip == 1 else 0), "y": 8})
    box = rect.bounding_box()
    x = box["x"] + grip * width - (3 if grip == 1 else 0) + days * a_day(page)
    page.mouse.down()
    page.mouse.move(x, box["y"] + 8, steps=4)
    saved(page, page.mouse.up)


def test_a_bar_is_dragged_by_a_finger(visit, themes, alice):
    page = visit(alice, "/projects/AP/", width=390, has_touch=True)
    x, y = middle_of(bar(page, "Landing"))
    finger = Finger(page)
    finger.press(x, y)
    finger.move(x + 10 * a_day(page), y + 6)
    saved(page, finger.lift)
    assert window_of(themes[1]) == (40, 60)


def test_a_finger_that_scrolls_moves_no_bar(visit, themes, alice):
    page = visit(alice, "/projects/AP/", width=390, has_touch=True)
    x, y = middle_of(bar(page, "Landing"))
    before = page.evaluate("scrollY")
    with pressed(page, x, y) as finger:
        finger.move(x + 2, y - 200, steps=20)
    page.wait_for_function("before => scrollY > before + 50", arg=before)
    assert window_of(themes[1]) == (30, 50)


def middle_of(rect):
    """Where a finger takes a bar."""
    rect.scroll_into_view_if_needed()
    box = rect.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_who_moves_a_bar_of_yesterday_is_shown_both(visit, themes, alice):
    page = visit(alice, "/projects/AP/")
    themes[0].plan(starts_on=START, ends_on=START + 60 * DAY, by=alice)
    visit.complaints.expect_refusals()
    bar(page, "Radar").focus()
    page.keyboard.press("ArrowRight")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    page.get_by_text("Somebody changed this while you wrote").first.wait_for()
    assert window_of(themes[0]) == (0, 60)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_reads_for_everybody(visit, accessible, themes, bob, gina, scheme):
    for somebody in (bob, gina):
        page = visit(somebody, "/projects/AP/", color_scheme=scheme)
        assert page.locator("[data-x]").count() == 0
        page.get_by_text("follows “Radar”").first.wait_for()
        accessible(page)


def test_on_paper_every_bar_and_its_dates_stand(visit, themes, bob):
    page = visit(bob, "/projects/AP/", width=700)  # as wide as paper
    page.emulate_media(media="print")
    for row in page.locator(".plan-row").all():
        assert row.is_visible()
        assert row.evaluate("row => row.getBoundingClientRect().right <= innerWidth")
    table = page.locator(".plan-twin table")
    assert table.is_visible()
    assert table.evaluate("table => table.getBoundingClientRect().right <= innerWidth")
    assert "3 Mar" in table.inner_text()
