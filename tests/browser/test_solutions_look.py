"""Solutions in Chromium: a sketch that the other discipline looks at, and how its pages look."""

from typing import Any

import pytest

from projects.models import Hypothesis, UseCase
from solutions.models import Deployment, FitReview, Solution
from tests.browser.player import Player
from tests.browser.test_pages_look import NARROW, WIDE, flaws
from tests.world import PASSWORD

LEARNED = "Radar is blind above water, so the height has to come from two of them."


@pytest.fixture
def served(transactional_db, live_server, settings):
    settings.SIGN_IN_LIMIT_ADDRESS = "1000/minute"
    return live_server.url


@pytest.fixture
def use_case(served, apollo, alice):
    return UseCase.distil(apollo, title="Land on the moon", by=alice)


@pytest.fixture
def come(browser, served):
    players = []

    def come(name, **options):
        players.append(Player(browser, served, **options))
        return players[-1].sign_in(f"{name}@example.org", PASSWORD)

    yield come
    for player in players:
        player.leave()


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_sketched_seen_by_the_other_side_and_dropped(come, apollo, use_case, scripts):
    player = come("alice", viewport=WIDE, java_script_enabled=scripts)
    player.go("/projects/AP/solutions/")
    player.follow("Sketch the first one")
    player.fill(name="Lander", does="Predicts the height.")
    player.page.get_by_label("Land on the moon").check()
    player.click("Sketch it")
    player.sees("Nobody from engineering looks after it")
    player.sees("Engineering hasn’t looked at this")
    other = come("bob", viewport=NARROW, java_script_enabled=scripts)
    other.go(Solution.objects.get().address)
    other.click("Seen")
    other.sees("looked at the solution")
    player.go(f"{Solution.objects.get().address}drops/")
    player.fill(learned=LEARNED)
    player.click("Drop it")
    player.sees(LEARNED)
    player.click("Take up again")
    player.sees("It is taken up again.")
    for one in (player, other):
        assert one.complaints.unexpected == []


def test_what_is_live_is_picked_into_one_s_own_note_on_what_exists(
    come, apollo, use_case, alice, bob
):
    rover = Solution.sketch(apollo, name="Rover", kind="model", engineering_keeper=bob, by=alice)
    said: dict[str, Any] = {
        "environment": "production",
        "reference": "run-1",
        "version": "1",
        "state": "live",
    }
    Deployment.report(rover, **said, by=bob)
    solution = Solution.sketch(apollo, name="Lander", kind="model", by=alice)
    review = FitReview.begin(solution, by=alice)
    player = come("bob", viewport=WIDE)
    player.go(f"{solution.address}fit/")
    player.page.get_by_text("What is live").click()
    player.page.locator(".shelf-picker li", has_text="Rover").get_by_role("button").click()
    note = player.page.locator(f"#id_note_{review.items.get(position=5).pk}")
    assert note.input_value() == "Rover (access: Ask Bob (engineering))"
    player.click("Save what engineering says")
    player.sees("0 of 13 settled")
    assert review.items.get(position=5).engineering_note == "Rover (access: Ask Bob (engineering))"
    assert player.complaints.unexpected == []


@pytest.mark.parametrize(("scheme", "size"), [("light", NARROW), ("dark", WIDE)])
def test_their_pages(come, apollo, theme, use_case, stories, alice, bob, scheme, size):
    tested = Hypothesis.draft(theme, prediction="It floats " + "x" * 200, by=alice)
    for number, kind in enumerate(Solution.Kind.values):
        solution = Solution.sketch(
            apollo,
            name=f"Solution {number} {'y' * 20 * number}",
            kind=kind,
            does="**Predicts** the height.\n\n- one\n- two",
            use_cases=[use_case] if number else [],
            hypotheses=[tested],
            engineering_keeper=bob if number else None,
            by=alice,
        )
    solution.link("Code", "https://git.example.org/" + "z" * 200, by=alice)
    solution.link_story(stories[0], by=alice)
    Solution.objects.filter(kind="model").get().drop(LEARNED, by=alice)
    player = come("alice", viewport=size, color_scheme=scheme)
    here = solution.address
    pages = [
        "/projects/AP/",
        "/projects/AP/solutions/",
        "/projects/AP/solutions/new/",
        "/stories/AP-1/",
        here,
        Solution.objects.filter(kind="model").get().address,
    ]
    parts = ("name", "words", "served", "keepers", "links", "stories", "drops", "retirements")
    pages += [f"{here}{part}/" for part in parts]
    found = []
    for path in pages:
        found += flaws(player, path)
    assert found == []
