"""No open story is outside every list: whatever was done, it stands in exactly one of them."""

import random
from collections import Counter
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection

from base.refusals import Refused
from sprints.models import Sprint
from stories.models import Story
from tests.integrations.imports.test_jira_import import bring_in_real


def listed(client, project):
    """Keys of the backlog's rows and of the stories of its running and planned sprints."""
    backlog = client.get(f"/projects/{project.key}/backlog/").context["backlog"]
    rows = [*backlog.rows, *(row for plan in backlog.plans for row in plan.rows)]
    return Counter(row.key for row in rows if row.category not in ("done", "dropped"))


def open_ones(project):
    return Counter(f"{project.key}-{one.number}" for one in project.stories.open())


def something(project, by, chance):
    """Do one thing that a team does, or be refused."""
    story = chance.choice(list(project.stories.all()))
    sprint = chance.choice([None, *project.sprints.all()])
    act = chance.choice(["move", "move", "plan", "write", "kick off", "close", "sprint"])
    if act == "move":
        story.move_to(chance.choice(list(project.columns.all())), by=by)
    elif act == "plan":
        story.plan_into(sprint, by=by)
    elif act == "write":
        Story.write(project, title="More", owner=by, sprint=sprint, by=by)
    elif act == "kick off" and (first := project.sprints.planned().order_by("number").first()):
        first.kick_off(by=by)
    elif act == "close" and (running := project.sprints.active().first()):
        running.close(by=by, carry_into=chance.choice([None, *project.sprints.planned()]))
    elif act == "sprint":
        last = project.sprints.order_by("-ends_on").first()
        starts = last.ends_on + timedelta(days=1) if last else date(2026, 1, 5)
        Sprint.plan(project, starts_on=starts, by=by)


@pytest.mark.parametrize("seed", range(6))
def test_each_open_story_stands_in_one_list_whatever_was_done(alices, apollo, alice, seed):
    chance = random.Random(seed)
    for story in apollo.stories.filter(owner=None):
        story.hand_to(alice, by=alice)
    for _ in range(60):
        try:
            something(apollo, alice, chance)
        except Refused:
            continue
    assert apollo.sprints.closed().exists()
    assert listed(alices, apollo) == open_ones(apollo)


def test_work_taken_up_again_after_its_sprint_closed_goes_to_the_backlog(
    alices, apollo, alice, running, stories, done, doing
):
    stories[0].move_to(done, by=alice)
    running.close(by=alice)
    stories[0].move_to(doing, by=alice)
    assert listed(alices, apollo)[stories[0].key] == 1
    assert list(stories[0].events.order_by("-pk").values_list("verb", flat=True)[:2]) == [
        "story_planned",
        "story_moved",
    ]
    page = alices.get(f"/projects/AP/sprints/{running.number}/")
    assert page.status_code == 200


def test_what_an_import_brought_stands_in_one_list(client, root, db):
    bring_in_real()
    from projects.models import Project

    project = Project.objects.get(key="EE")
    member = project.team.members.first()
    client.force_login(member)
    everything: Counter[str] = Counter()
    page = 1
    while page:
        backlog = client.get(f"/projects/EE/backlog/?page={page}").context["backlog"]
        everything.update(row.key for row in backlog.rows if row.category != "done")
        page = backlog.later
    for plan in backlog.plans:
        everything.update(r.key for r in plan.rows if r.category not in ("done", "dropped"))
    assert everything == open_ones(project)


def test_an_older_installation_brings_its_stranded_stories_to_the_backlog(
    alices, apollo, alice, running, stories
):
    """Rows as they were before work taken up again left its closed sprint."""
    running.close(by=alice)
    apollo.stories.filter(pk=stories[0].pk).update(sprint=running)
    assert stories[0].key not in listed(alices, apollo)
    migration = import_module("stories.migrations.0007_bring_stranded_stories_to_the_backlog")
    with connection.cursor() as cursor:
        cursor.execute(migration.BRING)
    assert listed(alices, apollo) == open_ones(apollo)
    event = stories[0].events.order_by("-pk").first()
    assert (event.verb, event.details) == ("story_planned", {"was": running.pk, "now": None})
    assert alices.get(f"/stories/{stories[0].key}/").status_code == 200
