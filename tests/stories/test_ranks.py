"""A rank stands for a place: whatever is ranked where, nothing changes that isn't told."""

import random

import pytest

from stories.models import Story

MANY = 30


@pytest.fixture
def crowd(apollo, alice):
    """Stories without any room between their ranks."""
    for number in range(MANY):
        Story.write(apollo, title=f"Story {number}", by=alice)
    for place, story in enumerate(apollo.stories.order_by("number")):
        Story.objects.filter(pk=story.pk).update(rank=place)
    return list(apollo.stories.order_by("rank"))


def state(apollo):
    return {
        pk: (rank, at) for pk, rank, at in apollo.stories.values_list("pk", "rank", "updated_at")
    }


@pytest.mark.parametrize("seed", range(6))
def test_each_stands_where_it_was_put_and_each_change_of_a_rank_is_told(apollo, crowd, bob, seed):
    chance = random.Random(seed)
    order = [story.pk for story in crowd]
    hot = chance.randrange(MANY - 1)
    for _ in range(40):
        moved = chance.choice(order)
        order.remove(moved)
        place = chance.choice([hot, chance.randrange(MANY)])
        above = Story.objects.get(pk=order[place - 1]) if place else None
        below = Story.objects.get(pk=order[place]) if place < len(order) else None
        order.insert(place, moved)
        before, last = state(apollo), apollo.events.last()
        Story.objects.get(pk=moved).rank_between(above, below, by=bob)
        now = state(apollo)

        assert [story.pk for story in apollo.stories.order_by("rank")] == order
        changed = {pk for pk in now if now[pk][0] != before[pk][0]}
        told = {
            event.story_id: (event.details["was"], event.details["now"])
            for event in apollo.events.filter(pk__gt=last.pk)
        }
        assert told == {pk: (before[pk][0], now[pk][0]) for pk in changed}
        assert all(now[pk][1] > before[pk][1] for pk in changed)


def test_few_make_room_for_one(apollo, crowd, bob):
    """Of a backlog with room elsewhere; those who made room leave some for the next."""
    for place, story in enumerate(crowd):
        Story.objects.filter(pk=story.pk).update(rank=place << 20 if place != 7 else (6 << 20) + 1)
    story, above, below = (Story.objects.get(pk=crowd[place].pk) for place in (20, 6, 7))
    before = state(apollo)
    story.rank_between(above, below, by=bob)
    now = state(apollo)
    assert sum(now[pk][0] != before[pk][0] for pk in now) <= 3
