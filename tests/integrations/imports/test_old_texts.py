"""What Jira's log says of texts that were overwritten is kept as if it had happened here."""

import pytest

from history.models import OldText
from integrations.imports.jira import JiraImport
from stories.models import Story
from teams.models import Team
from tests.integrations.imports.issues import change, issue, item, write

WORDS = "Zażółć 漢字\r\n🍕 {code}x{code}\t“’"


def rewritten(number, at, was, now, field="description"):
    return change(number, at, item(field, None, None, was, now))


FIRST = rewritten(1, "2026-01-06T09:00:00.000+0100", WORDS, "Second")
SECOND = rewritten(2, "2026-01-07T09:00:00.000+0100", "Second", "Third")


@pytest.fixture
def bring_in(tmp_path):
    def run(*changes, **fields):
        file = write(tmp_path, issue(1, *changes, **fields))
        JiraImport([file], "TV").run()
        return Story.objects.get(project__key="TV")

    return run


def kept(story, field):
    texts = OldText.objects.filter(noun="stories.story", row=story.pk, field=field)
    return [(old.event.verb, old.event.story_id, old.text) for old in texts.order_by("event")]


def test_descriptions_that_the_log_has_are_given_back(db, bring_in):
    story = bring_in(FIRST, SECOND, description="Third")

    told = ("story_described", story.pk)
    assert kept(story, "body") == [(*told, WORDS), (*told, "Second")]
    assert story.body == "Third"


def test_so_are_titles_and_reasons_of_a_flag(db, bring_in):
    flag = item("Flagged", "", "[1]", "", "Impediment")
    free = item("Flagged", "[1]", "", "Impediment", "")
    story = bring_in(
        rewritten(1, "2026-01-06T09:00:00.000+0100", "First title", "Issue 1", "summary"),
        change(2, "2026-01-07T09:00:00.000+0100", flag),
        change(3, "2026-01-08T09:00:00.000+0100", free),
    )

    assert kept(story, "title") == [("story_renamed", story.pk, "First title")]
    assert kept(story, "blocked_reason") == [
        ("story_unblocked", story.pk, "Flagged in Jira: Impediment")
    ]


def test_what_cant_be_kept_of_a_text_is_left_out(db, bring_in):
    was = "nul \x00 and " + "long" * 30_000
    story = bring_in(rewritten(1, "2026-01-06T09:00:00.000+0100", was, "Second"))

    assert kept(story, "body")[0][2] == was.replace("\x00", "")[:100_000]


def test_a_later_import_brings_a_new_description_unless_one_was_written_here(db, bring_in):
    bring_in(FIRST, description="Second")
    story = bring_in(FIRST, SECOND, description="Third")
    assert story.body == "Third"
    assert [text for _, _, text in kept(story, "body")] == [WORDS, "Second"]

    story.describe("Ours", by=None)
    third = rewritten(3, "2026-01-08T09:00:00.000+0100", "Third", "Fourth")
    assert bring_in(FIRST, SECOND, third, description="Fourth").body == "Ours"


def test_a_second_import_of_the_same_keeps_nothing_twice(db, bring_in):
    bring_in(FIRST, SECOND, description="Third")
    story = bring_in(FIRST, SECOND, description="Third")

    assert len(kept(story, "body")) == 2
    assert Team.objects.count() == 1
