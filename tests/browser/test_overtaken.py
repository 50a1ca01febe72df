"""Two people write in the same text: an open editor stays, and a later save shows both."""

from playwright.sync_api import expect

STORY = "/stories/AP-1/"


def test_an_open_editor_survives_and_a_later_save_shows_both(visit, story, alice, bob, accessible):
    page = visit(alice, STORY)
    page.get_by_text("Describe it").click()
    field = page.locator("#body")
    field.fill("My words")
    story.describe("Their words", by=bob)
    expect(page.locator("[data-news]")).to_be_visible()
    expect(field).to_have_value("My words")

    page.get_by_role("button", name="Save").click()
    theirs = page.locator("#editor [data-theirs]")
    expect(theirs).to_contain_text("Their words")
    expect(field).to_have_value("My words")
    story.refresh_from_db()
    assert story.body == "Their words"
    accessible(page)

    field.fill("Their words, and mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".story-body > .prose")).to_contain_text("Their words, and mine")
    visit.complaints.expect_refusals()


def test_a_size_in_the_backlog_is_told_in_one_line_and_enter_saves_mine(visit, stories, alice, bob):
    page = visit(alice, "/projects/AP/backlog/")
    page.route("**/live/**", lambda route: route.abort())
    field = page.get_by_label("Points of AP-4")
    made_from = page.locator("#story-AP-4 [name=made_from]").get_attribute("value")
    stories[3].estimate(points=5, by=bob)
    page.evaluate(
        "value => { document.querySelector('#story-AP-4 [name=made_from]').value = value }",
        made_from,
    )
    field.fill("8")
    field.press("Enter")
    expect(page.locator(".toast-error")).to_contain_text("5 points")
    stories[3].refresh_from_db()
    assert stories[3].points == 5
    visit.complaints.expect_refusals()


def test_enter_saves_mine_where_both_are_shown(visit, apollo, alice, bob):
    page = visit(alice, "/projects/AP/edit/")
    apollo.edit(name="Theirs", customer=apollo.customer, business_goal="", by=alice)
    page.locator("main [name=name]").fill("Mine")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-theirs]")).to_contain_text("Theirs")
    page.locator("main [name=name]").press("Enter")
    page.wait_for_url("**/projects/AP/")
    apollo.refresh_from_db()
    assert apollo.name == "Mine"
    visit.complaints.expect_refusals()
