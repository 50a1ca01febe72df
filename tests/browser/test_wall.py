"""A wall as a team plays it: typed quickly, opened on every screen, grouped by hand and by keys."""

import pytest
from playwright.sync_api import expect

from projects.models import UseCase
from tests.browser.touch import Finger
from tests.walls.test_wall_pages import WORDS, revealed
from walls.models import Note, NoteArrow, SealedNote, Wall


@pytest.fixture
def use_case(transactional_db, apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def wall(use_case, alice):
    return Wall.open_for(use_case, title="What now?", by=alice)


@pytest.fixture
def prompt(wall):
    return wall.prompts.first()


@pytest.fixture
def at_wall(visit, wall):
    def open_as(user, **options):
        page = visit(user, f"/walls/{wall.pk}/", **options)
        if options.get("java_script_enabled", True):
            page.locator("[data-live][data-state=open]").wait_for()
        return page

    return open_as


def test_enter_writes_and_the_next_follows_while_others_see_a_number(
    at_wall, wall, prompt, alice, bob
):
    hers, his = at_wall(alice), at_wall(bob)
    hers.locator(f"#write-{prompt.pk}").focus()
    for words in (WORDS, "Second", "Third"):
        hers.keyboard.type(words)
        hers.keyboard.press("Enter")
    expect(his.locator(".wall-facts")).to_contain_text("3 notes")
    expect(his.locator("body")).not_to_contain_text(WORDS)
    expect(hers.locator(".note-mine")).to_have_count(3)
    assert hers.evaluate("document.activeElement.id") == f"write-{prompt.pk}"

    own = hers.locator(".note-mine textarea", has_text=WORDS)
    own.fill("Reworded")
    with hers.expect_response(lambda answer: answer.url.endswith("/rewordings/")):
        own.press("Enter")
    hers.get_by_label("Take this note off").first.click()
    expect(his.locator(".wall-facts")).to_contain_text("2 notes")
    kept = hers.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
    assert "Reworded" not in kept
    assert "Reworded" in [one.words for one in wall.own_notes(alice)]


def test_the_reveal_opens_on_every_screen_and_what_is_half_typed_stays(
    at_wall, visit, wall, prompt, alice, bob
):
    wall.write("From alice", prompt=prompt, by=alice)
    hers, his = at_wall(alice), at_wall(bob)
    his.locator(f"#write-{prompt.pk}").fill("Half a sen")
    hers.get_by_role("button", name="Reveal the notes").click()
    hers.get_by_role("button", name="Reveal the notes").click()
    expect(his.locator(".note-words")).to_have_text("From alice")
    expect(his.locator(".wall-unsent textarea")).to_have_value("Half a sen")


def test_a_note_that_comes_too_late_is_refused_and_stays(at_wall, visit, wall, prompt, alice, bob):
    visit.complaints.expect_refusals()
    wall.write("From alice", prompt=prompt, by=alice)
    his = at_wall(bob)
    his.route("**/live/**", lambda route: route.abort())
    held = []
    his.route("**/notes/", lambda route: held.append(route))
    his.locator(f"#write-{prompt.pk}").fill("Too late")
    his.keyboard.press("Enter")
    his.locator(".note-mine").wait_for()
    wall.reveal(by=alice)
    his.wait_for_function("document.querySelector('.note-mine')?.isConnected !== undefined")
    for route in held:
        route.continue_()
    expect(his.locator(".wall-unsent textarea, .note-unsaved textarea").first).to_have_value(
        "Too late"
    )
    assert not SealedNote.objects.exists()
    assert Note.objects.count() == 1


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, source, target):
    page.mouse.move(*middle(source))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=6)
    page.mouse.up()


def test_a_note_is_dragged_onto_another_and_out_again(at_wall, wall, prompt, alice, bob):
    one, two, *_ = revealed(wall, prompt, alice, bob)
    hers, his = at_wall(alice), at_wall(bob)
    with hers.expect_response(lambda answer: answer.url.endswith("/moves/")):
        drag(hers, hers.locator(f"#note-{one.pk}"), hers.locator(f"#note-{two.pk}"))
    expect(his.locator(f"#group-{two.group_id} .note")).to_have_count(2)
    one.refresh_from_db()
    assert one.group_id == two.group_id
    other = hers.locator(".note-groups").nth(1)
    with hers.expect_response(lambda answer: answer.url.endswith("/moves/")):
        drag(hers, hers.locator(f"#note-{one.pk}"), other)
    expect(his.locator(".note-groups").nth(1).locator(f"#note-{one.pk}")).to_be_visible()


def test_a_note_is_held_and_moved_by_a_finger(at_wall, wall, prompt, alice, bob):
    one, two, *_ = revealed(wall, prompt, alice, bob)
    page = at_wall(alice, width=390, has_touch=True)
    note, target = page.locator(f"#note-{one.pk}"), page.locator(f"#note-{two.pk}")
    note.scroll_into_view_if_needed()
    finger = Finger(page)
    finger.press(*middle(note))
    page.locator(".wall-ghost").wait_for()  # it is taken up once it was held for a moment
    finger.move(*middle(target))
    with page.expect_response(lambda answer: answer.url.endswith("/moves/")):
        finger.lift()
    one.refresh_from_db()
    assert one.group_id == two.group_id


