"""A sprint that is kept back by a decision, in Chromium; and how these pages look there."""

import pytest

from projects.models import Decision, Question, ShelfItem, UseCase
from tests.browser.player import Player
from tests.browser.test_pages_look import WIDE, flaws
from tests.world import PASSWORD

NARROW = {"width": 390, "height": 844}
WHY = "The customer decides on Friday"


@pytest.fixture
def served(transactional_db, live_server, settings):
    settings.SIGN_IN_LIMIT_ADDRESS = "1000/minute"
    return live_server.url


@pytest.fixture
def decision(served, apollo, theme, sprint, stories, team, alice, bob):
    """What the sprint's first story works for isn't decided; both sides see it differently."""
    use_case = UseCase.distil(apollo, title="Land on the moon", by=alice)
    theme.serve([use_case], by=alice)
    stories[0].file_under(theme, by=alice)
    question = Question.ask(use_case, text="Which engine?", asked_from="engineering", by=alice)
    for one, words in ((alice, "The **small** one"), (bob, "The big one: " + "x" * 300)):
        question.answer(belief=words, sure="fairly", change_mind="A test", by=one)
        question.make_final(by=one)
    question.take_stance("differ", by=bob)
    made = Decision.open_for(apollo, title="Which site? " + "y" * 200, theme=theme, by=alice)
    made.decide(chosen="The sea", why="Soft", still_held="Too far", keeper=bob, by=alice)
    made.note_outcome("It was soft", by=alice)
    for kind in ShelfItem.Kind.values:
        ShelfItem.put(
            team, kind=kind, name=f"A {kind}", kept_by="engineering", access="Ask", by=bob
        )
    return question.decisions.get()


@pytest.fixture
def come(browser, served, decision):
    players = []

    def come(**options):
        players.append(Player(browser, served, **options))
        return players[-1].sign_in("alice@example.org", PASSWORD)

    yield come
    for player in players:
        player.leave()


def test_a_kickoff_is_refused_leads_to_the_decision_and_goes_on_once_it_is_made(come, sprint):
    player = come(viewport=WIDE)
    player.go("/projects/AP/sprints/1/")
    player.complaints.expect_refusals()
    player.click("Kick off Sprint 1")
    player.sees("Sprint 1 stands before 1 open decision")
    player.follow("Which engine?")
    player.fill(chosen="The small one")
    player.click("Decide", exact=True)
    player.sees("Decided.")
    player.go("/projects/AP/sprints/1/")
    player.click("Kick off Sprint 1")
    player.sees("Its commitment is frozen")
    sprint.refresh_from_db()
    assert (sprint.is_active, sprint.waiver) == (True, "")
    assert player.complaints.unexpected == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_lead_kicks_it_off_all_the_same_with_a_reason(come, sprint, scripts):
    player = come(viewport=NARROW, java_script_enabled=scripts)
    player.go("/projects/AP/sprints/1/")
    player.complaints.expect_refusals()
    player.click("Kick off Sprint 1")
    player.fill(waiver="Too short")
    player.click("Kick off all the same")
    player.sees("Say why in 10 to 500 characters")
    player.fill(waiver=WHY)
    player.click("Kick off all the same")
    player.sees("Kicked off over 1 open decision, because")
    assert player.sees(WHY)
    sprint.refresh_from_db()
    assert (sprint.is_active, sprint.waiver) == (True, WHY)
    assert player.complaints.unexpected == []


def test_what_stands_on_the_shelf_is_picked_into_an_answer(come, apollo, alice):
    use_case = UseCase.distil(apollo, title="Fly home", by=alice)
    *_, asked = [one for one in Question.begin(use_case, [6], by=alice) if one.state == "asked"]
    player = come(viewport=WIDE)
    page = player.go(f"/use-cases/{use_case.pk}/questions/") and player.page
    answer = page.locator(f"#question-{asked.pk} textarea").first
    answer.fill("We know of these")
    page.get_by_text("On our shelf").first.click()
    page.locator(".shelf-picker li", has_text="A platform").get_by_role("button").click()
    words = "We know of these\nA platform (access: Ask)"
    page.wait_for_function("words => document.querySelector('textarea').value === words", arg=words)
    assert answer.input_value() == words
    # The live stream is no part of this server.
    assert [each for each in player.complaints if "/live/" not in each] == []


def test_without_scripts_the_shelf_is_a_list_to_read(come, apollo, alice):
    use_case = UseCase.distil(apollo, title="Fly home", by=alice)
    Question.begin(use_case, [6], by=alice)
    player = come(viewport=NARROW, java_script_enabled=False)
    player.go(f"/use-cases/{use_case.pk}/questions/")
    player.page.get_by_text("On our shelf").first.click()
    player.sees("A platform")
    assert player.page.locator(".shelf-picker").get_by_role("button").count() == 0


@pytest.mark.parametrize(("scheme", "size"), [("light", NARROW), ("dark", WIDE)])
def test_the_pages_of_decisions_and_the_shelf(come, decision, sprint, theme, alice, scheme, size):
    player = come(viewport=size, color_scheme=scheme)
    made = Decision.objects.decided().get()
    pages = [
        "/",
        "/shelf/",
        "/shelf/new/",
        "/projects/AP/decisions/",
        "/projects/AP/decisions/?q=nothing+like+it",
        "/projects/AP/decisions/new/",
        f"/decisions/{decision.pk}/",
        f"/decisions/{made.pk}/",
        f"/themes/{theme.pk}/",
        "/stories/AP-1/",
        "/projects/AP/board/?sprint=all",
    ]
    found = []
    for path in pages:
        found += flaws(player, path)
    sprint.kick_off(by=alice, waiver=WHY)
    found += flaws(player, "/projects/AP/sprints/1/")
    assert found == []
