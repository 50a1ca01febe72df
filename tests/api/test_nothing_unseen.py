"""Whatever a write changes of a story, a mirror sees: its time of change and a line of history."""

import pytest
from django.db import transaction

from history.models import Event
from stories.models import Story
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from tests.present import present

# What is said of another row: it changes with that row, which has a line of its own.
OF_OTHERS = ("owner", "coworkers", "column", "theme", "hypothesis", "release", "created_by")


@pytest.fixture
def shared(rows, apollo, stories, alice, bob):
    """What many verbs touch from elsewhere: open work in the sprint, and no room between ranks."""
    for place, story in enumerate(apollo.stories.order_by("rank", "pk")):
        Story.objects.filter(pk=story.pk).update(rank=place)
    stories[2].plan_into(apollo.sprints.first(), by=alice)
    return rows


def seen(client):
    """Stories as a mirror has them, by key."""
    stories = client.get("stories/?page_size=200").json()["results"]
    for story in stories:
        for name in OF_OTHERS:
            story[name] = ids_of(story[name])
    return {story["key"]: story for story in stories}


def ids_of(value):
    if isinstance(value, list):
        return [one["id"] for one in value]
    return value and value["id"]


@pytest.mark.parametrize("route", WRITES)
def test_a_mirror_hears_of_each_story_that_changes(api, shared, alice, route):
    client = api(alice)
    before, last = seen(client), Event.objects.latest("pk").pk
    with transaction.atomic():
        path, body = address_of(ROUTES[route], shared), body_of(route, shared)
        client.send(route.split()[0], path, body, if_match="*")
        after = seen(client)
        told = {present(one.story).key for one in Event.objects.filter(pk__gt=last, story__gt=0)}
        transaction.set_rollback(True)
    changed = {key for key, story in after.items() if story != before.get(key)}
    assert changed <= told
    for key in changed & before.keys():
        assert after[key]["updated_at"] > before[key]["updated_at"], key
