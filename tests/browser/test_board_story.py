"""The story and the backlog, played in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_board import card, drag, held
from tests.browser.visiting import drawn_again

STORY = "/stories/AP-1/"
BACKLOG = "/projects/AP/backlog/"


def test_facts_change_where_they_are_read(visit, story, alice, bob, theme):
    page = visit(alice, STORY)
    with drawn_again(page):
        page.get_by_label("Owner").select_option("Bob")
    expect(page.locator(".history")).to_contain_text("Alice handed it to Bob")
    with drawn_again(page):
        page.get_by_label("Size", exact=True).fill("5")
        page.keyboard.press("Tab")
    expect(page.locator(".history")).to_contain_text("sized it: 5 points")
    with drawn_again(page):
        page.get_by_role("textbox", name="Title").fill("Lift off")
        page.keyboard.press("Enter")
    expect(page).to_have_title("AP-1 Lift off")
    assert page.url.endswith(STORY)


def test_a_description_is_previewed_then_drawn_again(visit, story, alice):
    page = visit(alice, STORY)
    page.get_by_text("Describe it").click()
    page.get_by_label("Description", exact=True).last.fill("Up **and away**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview strong")).to_have_text("and away")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".story-body > .prose strong")).to_have_text("and away")
    expect(page.locator("#editor")).not_to_have_attribute("open", "")


def test_a_draft_survives_what_others_do(visit, story, alice, bob):
    page = visit(alice, STORY)
    page.get_by_label("Comment").fill("I am still writing")
    story.comment("I was faster", by=bob)
    expect(page.locator(".history")).to_contain_text("I was faster")
    expect(page.get_by_label("Comment")).to_have_value("I am still writing")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".history")).to_contain_text("I am still writing")
    expect(page.get_by_label("Comment")).to_have_value("")


def test_what_is_typed_while_a_comment_is_on_its_way_stays(visit, story, alice):
    page = visit(alice, STORY)
    on_their_way = []
    page.route(re.compile("/comments/$"), lambda route: on_their_way.append(route))
    page.get_by_label("Comment").fill("It flew.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" Then it landed")
    held(page, on_their_way).continue_()
    expect(page.locator(".history")).to_contain_text("It flew.")
    expect(page.get_by_label("Comment")).to_have_value(" Then it landed")


def test_what_is_typed_while_a_description_is_saved_stays_in_the_open_editor(visit, story, alice):
    page = visit(alice, STORY)
    on_their_way = []
    page.route(re.compile("/descriptions/$"), lambda route: on_their_way.append(route))
    page.get_by_text("Describe it").click()
    page.keyboard.type("Up")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" and away")
    held(page, on_their_way).continue_()
    expect(page.locator(".story-body > .prose")).to_have_text("Up")
    expect(page.get_by_label("Description", exact=True).last).to_have_value("Up and away")
    page.unroute_all()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".story-body > .prose")).to_have_text("Up and away")


FIELDS = {  # of a story's page: what is typed first, and what is typed on
    "Title": ("Lift", " off"),
    "Labels": ("fuel", ", orbit"),
    "Size": ("3", "2"),
}


@pytest.mark.parametrize("label", FIELDS)
def test_what_is_typed_on_while_a_field_is_saved_stays_in_it(label, visit, story, alice):
    page = visit(alice, STORY)
    on_their_way = []
    page.route(re.compile("/(titles|labels|estimates)/$"), lambda route: on_their_way.append(route))
    field = page.get_by_label(label, exact=True)
    first, more = FIELDS[label]
    field.fill(first)
    field.press("Enter")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type(more)
    with drawn_again(page):
        held(page, on_their_way).continue_()
    expect(page.locator(".history")).to_contain_text(first)
    expect(field).to_have_value(first + more)


@pytest.mark.parametrize("label", ["Title", "Labels", "Size"])
def test_a_live_change_brings_no_newer_version_under_words_being_typed(
    label, visit, story, alice, bob
):
    page = visit(alice, STORY)
    field = page.get_by_label(label, exact=True)
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("13")
    {
        "Title": lambda: story.rename("Bob's title", by=bob),
        "Labels": lambda: story.label(["bobs"], by=bob),
        "Size": lambda: story.estimate(points=8, by=bob),
    }[label]()
    expect(page.locator("[data-news]")).to_be_visible()
    field.press("Enter")
    expect(page.locator("[data-theirs]")).to_be_visible()
    expect(field).to_have_value("13")
    visit.complaints.expect_refusals()


def test_without_a_network_a_change_is_said_not_to_be_drawn_again(visit, story, alice):
    page = visit(alice, STORY)
    page.context.set_offline(True)
    page.get_by_label("Comment").fill("Lost?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast-error")).to_contain_text("can't be reached")
    expect(page.get_by_label("Comment")).to_have_value("Lost?")
    visit.complaints.expect_refusals()


def test_a_refused_change_keeps_the_words_and_says_why(visit, story, alice, apollo):
    page = visit(alice, STORY)
    apollo.enter("finished", by=alice)
    page.get_by_text("Block it").click()
    page.get_by_label("What does it wait for?").fill("fuel")
    page.get_by_role("button", name="Block").last.click()
    expect(page.locator(".toast-error, .errors")).to_contain_text("finished")
    visit.complaints.expect_refusals()


def test_stories_are_dragged_into_a_sprint_and_sized_in_the_backlog(
    visit, stories, next_sprint, alice
):
    page = visit(alice, BACKLOG)
    target = page.locator(f"#sprint-list-{next_sprint.pk}")
    drag(page, card(page, "AP-3"), target)
    expect(target.locator("[data-story=AP-3]")).to_be_visible()
    stories[2].refresh_from_db()
    assert stories[2].sprint == next_sprint

    page.get_by_label("Points of AP-4").fill("8")
    page.keyboard.press("Tab")
    expect(page.locator("[data-story=AP-4] [name=size]")).to_have_attribute("value", "8")


def test_several_are_selected_and_planned(visit, stories, sprint, alice):
    page = visit(alice, BACKLOG)
    expect(page.locator("#bulk")).to_be_hidden()
    for key in ("AP-3", "AP-5"):
        page.get_by_label(f"Select {key}").check()
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("2 stories changed")
    assert sprint.stories.count() == 4


def test_the_backlog_is_ranked_by_buttons_keys_and_without_scripts(visit, stories, alice, apollo):
    page = visit(alice, BACKLOG)
    with page.expect_response(re.compile("/rankings/|/plans/")):
        page.get_by_role("button", name="Move AP-4 up").click()
    expect(page.locator("#backlog-list [data-story]").first).to_have_attribute("data-story", "AP-4")

    page.locator("[data-story=AP-4] .main a").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    with page.expect_response(re.compile("/plans/")):
        page.keyboard.press("Space")
    expect(page.locator("#backlog-list [data-story]").first).to_have_attribute("data-story", "AP-3")

    plain = visit(alice, BACKLOG, java_script_enabled=False)
    plain.get_by_role("button", name="Move AP-5 up").click()
    expect(plain.locator("#backlog-list [data-story]").nth(1)).to_have_attribute(
        "data-story", "AP-5"
    )


HASTE = """async ([key, passed, target]) => {
  const card = document.querySelector(`[data-story=${key}]`)
  const middle = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { clientX: left + width / 2, clientY: top + Math.min(height - 4, height * 0.8) }
  }
  const dataTransfer = new DataTransfer()
  const say = (type, element, Kind, more) => {
    const options = { bubbles: true, cancelable: true, ...middle(element), ...more }
    element.dispatchEvent(new Kind(type, options))
  }
  const drag = (type, element) => say(type, element, DragEvent, { dataTransfer })
  say("pointerdown", card, PointerEvent, { button: 0, pointerType: "mouse", isPrimary: true })
  drag("dragstart", card)
  await new Promise((resolve) => setTimeout(resolve, 50))
  drag("dragover", document.querySelector(`[data-story=${passed}]`))
  const end = document.querySelector(target)
  if (end) for (const type of ["dragover", "drop"]) drag(type, end)
  drag("dragend", card)
}"""


def test_a_drop_counts_where_it_falls_however_quick_the_hand(visit, stories, next_sprint, alice):
    """All in one breath: the list that was passed has just made room and hears nothing more."""
    page = visit(alice, BACKLOG)
    target = f"#sprint-list-{next_sprint.pk}"
    with page.expect_response(re.compile("/plans/")):
        page.evaluate(HASTE, ["AP-3", "AP-4", target])
    expect(page.locator(f"{target} [data-story=AP-3]")).to_be_visible()
    stories[2].refresh_from_db()
    assert stories[2].sprint == next_sprint


def test_a_drag_that_is_broken_off_changes_nothing(visit, stories, alice, apollo):
    page = visit(alice, BACKLOG)
    before = apollo.events.count()
    page.evaluate(HASTE, ["AP-3", "AP-4", "#nowhere"])
    expect(page.locator("#backlog-list [data-story]").first).to_have_attribute("data-story", "AP-3")
    page.evaluate("fetch('/alive/')")  # whatever was sent would have come before it
    assert apollo.events.count() == before
