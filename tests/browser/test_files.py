"""Files that are chosen, dropped and pasted in Chromium; and how their pages look there."""

import os

import pytest

from files.models import Attachment
from projects.models import Hypothesis, UseCase
from tests.browser.player import Player
from tests.browser.test_pages_look import WIDE, flaws
from tests.files.conftest import file, picture
from tests.world import PASSWORD

NARROW = {"width": 390, "height": 844}
SEND = """({ section, kind, files }) => {
  const data = new DataTransfer()
  for (const [name, words] of files) data.items.add(new File([words], name))
  const target = document.querySelector(section)
  const given = kind === "paste" ? { clipboardData: data } : { dataTransfer: data }
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent
  target.dispatchEvent(new Kind(kind, { bubbles: true, cancelable: true, ...given }))
}"""


@pytest.fixture
def served(transactional_db, live_server, settings, media):
    settings.SIGN_IN_LIMIT_ADDRESS = "1000/minute"
    return live_server.url


@pytest.fixture
def come(browser, served, story):
    players = []

    def come(**options):
        players.append(Player(browser, served, **options))
        return players[-1].sign_in("alice@example.org", PASSWORD)

    yield come
    for player in players:
        player.leave()


def heard(player):
    """Complaints; the live stream is no part of this server."""
    return [each for each in player.complaints.unexpected if "/live/" not in each]


def listed(player, name):
    """Until then its name only stands beside how far it is."""
    player.page.get_by_role("link", name=name).first.wait_for()


def choose(player, *files):
    given = [{"name": name, "mimeType": "text/csv", "buffer": words} for name, words in files]
    player.page.locator("input[type=file]").first.set_input_files(given)


def test_files_are_chosen_dropped_and_pasted_and_show_at_once(come, story):
    player = come(viewport=WIDE)
    player.go(f"/stories/{story.key}/")
    choose(player, ("one.csv", b"1"), ("two.csv", b"2"))
    listed(player, "two.csv")
    section = f"#files-story-{story.pk}"
    sent = {"section": section, "kind": "drop", "files": [["three.csv", "3"]]}
    player.page.evaluate(SEND, sent)
    listed(player, "three.csv")
    player.page.evaluate(SEND, sent | {"kind": "paste", "files": [["four.csv", "4"]]})
    listed(player, "four.csv")
    names = Attachment.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["one.csv", "two.csv", "three.csv", "four.csv"]
    assert heard(player) == []


def test_what_is_refused_is_said_beside_and_the_rest_is_attached(come, story):
    player = come(viewport=WIDE)
    player.go(f"/stories/{story.key}/")
    player.complaints.expect_refusals()
    player.page.locator("#comment-body").fill("Half a sentence")
    choose(player, ("one.csv", b"1"), ("empty.csv", b""), ("two.csv", b"2"))
    player.sees("“empty.csv” is empty.")
    listed(player, "two.csv")
    assert player.page.locator("#comment-body").input_value() == "Half a sentence"
    assert Attachment.objects.count() == 2
    assert heard(player) == []


def test_a_file_is_deleted_and_restored_without_a_script(come, story, alice):
    Attachment.attach(story, file(), by=alice)
    player = come(viewport=WIDE, java_script_enabled=False)
    player.go(f"/stories/{story.key}/")
    player.click("Delete figures.csv")
    player.sees("is deleted. It can be restored for 30 days.")
    player.page.get_by_text("Deleted in the last 30 days: 1").click()
    player.click("Restore figures.csv")
    player.sees("“figures.csv” is back.")
    player.page.locator("input[type=file]").first.set_input_files(
        {"name": "plain.csv", "mimeType": "text/csv", "buffer": b"1"}
    )
    player.click("Attach", exact=True)
    player.sees("plain.csv")
    assert Attachment.objects.standing().count() == 2


@pytest.mark.parametrize("theme_of_page", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_they_look_as_they_should(come, story, theme, alice, viewport, theme_of_page):
    use_case = UseCase.distil(story.project, title="Land on the moon", by=alice)
    hypothesis = Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice)
    comment = story.comment("Look at this", by=alice)
    for row in (story, comment, hypothesis, use_case):
        Attachment.attach(row, picture(900, 500), by=alice).draw_preview()
        Attachment.attach(row, file(name="figures-" + "x" * 150 + ".csv"), by=alice)
    Attachment.attach(story, file(), by=alice).remove(by=alice)
    player = come(viewport=viewport, color_scheme=theme_of_page)
    pages = {
        "story": f"/stories/{story.key}/",
        "hypothesis": f"/hypotheses/{hypothesis.pk}/",
        "use-case": f"/files/use_case/{use_case.pk}/",
        "project": "/projects/AP/files/",
    }
    for name, path in pages.items():
        found = flaws(player, path)
        if folder := os.environ.get("SHOTS"):
            shot = f"{folder}/{name}-{viewport['width']}-{theme_of_page}.png"
            player.page.screenshot(path=shot, full_page=True)
        assert found == []
