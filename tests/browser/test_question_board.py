"""The question board as two sides see it: sealed, saved while one writes, opened on all screens."""

import pytest
from playwright.sync_api import expect

from base.roles import Discipline
from projects.models import Decision, Question, UseCase
from tests.world import person

SAVED = "Saved under the seal"


@pytest.fixture
def use_case(transactional_db, apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def question(use_case, alice):
    return Question.ask(use_case, text="How do we get the data?", asked_from="science", by=alice)


@pytest.fixture
def board(visit, use_case):
    """Open the board, or another page of it, as somebody."""

    def open_as(user, path="", **options):
        return visit(user, f"/use-cases/{use_case.pk}/questions/{path}", **options)

    return open_as


def is_live(page):
    page.locator("[data-live][data-state=open]").wait_for()


def write(page, question, words):
    page.locator(f"#belief-{question.pk}").fill(words)
    page.get_by_text(SAVED).wait_for()


def make_final(page):
    page.get_by_role("button", name="Ours is final").first.click()


def test_when_both_are_final_both_open_on_every_screen(board, question, alice, bob):
    hers, his, room = board(alice), board(bob), board(bob, "meeting/")
    for page in (hers, his, room):
        is_live(page)
    write(hers, question, "From the probe")
    make_final(hers)
    hers.get_by_text("Ours is final. It opens when engineering’s is.").wait_for()
    expect(his.locator(".place.science")).to_contain_text("Final")
    expect(his.locator("body")).not_to_contain_text("From the probe")
    is_live(hers)

    write(his, question, "From the archive")
    make_final(his)
    for page in (hers, his, room):  # none of them was loaded again by its reader
        expect(page.locator(".place.science")).to_contain_text("From the probe")
        expect(page.locator(".place.engineering")).to_contain_text("From the archive")
    assert hers.locator(".place mark").all_inner_texts() == ["probe", "archive"]


def test_what_is_typed_outlives_a_reload_and_lies_nowhere_in_the_browser(board, question, alice):
    page = board(alice)
    write(page, question, "From the zugvogel probe")
    page.get_by_label("Very sure").check()
    page.get_by_label("What would change our mind").fill("A zugvogel sample")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-answer] textarea')]"
        ".every(field => field.value === field.defaultValue)"
    )
    kept = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage},"
        " await indexedDB.databases(), await caches.keys(), history.state])"
    )
    assert "zugvogel" not in kept
    page.reload()
    assert page.locator(f"#belief-{question.pk}").input_value() == "From the zugvogel probe"
    assert page.get_by_label("Very sure").is_checked()
    assert page.get_by_label("What would change").input_value() == "A zugvogel sample"


def test_leaving_the_page_at_once_saves_what_was_typed(board, question, alice):
    page = board(alice)
    page.locator(f"#belief-{question.pk}").fill("Typed and gone")
    with page.expect_response(lambda answer: answer.url.endswith("/answers/")):
        page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.goto("/")
    assert question.own_words(alice).belief == "Typed and gone"


def test_a_colleague_s_newer_text_is_not_written_over(board, team, use_case, visit, alice):
    visit.complaints.expect_refusals()
    dora = person("dora")
    team.take_in(dora, discipline=Discipline.SCIENCE, by=alice)
    question = Question.ask(use_case, text="Which probe?", asked_from="science", by=alice)
    page = board(dora)
    write(page, question, "Mine")
    question.answer(belief="Hers", by=alice)
    page.locator(f"#belief-{question.pk}").fill("Mine, and more")
    page.locator("[data-theirs]").wait_for()
    expect(page.locator("[data-theirs] pre")).to_have_text("Hers")
    page.locator(f"#belief-{question.pk}").fill("Mine, more, and on")
    assert page.locator(f"#belief-{question.pk}").input_value() == "Mine, more, and on"
    assert question.own_words(alice).belief == "Hers"

    page.locator(".answer-save").click()
    page.get_by_text("What stands there now").wait_for(state="detached")
    assert question.own_words(alice).belief == "Mine, more, and on"


def test_another_question_opens_while_one_is_being_written(board, use_case, question, alice, bob):
    other = Question.ask(use_case, text="Real-time?", asked_from="engineering", by=alice)
    other.answer(belief="Minutes do", by=alice)
    other.make_final(by=alice)
    other.answer(belief="Seconds", by=bob)
    page = board(alice)
    is_live(page)
    page.locator(f"#belief-{question.pk}").click()
    page.keyboard.type("Half a sen")
    other.make_final(by=bob)
    expect(page.locator(f"#question-{other.pk}")).to_contain_text("Seconds")
    page.keyboard.type("tence")
    assert page.locator(f"#belief-{question.pk}").input_value() == "Half a sentence"
    page.get_by_text(SAVED).wait_for()


