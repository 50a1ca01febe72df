"""What kind of thing a blocked story waits for: said where somebody knows it."""

import pytest

from history.models import Event
from stories.models import Story
from stories.refusals import NoKindOfBlocker


def reread(story):
    return Story.objects.get(pk=story.pk)


def last():
    return Event.objects.order_by("-pk").first()


def test_a_kind_is_said_changed_and_cleared(story, alice):
    story.block("No key", kind="access", by=alice)
    assert reread(story).blocked_kind == "access"
    assert last().details == {"was": "", "now": "No key", "kind_was": "", "kind": "access"}
    story.block("No key", kind="customer", by=alice)
    assert (last().details["kind_was"], last().details["kind"]) == ("access", "customer")
    story.block("Another key", by=alice)
    assert reread(story).blocked_kind == "customer"
    story.block("Another key", kind="", by=alice)
    assert reread(story).blocked_kind == ""
    story.block("Another key", kind="data", by=alice)
    story.unblock(by=alice)
    assert reread(story).blocked_kind == ""


def test_saying_the_same_again_leaves_no_trace(story, alice):
    story.block("No key", kind="access", by=alice)
    before = Event.objects.count()
    story.block("No key", kind="access", by=alice)
    story.block("No key", by=alice)
    assert Event.objects.count() == before


def test_there_is_no_other_kind(story, alice):
    with pytest.raises(NoKindOfBlocker):
        story.block("No key", kind="weather", by=alice)
    assert not reread(story).is_blocked


def test_the_page_asks_for_it_and_card_and_history_show_it(alices, story):
    page = alices.get("/stories/AP-1/").content.decode()
    assert 'name="kind"' in page
    assert "The other discipline" in page
    alices.post("/stories/AP-1/blockers/", {"reason": "Review", "kind": "discipline"})
    assert reread(story).blocked_kind == "discipline"
    page = alices.get("/stories/AP-1/").content.decode()
    assert "which waits for <strong>the other discipline</strong>" in page
    assert "The other discipline: Review" in alices.get("/projects/AP/board/").content.decode()
    refused = alices.post("/stories/AP-1/blockers/", {"reason": "Mine", "kind": "weather"})
    assert refused.status_code == 400
    assert "Mine" in refused.content.decode()


def test_board_and_backlog_are_sifted_by_it(alices, stories, alice):
    stories[0].block("No key", kind="access", by=alice)
    stories[1].block("Late", by=alice)
    blocked = alices.get("/projects/AP/board/?sprint=all&blocked=1").content.decode()
    waits = alices.get("/projects/AP/board/?sprint=all&blocked=access").content.decode()
    assert "Story 1" in blocked
    assert "Story 2" in blocked
    assert "Story 1" in waits
    assert "Story 2" not in waits


def test_the_api_takes_it_shows_it_and_filters_by_it(api, stories, alice):
    mine = api(alice)
    answer = mine.post("stories/AP-1/blockers/", {"reason": "No key", "kind": "access"})
    etag = answer.headers["ETag"]
    assert answer.json()["blocked_kind"] == "access"
    stays = mine.post("stories/AP-1/blockers/", {"reason": "Other key"}, if_match=etag)
    assert stays.json()["blocked_kind"] == "access"
    stories[1].block("Late", by=alice)
    found = mine.get("stories/", {"blocked_kind": "access"}).json()["results"]
    assert [one["key"] for one in found] == ["AP-1"]
    assert (
        mine.post(
            "stories/AP-2/blockers/", {"reason": "x", "kind": "weather"}, if_match="*"
        ).status_code
        == 400
    )
    assert mine.delete("stories/AP-1/blockers/").json()["blocked_kind"] == ""
