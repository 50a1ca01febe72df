"""Tells of thousands of stories at once: one is told through the verbs, the others copy it."""

from datetime import timedelta

from django.db import connection
from django.db.models import F

from history.models import Event
from projects.models import Project
from stories.models import Story


def columns_of(model, *, but):
    return [str(field.column) for field in model._meta.concrete_fields if field.column not in but]


def copied(story, n, *, later, only=None):
    """Let `n` more stories have its history, the k-th one k times `later` after it.

    With `only`, just the lines of that verb whose story moved last are told later.
    """
    skip = {"id", "number", "created_at", "done_at"}
    same = columns_of(Story, but=skip)
    told = columns_of(Event, but={"id", "story_id", "at", "recorded_at"})
    last = story.events.filter(verb="story_moved").last()
    values = {"story": story.pk, "n": n, "later": later, "last": last.pk, "whole": not only}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH copies AS (
                INSERT INTO stories_story (number, created_at, done_at, {", ".join(same)})
                SELECT top.number + k, created_at + CASE WHEN %(whole)s THEN k * %(later)s
                    ELSE interval '0' END, done_at + k * %(later)s, {", ".join(same)}
                FROM stories_story s, generate_series(1, %(n)s) k,
                    (SELECT max(number) AS number FROM stories_story
                     WHERE project_id = (SELECT project_id FROM stories_story
                                         WHERE id = %(story)s)) top
                WHERE s.id = %(story)s
                RETURNING id, number
            ),
            placed AS (SELECT id, row_number() OVER (ORDER BY number) AS k FROM copies)
            INSERT INTO projects_event (story_id, at, {", ".join(told)})
            SELECT placed.id, e.at + CASE WHEN %(whole)s OR e.id = %(last)s THEN k * %(later)s
                ELSE interval '0' END, {", ".join(f"e.{one}" for one in told)}
            FROM placed, projects_event e WHERE e.story_id = %(story)s
            ORDER BY k, e.id
            """,
            values,
        )
    Project.objects.filter(pk=story.project_id).update(stories_numbered=F("stories_numbered") + n)


def closed_at_once(chronicle, n, *, day=14.0, within=timedelta(seconds=59)):
    """`n` stories in work since the first day, all closed by one hand."""
    story = chronicle.finish(1, day - 1, "sara")
    copied(story, n - 1, later=within / n, only="story_moved")
    return story


def through_years(chronicle, n, years, *, days=3.0):
    """`n` stories, one after the other over so many years before the chronicle's `now`."""
    people = list(chronicle.people)
    each = n // len(people)
    for place, who in enumerate(people):
        story = chronicle.finish(place * 0.5, days + place / 2, who)
        copied(story, each - 1, later=timedelta(days=365.25 * years - 40) / each)