def test_news_of_a_question_wait_until_it_is_left(board, question, alice, bob):
    page = board(alice)
    is_live(page)
    page.locator(f"#belief-{question.pk}").click()
    page.keyboard.type("I am at it")
    page.get_by_text(SAVED).wait_for()
    question.answer(belief="His", by=bob)
    page.get_by_text("Something changed here").wait_for()
    assert page.locator(f"#belief-{question.pk}").input_value() == "I am at it"
    page.locator("h1").click()
    page.get_by_text("Something changed here").wait_for(state="detached")
    expect(page.locator(".place.engineering")).to_contain_text("Begun")
    assert page.locator(f"#belief-{question.pk}").input_value() == "I am at it"


def test_a_grade_that_is_not_saved_yet_is_not_drawn_over(board, question, alice, bob):
    page = board(alice)
    is_live(page)
    held = []
    page.route("**/answers/", lambda route: held.append(route))  # the save doesn't arrive for now
    page.locator(f"#belief-{question.pk}").click()
    page.get_by_label("Very sure").check()
    page.locator("h1").click()
    question.answer(belief="His", by=bob)
    page.get_by_text("Something changed here").wait_for()
    assert page.get_by_label("Very sure").is_checked()

    page.wait_for_function("document.querySelector('form[data-unsaved]')")
    for one in held:
        one.continue_()
    page.unroute("**/answers/")
    page.get_by_text("Something changed here").wait_for(state="detached")
    assert page.get_by_label("Very sure").is_checked()
    assert question.own_words(alice).sure == "very"


def test_by_the_keyboard_alone_from_an_empty_board_to_a_decision(board, use_case, alice, bob):
    page = board(alice)
    page.get_by_role("button", name="Ask these").focus()
    page.keyboard.press("Enter")
    page.locator("[data-answer]").first.wait_for()
    question = use_case.questions.waiting().first()
    page.locator(f"#belief-{question.pk}").focus()
    page.keyboard.type("From the probe")
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    page.get_by_text("Ours is final. It opens").wait_for()
    question.answer(belief="From the archive", by=bob)
    question.make_final(by=bob)
    differ = page.get_by_role("button", name="We see it differently")
    differ.wait_for()
    differ.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Decide how it goes on").wait_for()
    assert Decision.objects.get().question == question


def test_j_and_k_walk_through_the_big_screen(board, use_case, alice):
    for number in range(3):
        Question.ask(use_case, text=f"Question {number}", asked_from="science", by=alice)
    page = board(alice, "meeting/")
    focused = "document.activeElement.querySelector('h2')?.textContent"
    walked = []
    for key in ("j", "j", "j", "j", "k"):
        page.keyboard.press(key)
        walked.append(page.evaluate(focused))
    assert [words[-1] for words in walked] == ["0", "1", "2", "2", "1"]


def test_all_of_it_works_without_javascript(board, use_case, alice, bob):
    page = board(alice, java_script_enabled=False)
    page.get_by_role("button", name="Ask these").click()
    question = use_case.questions.waiting().first()
    form = page.locator(f"#answer-{question.pk}")
    form.get_by_label("What we believe").fill("From the probe")
    form.get_by_label("Fairly sure").check()
    form.get_by_role("button", name="Save").click()
    assert form.get_by_label("What we believe").input_value() == "From the probe"
    form.get_by_role("button", name="Ours is final").click()
    his = board(bob, java_script_enabled=False)
    his.locator(f"#question-{question.pk}").get_by_role("button", name="We don’t know").click()
    his.get_by_role("button", name="We agree").click()
    expect(his.locator(f"#question-{question.pk} .place.engineering")).to_contain_text("agrees")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    board,
    accessible,
    use_case,
    alice,
    bob,
    gina,
    scheme,
    width,
):
    options = {"color_scheme": scheme, "width": width}
    accessible(board(alice, **options))  # nothing is begun
    one, two, three, *_ = Question.begin(use_case, [0, 1, 2, 3], by=alice)
    for question in (one, two):
        for by, words in ((alice, "From the probe, daily"), (bob, "From the archive, daily")):
            question.answer(belief=words, sure="very", change_mind="A sample", by=by)
            question.make_final(by=by)
    one.take_stance("differ", by=bob)
    two.show(by=bob)
    three.answer(belief="Not yet", by=alice)
    for user, path in ((alice, ""), (bob, ""), (gina, ""), (alice, "meeting/"), (bob, "new/")):
        page = board(user, path, **options)
        for summary in page.locator("main details:not(.menu) > summary").all():
            summary.click()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
