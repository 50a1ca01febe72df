from pathlib import Path

import pytest

from history.activity import sentences_of
from history.models import Event
from history.schema import SCHEMAS

ROOT = Path(__file__).parents[2]


def sentences(events, here=None):
    lines = sentences_of(
        events.select_related("actor", "story__project", "sprint").order_by("pk"), here=here
    )
    return [str(line.sentence).replace("<strong>", "").replace("</strong>", "") for line in lines]


def test_a_story_tells_its_own_history(story, alice, bob, doing, sprint):
    story.move_to(doing, by=bob)
    story.hand_to(bob, by=alice)
    story.hand_to(None, by=alice)
    story.estimate(points=3, by=alice)
    story.block("the <b>data</b>", by=bob)

    told = sentences(story.events.all(), here=story)

    assert told[:3] == ["added it", "took it", "planned it into Sprint 1"]
    assert told[3:] == [
        "moved it from To do to Doing",
        "handed it to Bob",
        "freed it from Bob",
        "sized it: 3 points instead of no size",
        "blocked it: “the &lt;b&gt;data&lt;/b&gt;”",
    ]


def test_elsewhere_the_story_is_a_link(story):
    [added] = sentences(story.events.filter(verb="story_created"))
    assert added == 'added <a href="/stories/AP-1/">AP-1 Story 1</a>'


def test_names_cost_one_query_a_kind(stories, django_assert_num_queries):
    events = list(Event.objects.select_related("actor", "story__project", "sprint"))
    with django_assert_num_queries(2):  # people and sprints
        sentences_of(events)


def test_whatever_the_details_hold_is_told_somehow(story, alice):
    for verb in SCHEMAS:
        for details in ({}, {"was": 5, "now": "x"}, {"now": {"title": None}, "was": []}):
            event = Event(verb=verb, details=details, actor=alice, story=story, at=story.created_at)
            assert sentences_of([event])[0].sentence
    assert sentences_of([Event(verb="no_such", at=story.created_at)])[0].actor == "Twopizza"


PEOPLE = [
    (verb, field)
    for verb, schema in SCHEMAS.items()
    for field in ("user", "owner", "coworker", "was", "now")
    if f"{{{field}:person}}" in str(schema.text)
]


@pytest.mark.parametrize(("verb", "field"), PEOPLE)
@pytest.mark.parametrize("other", ["somebody", "nobody"])
def test_nobody_is_told_to_have_done_it_to_themselves_by_name(
    verb, field, other, story, alice, bob
):
    """ "Bob handed it from Bob" is no way to speak of Bob."""
    details = dict.fromkeys(("user", "owner", "coworker", "was", "now"))
    if other == "somebody":
        details |= dict.fromkeys(details, alice.pk)
    event = Event(
        verb=verb, details=details | {field: bob.pk}, actor=bob, story=story, at=story.created_at
    )
    assert "Bob" not in sentences_of([event])[0].sentence


def test_what_people_do_to_their_own_stories_reads_well(story, alice, bob):
    story.hand_to(bob, by=alice)
    story.hand_to(alice, by=alice)
    story.hand_to(None, by=alice)
    story.hand_to(bob, by=bob)
    story.pair_with(alice, by=alice)
    story.part_from(alice, by=alice)
    assert sentences(story.events.all(), here=story)[-6:] == [
        "handed it to Bob",
        "took it from Bob",
        "let go of it",
        "took it",
        "began to work on it too",
        "stopped working on it",
    ]


def test_a_first_description_replaces_nothing(story, alice):
    for body in ("Up", "Up and away", ""):
        story.describe(body, by=alice)
    said = [
        str(line.sentence) for line in sentences_of(story.events.order_by("-pk")[:3], here=story)
    ]
    assert said == [
        "emptied the description of it",
        "rewrote the description of it",
        "described it",
    ]
