"""What the pages of sprints compute: how one went, and day by day what was in scope and done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from base.roles import Discipline
from projects.models.project import story_key

if TYPE_CHECKING:
    from sprints.overview import Row, SprintOverview
    from sprints.replay import Day


class AmountShape(serializers.Serializer[Any]):
    """How much, counted in stories and in points."""

    stories = serializers.IntegerField()
    points = serializers.FloatField()


class LoadShape(serializers.Serializer[Any]):
    """What one discipline has open."""

    discipline = serializers.ChoiceField(Discipline.choices)
    stories = serializers.IntegerField()
    points = serializers.FloatField()


class KeysField(serializers.ListField):
    child = serializers.CharField()


class SprintStatisticsShape(serializers.Serializer[Any]):
    """How a sprint goes or went; before its kickoff nothing is committed."""

    project = serializers.CharField()
    sprint = serializers.IntegerField(help_text="Its number.")
    working_days_left = serializers.IntegerField(help_text="From today on; 0 once it is closed.")
    committed = AmountShape(allow_null=True, help_text="Frozen at kickoff.")
    scope = AmountShape(allow_null=True, help_text="Now, or when it was closed.")
    done = AmountShape(allow_null=True, help_text="Of the scope; its points are the velocity.")
    committed_done = serializers.IntegerField(
        allow_null=True, help_text="Stories of the commitment that are done."
    )
    added = KeysField(help_text="Keys of the stories that were planned in after the kickoff.")
    removed = KeysField(help_text="Of the commitment, taken out or dropped since.")
    left = KeysField(help_text="In it and not done; once it is closed, carried over.")
    loads = LoadShape(many=True, help_text="What each discipline has open, or left over.")


class DayShape(serializers.Serializer[Any]):
    """The evening of a day; null for days that haven't been, or were before the kickoff."""

    date = serializers.DateField()
    works = serializers.BooleanField(help_text="Whether it is a working day of the team.")
    scope = AmountShape(allow_null=True)
    done = AmountShape(allow_null=True)


class BurnUpShape(serializers.Serializer[Any]):
    """What is done against what is in scope; before the kickoff there are no days."""

    project = serializers.CharField()
    sprint = serializers.IntegerField(help_text="Its number.")
    committed = AmountShape(allow_null=True, help_text="Frozen at kickoff.")
    days = DayShape(many=True)


def statistics_of(of: SprintOverview) -> dict[str, Any]:
    replay, sprint = of.replay, of.sprint
    if replay:
        committed, scope, done = map(amount, (replay.committed, replay.scope, replay.done))
        committed_done = replay.committed_done
        left = set(replay.left)
    else:
        committed = scope = done = committed_done = None
        left = {row.story.pk for row in of.open_rows}
    return {
        "project": of.project.key,
        "sprint": sprint.number,
        "working_days_left": 0 if sprint.is_closed else of.working_days_left,
        "committed": committed,
        "scope": scope,
        "done": done,
        "committed_done": committed_done,
        "added": keys(of, of.added),
        "removed": keys(of, of.removed),
        "left": keys(of, [row for row in of.rows if row.story.pk in left]),
        "loads": loads(of),
    }


def loads(of: SprintOverview) -> list[dict[str, Any]]:
    loads = []
    for discipline, stories, points in of.loads:
        loads.append({"discipline": discipline, "stories": stories, "points": points})
    return loads


def burn_up_of(of: SprintOverview) -> dict[str, Any]:
    replay = of.replay
    return {
        "project": of.project.key,
        "sprint": of.sprint.number,
        "committed": amount(replay.committed) if replay else None,
        "days": [day_in_json(day) for day in replay.days] if replay else [],
    }


def day_in_json(day: Day) -> dict[str, Any]:
    return {
        "date": day.date,
        "works": day.works,
        "scope": amount(day.scope),
        "done": amount(day.done),
    }


def amount(found: dict[str, float] | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {"stories": int(found["stories"]), "points": float(found["points"])}


def keys(of: SprintOverview, rows: list[Row]) -> list[str | None]:
    return [story_key(of.project.key, row.story.number) for row in rows]
