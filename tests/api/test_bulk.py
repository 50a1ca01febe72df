"""Many stories at once: all or none, in the order given, in as many statements as a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.refusals import Refused
from projects.models import Hypothesis, Project, Release
from sprints.models import Sprint
from stories.models import Story


@pytest.fixture
def named(apollo, theme, sprint, alice, bob):
    """One of everything that a new story may name."""
    return {
        "owner": bob.pk,
        "column": apollo.columns.first_of("doing").pk,
        "sprint": sprint.number,
        "theme": theme.pk,
        "hypothesis": Hypothesis.draft(theme, prediction="It lands", by=alice).pk,
        "release": Release.announce(apollo, title="Moon", by=alice).pk,
    }


@pytest.fixture
def hers(api, alice):
    return api(alice)


def drafts(count, **fields):
    return [{"project": "AP", "title": f"Story {number}", **fields} for number in range(count)]


def statements(hers, stories):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = hers.post("stories/bulk/", {"stories": stories})
    assert answer.status_code == 201, answer.content
    return len(asked), answer.json()["keys"]


def test_five_hundred_cost_no_more_statements_than_two(hers, named, apollo):
    statements(hers, drafts(1, **named))  # it notes besides when the token was used
    few, _ = statements(hers, drafts(2, **named))
    many, keys = statements(hers, drafts(500, **named))
    assert many == few
    assert keys == [f"AP-{number}" for number in range(4, 504)]
    stories = apollo.stories.filter(number__gt=3).order_by("rank")
    assert [story.key for story in stories] == keys
    told = apollo.events.filter(verb="story_created").values_list("details", flat=True)
    assert [one["owner_discipline"] for one in told] == ["engineering"] * 503


def test_each_is_as_if_it_were_written_alone(hers, named, apollo, alice, bob, theme):
    statements(hers, drafts(1, **named, points=3, labels=[" moon "], kind="bug", body="Words"))
    [key] = hers.post("stories/", drafts(1)[0] | named | {"points": 3}).json()["key"].split()
    bulk, alone = (apollo.stories.by_key(one).get() for one in ("AP-1", key))
    apart = {"id", "number", "rank", "created_at", "updated_at", "labels", "kind", "body"}
    for field in Story._meta.concrete_fields:
        if field.name not in apart:
            assert getattr(bulk, field.attname) == getattr(alone, field.attname), field.name
    told = [story.events.get(verb="story_created").details for story in (bulk, alone)]
    assert told[0] | {"kind": "story"} == told[1]


def test_stories_of_several_projects_keep_the_order_given(hers, apollo, team, alice):
    Project.start(team, key="ZEUS", name="Zeus", by=alice)
    names = ["ZEUS", "AP", "zeus", "AP", "AP"]
    mixed = [{"project": name, "title": "New"} for name in names]
    _, keys = statements(hers, mixed)
    assert keys == ["ZEUS-1", "AP-1", "ZEUS-2", "AP-2", "AP-3"]


@pytest.mark.parametrize("place", [0, 7])
def test_a_refusal_names_its_story_and_nothing_stays(hers, team, alice, apollo, place):
    Project.start(team, key="ZEUS", name="Zeus", by=alice)
    stories = drafts(8)
    stories[3]["project"] = "ZEUS"
    stories[place] |= {"points": 3, "time_box_days": 2}
    answer = hers.post("stories/bulk/", {"stories": stories})
    assert answer.status_code == 409
    assert [one["pointer"] for one in answer.json()["errors"]] == [
        f"#/stories/{place}/time_box_days"
    ]
    assert not Story.objects.exists()


def test_what_ended_since_it_was_named_is_refused(apollo, sprint, alice, stories):
    """Somebody closes the sprint while the body is read."""
    named = Sprint.objects.get(pk=sprint.pk)
    sprint.kick_off(by=alice)
    sprint.close(by=alice)
    with pytest.raises(Refused, match="closed") as refused:
        Story.write_all(apollo, [{"title": "A"}, {"title": "B", "sprint": named}], by=alice)
    assert refused.value.place == 1


def test_none_are_refused_and_one_is_enough(hers, apollo):
    assert hers.post("stories/bulk/", {"stories": []}).status_code == 400
    assert statements(hers, drafts(1))[1] == ["AP-1"]
    assert hers.post("stories/bulk/", {"stories": drafts(501)}).status_code == 400
