"""Texts that events carried before they were kept on their own are taken over, once."""

from importlib import import_module

import pytest
from django.db import connection

from health.models import Reading
from health.reports.building import build_report, recompute
from history.models import Event, OldText
from tests.history.overwriting import REPLACED, World

MIGRATIONS = (
    "projects.migrations.0011_take_over_texts_of_old_events",
    "metrics.migrations.0016_take_over_old_contest_notes",
)
# What old events didn't have, and what they have from the first day on as rows of their own.
UNKNOWN = {
    "stories.story.body",
    "stories.comment.body",
    "projects.hypothesis.decision",
    "projects.hypothesis.evidence",
    "projects.charter.end_point",
    "projects.charter.success",
    "projects.question.text",
    "projects.decision.outcome",
    "walls.note.words",
    "solutions.solution.name",
    "solutions.solution.does",
    "solutions.solution.meant_for",
    "solutions.solution.not_for",
    "solutions.deployment.version",
    "solutions.deployment.reference",
    "solutions.deployment.different",
    "solutions.incident.happened",
    "solutions.incident.changed",
    "solutions.trial.name",
    "solutions.trial.population",
    "solutions.trial.metric",
    "solutions.trial.unit",
    "solutions.trial.compared",
    "solutions.trial.rollback_plan",
    "solutions.trial.learned",
    "solutions.fititem.science_note",
    "solutions.fititem.engineering_note",
    "projects.shelfitem.name",
    "projects.shelfitem.description",
    "projects.shelfitem.access",
}


def forget():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_oldtext")


def take_over():
    with connection.cursor() as cursor:
        for name in MIGRATIONS:
            cursor.execute(import_module(name).TAKE_OVER)


def told():
    fields = ("event", "noun", "row", "field", "text", "struck_at", "struck_reason")
    return list(OldText.objects.order_by("event", "field").values_list(*fields))


@pytest.mark.parametrize("label", sorted(REPLACED.keys() - UNKNOWN))
def test_they_are_as_if_they_had_been_kept_at_the_time(apollo, stories, alice, label):
    save = REPLACED[label](World(apollo, stories[2], alice))
    for text in ("First 漢字 “words”", "Second", "Third"):
        save(text)
    kept = told()
    forget()

    take_over()

    assert len(kept) >= 2
    assert told() == kept


def test_so_are_those_of_what_was_taken_away(apollo, story, alice):
    story.block("The key", by=alice)
    story.unblock(by=alice)
    column = apollo.columns.model.add(apollo, name="Lab", category="doing", by=alice)
    column.remove(by=alice)
    kept = told()
    forget()

    take_over()

    assert [row[4] for row in kept] == ["The key", "Lab"]
    assert told() == kept


def test_a_report_is_the_same_after_a_text_was_struck_out(apollo, stories, alice):
    stories[0].rename("hunter2", by=alice)
    stories[0].block("hunter2", by=alice)
    report = build_report(apollo.team)
    stories[0].rename("Other", by=alice)
    stories[0].unblock(by=alice)
    for old in OldText.objects.filter(text="hunter2"):
        old.strike_out("A password", by=alice)

    assert "hunter2" not in str(list(Event.objects.values_list("details", flat=True)))
    assert recompute(report) == report.sha256
    assert Reading.objects.filter(report=report).exists()