def test_by_the_keyboard_alone_with_everything_said(at_wall, wall, prompt, alice, bob):
    revealed(wall, prompt, alice, bob)
    page = at_wall(alice)
    voice = page.locator("[data-wall-voice]")
    first = page.locator(".note-words").first
    first.focus()
    page.keyboard.press("Space")
    expect(voice).to_contain_text("Taken up")
    page.keyboard.press("ArrowDown")
    expect(voice).to_contain_text("Onto “Note")
    with page.expect_response(lambda answer: answer.url.endswith("/moves/")):
        page.keyboard.press("Space")
    expect(voice).to_contain_text("Put down")
    expect(page.locator(".note-group-many .note")).to_have_count(2)
    page.wait_for_function("document.activeElement.matches('.note-words')")

    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(voice).to_contain_text("What do we need, place 1")
    page.keyboard.press("Escape")
    expect(voice).to_contain_text("Left where it was")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    with page.expect_response(lambda answer: answer.url.endswith("/moves/")):
        page.keyboard.press("Enter")
    expect(page.locator(".note-groups").nth(1).locator(".note")).to_have_count(1)

    page.wait_for_function("document.activeElement.matches('.note-words')")
    page.keyboard.press("Enter")
    page.locator("#wall-dialog[open]").wait_for()
    page.get_by_role("button", name="Theme", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-kind")).to_have_text("theme")
    assert Note.objects.exclude(theme=None).count() == 1


def test_dots_are_given_and_sums_come_at_the_end(at_wall, wall, prompt, alice, bob):
    one, *_ = revealed(wall, prompt, alice, bob)
    wall.open_votes(by=alice)
    hers, his = at_wall(alice), at_wall(bob)
    group = hers.locator(f"#group-{one.group_id}")
    for left in (2, 1):
        group.get_by_label("Give a dot").click()
        expect(hers.locator(".wall-left")).to_contain_text(f"{left} of your")
    expect(his.locator(".wall-left")).to_contain_text("3 of your")
    group.get_by_label("Take a dot back").click()
    expect(hers.locator(".wall-left")).to_contain_text("2 of your")
    wall.close_votes(by=alice)
    expect(his.locator(".wall-order-dots").first).to_contain_text("1")
    his.keyboard.press("j")
    expect(hers.locator("#wall-stage h2")).to_have_text("Note 0")


def test_everybody_sees_the_timer(at_wall, wall, alice, bob):
    hers, his = at_wall(alice), at_wall(bob)
    hers.get_by_label("Timer").select_option("180")
    hers.get_by_role("button", name="Start").click()
    for page in (hers, his):
        expect(page.locator("[data-clock]")).to_contain_text("2:5")
    his.get_by_role("button", name="Stop").click()
    expect(hers.locator("[data-clock]")).to_have_count(0)


def test_all_of_it_works_without_javascript(at_wall, visit, wall, prompt, alice, bob):
    page = at_wall(alice, java_script_enabled=False)
    for words in ("One", "Two"):
        page.locator(f"#write-{prompt.pk}").fill(words)
        page.get_by_role("button", name="Add a note: What do we know").click()
    page.locator(".note-mine textarea").first.fill("Uno")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Reveal the notes").click()
    page.get_by_role("button", name="Reveal the notes").click()
    page.locator(".note-words").first.click()
    page.get_by_role("button", name="Put it there").click()
    page.get_by_role("link", name="Name this group").click()
    page.get_by_label("in common").fill("Numbers")
    page.get_by_role("button", name="Name it").click()
    expect(page.locator(".note-group-name")).to_have_text("Numbers")
    page.get_by_role("button", name="Open the vote").click()
    page.get_by_label("Give a dot").click()
    expect(page.locator(".wall-left")).to_contain_text("2 of your")
    page.get_by_role("button", name="Close the vote").click()
    page.get_by_role("button", name="Close the vote").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#wall-stage h2")).to_have_text("Numbers")
    page.get_by_role("button", name="Close the wall").click()
    expect(page.locator("[aria-current=step]")).to_have_text("Closed")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    at_wall, visit, accessible, wall, prompt, alice, bob, gina, scheme, width
):
    options = {"color_scheme": scheme, "width": width}

    def look():
        page = at_wall(alice, **options)
        for summary in page.locator("main details:not(.menu) > summary").all():
            summary.click()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        return page

    accessible(visit(alice, "/projects/AP/walls/", **options))
    for number in range(5):
        by = (alice, bob)[number % 2]
        asked = list(wall.prompts.all())[number % 3]
        wall.write(
            f"The feed of the ground station, part {number}, comes late", prompt=asked, by=by
        )
    look()
    wall.reveal(by=alice)
    one, two, three, *_ = Note.objects.order_by("words")
    two.move(to_group=one.group, by=alice)
    NoteArrow.draw(one, three, label="feeds", by=alice)
    NoteArrow.draw(three, two, by=alice)
    wall.start_timer(300, by=alice)
    look().locator(".note-words").first.click()
    wall.open_votes(by=alice)
    wall.vote(one.group, 2, by=alice)
    look()
    wall.close_votes(by=alice)
    wall.discuss(one.group, by=alice)
    three.become_story(by=alice)
    look()
    wall.close(by=alice)
    wall.show(by=alice)
    look()
    for path in ("", f"notes/{one.pk}/", f"groups/{one.group_id}/"):
        page = visit(alice, f"/walls/{wall.pk}/{path}", **options)
        accessible(page)
    accessible(visit(gina, f"/walls/{wall.pk}/", **options))
    accessible(visit(alice, "/projects/AP/walls/", **options))
