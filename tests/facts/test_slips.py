"""A move that the same hand takes back within a minute is told in the history, and not counted."""

import itertools

import pytest

from base import clock
from facts.models import ProjectFacts, StoryFact
from health.reports.building import build_report
from tests.told.chronicle import Chronicle

pytestmark = pytest.mark.django_db
SECOND = 1 / 86_400
HOUR = 3600
STAGES = ("todo", "doing", "review", "done")
BEFORE = {
    "todo": (),
    "doing": ("doing",),
    "review": ("doing", "review"),
    "done": ("doing", "done"),
}
TOLD = ("category", "started_at", "done_at", "reopened", "cycle_days", "since")


def told(path, before=("doing", "review")):
    """Return the facts of a story that goes along the path: (seconds, stage, by whom) each."""
    chronicle = Chronicle("Slips", "SL")
    story = chronicle.write(0)
    for day, stage in enumerate(before, start=1):
        chronicle.move(story, day, stage, by="sara")
    for seconds, stage, who in path:
        chronicle.move(story, 5 + seconds * SECOND, stage, by=who)
    ProjectFacts.refresh(chronicle.project.pk)
    refreshed = StoryFact.objects.values().get(story_id=story.pk)
    ProjectFacts.rebuild([chronicle.project.pk])
    assert StoryFact.objects.values().get(story_id=story.pk) == refreshed
    return StoryFact.objects.get(story_id=story.pk), chronicle


def whole(fact):
    return {name: getattr(fact, name) for name in TOLD}


@pytest.mark.parametrize(
    ("path", "reopened", "is_done"),
    [
        ([(0, "done", "sara"), (59, "review", "sara")], 0, False),
        ([(0, "done", "sara"), (60, "review", "sara")], 0, False),
        ([(0, "done", "sara"), (61, "review", "sara")], 1, False),
        ([(0, "done", "sara"), (59, "review", "emma")], 1, False),
        ([(0, "done", "sara"), (0, "review", "sara")], 1, False),  # an import that knows the day
        ([(0, "done", "sara"), (20, "todo", "sara"), (40, "review", "sara")], 0, False),
        ([(0, "done", "sara"), (20, "todo", "sara"), (40, "done", "sara")], 0, True),
        ([(0, "done", "sara"), (20, "doing", "emma"), (40, "review", "sara")], 1, False),
        ([(0, "done", "sara"), (HOUR, "review", "sara"), (HOUR + 9, "done", "sara")], 0, True),
    ],
)
def test_what_one_hand_takes_back_within_a_minute_was_not_done(path, reopened, is_done):
    fact, _ = told(path)
    assert fact.reopened == reopened
    assert (fact.done_at is not None) == is_done


def test_a_story_that_was_taken_up_by_a_slip_was_not_started():
    fact, chronicle = told([(0, "doing", "sara"), (30, "todo", "sara")], before=())
    assert (fact.started_at, fact.category) == (None, "todo")
    assert fact.since < chronicle.moment(5)


def test_what_goes_on_within_a_minute_is_no_slip():
    fact, chronicle = told([(0, "doing", "sara"), (20, "done", "sara")], before=())
    assert fact.started_at == chronicle.moment(5)
    assert fact.done_at == chronicle.moment(5 + 20 * SECOND)


@pytest.mark.parametrize("where", STAGES)
def test_a_round_trip_leaves_the_facts_as_if_it_had_not_been(where):
    chronicle, trips = Chronicle("Slips", "SL"), {}
    for trip in round_trips(where):
        story = trips[trip] = chronicle.write(0)
        for day, stage in enumerate(BEFORE[where], start=1):
            chronicle.move(story, day, stage, by="sara")
        for place, stage in enumerate(trip):
            chronicle.move(story, 5 + 9 * place * SECOND, stage, by="sara")
    ProjectFacts.refresh(chronicle.project.pk)
    facts = {trip: whole(StoryFact.objects.get(story=story)) for trip, story in trips.items()}
    assert facts == dict.fromkeys(facts, facts[()])


def round_trips(where):
    """Yield ways out and back again by two, three or four moves, and none at all."""
    yield ()
    for steps in (1, 2, 3):
        for way in itertools.product(STAGES, repeat=steps):
            whole_way = (where, *way, where)
            if all(one != other for one, other in itertools.pairwise(whole_way)):
                yield whole_way[1:]


def test_signals_count_no_slip_either():
    chronicle = Chronicle("Slips", "SL")
    for day in range(14):
        story = chronicle.finish(day, 1)
        for seconds, stage in ((0, "doing"), (15, "done")):
            chronicle.move(story, day + 2 + seconds * SECOND, stage, by="emma")
    with clock.at(chronicle.moment(25)):
        content = build_report(chronicle.team).content
    by_key = {one["key"]: one for one in content["signals"]}
    assert by_key["B1"]["n"] == 14
    assert by_key["B1"]["figures"].get("reopened", 0) == 0
