"""Many stories changed together are as if each had been changed by its verb, at a constant cost."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from history.models import Event
from stories.bulk import Bulk
from stories.models import Story

SAME = ("sprint_id", "owner_id", "theme_id", "labels", "column_id", "category", "done_at", "rank")
BY_BULK: dict[str, Callable] = {
    "plan": lambda bulk, w: bulk.plan_into(w["sprint"], by=w["alice"]),
    "take out": lambda bulk, w: bulk.plan_into(None, by=w["alice"]),
    "hand over": lambda bulk, w: bulk.hand_to(w["bob"], by=w["alice"]),
    "take away": lambda bulk, w: bulk.hand_to(None, by=w["alice"]),
    "file": lambda bulk, w: bulk.file_under(w["theme"], by=w["alice"]),
    "label": lambda bulk, w: bulk.add_labels(["b", " moon "], by=w["alice"]),
    "drop": lambda bulk, w: bulk.drop(by=w["alice"]),
}
ONE_BY_ONE: dict[str, Callable] = {
    "plan": lambda story, w: story.plan_into(w["sprint"], by=w["alice"]),
    "take out": lambda story, w: story.plan_into(None, by=w["alice"]),
    "hand over": lambda story, w: story.hand_to(w["bob"], by=w["alice"]),
    "take away": lambda story, w: story.hand_to(None, by=w["alice"]),
    "file": lambda story, w: story.file_under(w["theme"], by=w["alice"]),
    "label": lambda story, w: story.label([*story.labels, "b", " moon "], by=w["alice"]),
    "drop": lambda story, w: story.drop(by=w["alice"]),
}


@pytest.fixture
def world(apollo, stories, sprint, theme, alice, bob, done):
    """Stories as a change may find them, and a full column for what is dropped."""
    stories[2].move_to(done, by=alice)
    stories[3].label(["a", "b"], by=alice)
    stories[4].file_under(theme, by=alice)
    dropped = apollo.columns.first_of("dropped")
    dropped.set_up(name=dropped.name, wip_limit=2, by=alice)
    Story.write(apollo, title="Given up", by=alice).drop(by=alice)
    return {"project": apollo, "sprint": sprint, "theme": theme, "alice": alice, "bob": bob}


def outcome(project, change):
    """What a change leaves: the stories and the lines of history; then all is as it was."""
    last = Event.objects.latest("pk").pk
    with transaction.atomic():
        before = dict(project.stories.values_list("pk", "updated_at"))
        change()
        rows = list(project.stories.order_by("pk").values(*SAME))
        moved = {
            pk for pk, at in project.stories.values_list("pk", "updated_at") if at != before[pk]
        }
        lines = Event.objects.filter(pk__gt=last).order_by("pk")
        told = list(
            lines.values("verb", "details", "version", "story", "actor", "discipline", "role")
        )
        transaction.set_rollback(True)
    return rows, moved, told


@pytest.mark.parametrize("name", BY_BULK)
def test_together_is_as_one_by_one(world, name):
    project = world["project"]

    def one_by_one():
        for story in project.stories.all():
            ONE_BY_ONE[name](story, world)

    together = outcome(project, lambda: BY_BULK[name](Bulk(project, project.stories.all()), world))
    alone = outcome(project, one_by_one)

    assert together == alone
    assert together[2], "it changed something"


def statements(change):
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        change()
        transaction.set_rollback(True)
    return len(queries)


@pytest.mark.parametrize("name", BY_BULK)
def test_many_cost_no_more_statements_than_few(world, name):
    project = world["project"]
    few = statements(lambda: BY_BULK[name](Bulk(project, project.stories.all()), world))
    Story.write_all(project, [{"title": f"More {n}"} for n in range(60)], by=world["alice"])
    many = statements(lambda: BY_BULK[name](Bulk(project, project.stories.all()), world))

    assert many == few
