"""What stands in forecasts, frozen ones and those of today, for the API's description."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Ends = serializers.ListField  # of an interval: low and high


def number() -> serializers.FloatField:
    """None where a date lies beyond all futures, or nothing can be said."""
    return serializers.FloatField(allow_null=True)


class RangeSchema(serializers.Serializer[Any]):
    """From low to high, both included; null is beyond all futures."""

    level = serializers.FloatField()
    low = number()
    high = number()


class SummarySchema(serializers.Serializer[Any]):
    """Ranges at the levels they may claim, and intervals."""

    n = serializers.IntegerField(help_text="How many futures were drawn.")
    level = serializers.FloatField(allow_null=True, help_text="The widest that may be claimed.")
    percentiles = serializers.DictField(child=number())
    ranges = RangeSchema(many=True)
    intervals = serializers.DictField(
        child=Ends(child=number(), min_length=2, max_length=2),
        help_text="By level, such as `0.85`: low and high.",
    )
    chance = serializers.FloatField(required=False, allow_null=True, help_text="Of a yes.")
    days = serializers.IntegerField(required=False, allow_null=True, help_text="Of a count.")
    sprints = serializers.IntegerField(required=False, allow_null=True)
    mean = serializers.FloatField(required=False, help_text="Of a count.")
    remaining = serializers.IntegerField(required=False, help_text="Of a date: stories until then.")


class RecalibrationSchema(serializers.Serializer[Any]):
    """What was learned from earlier forecasts by then, by level."""

    misses = serializers.DictField(child=serializers.FloatField())
    hits = serializers.DictField(child=serializers.IntegerField())
    resolved = serializers.IntegerField()


class ForecastInputsSchema(serializers.Serializer[Any]):
    """All that it was made from; what isn't of its kind is left out."""

    kind = serializers.CharField()
    issued_on = serializers.DateField()
    sprint = serializers.IntegerField(allow_null=True, help_text="Its id.")
    history = serializers.ListField(
        child=serializers.IntegerField(), help_text="Stories finished on each day."
    )
    seed = serializers.IntegerField()
    days = serializers.IntegerField(required=False)
    capacity = serializers.FloatField(required=False)
    remaining = serializers.IntegerField(required=False)
    growth = serializers.ListField(child=serializers.FloatField(), required=False)
    theme = serializers.IntegerField(required=False, allow_null=True)
    ahead = serializers.IntegerField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False)
    committed = serializers.IntegerField(required=False)
    done = serializers.IntegerField(required=False)
    chance = serializers.FloatField(required=False, allow_null=True)


class ForecastQuestionSchema(serializers.Serializer[Any]):
    """What was asked, as it was understood."""

    by = serializers.DateField()
    top = serializers.IntegerField(allow_null=True)
    down_to = serializers.IntegerField(allow_null=True)
    scope = serializers.IntegerField()
    away = serializers.IntegerField()


class AnswerSchema(serializers.Serializer[Any]):
    """How many, or why nobody can say."""

    ranges = RangeSchema(many=True)
    median = number()
    why_not = serializers.CharField(help_text="Empty if there is a forecast.")


class WeekSchema(serializers.Serializer[Any]):
    days = serializers.IntegerField()
    ranges = RangeSchema(many=True)


class DatedRangeSchema(RangeSchema):
    """In days from today, which is the first, and the dates of that; null is beyond all futures."""

    to = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        # A word of the language, so it can't be declared.
        return {**super().get_fields(), "from": serializers.DateField(allow_null=True)}


class TargetSchema(serializers.Serializer[Any]):
    """Something to be finished, and when."""

    kind = serializers.CharField()
    id = serializers.IntegerField(allow_null=True)
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    label = serializers.CharField()  # type: ignore[assignment]
    remaining = serializers.IntegerField()
    due = serializers.DateField(allow_null=True)
    chance = serializers.FloatField(allow_null=True, help_text="That it is done by then.")
    ranges = DatedRangeSchema(many=True)
    median = number()
    why_not = serializers.CharField()


class CutSchema(serializers.Serializer[Any]):
    stories = serializers.IntegerField()
    chance = serializers.FloatField(allow_null=True)


class CommitmentForecastSchema(AnswerSchema):
    """A sprint's stories against what will probably be finished in it."""

    sprint = serializers.IntegerField()
    stories = serializers.IntegerField()
    capacity = serializers.FloatField()
    away = serializers.IntegerField(help_text="Members who are away for a part of it.")
    sentence = serializers.CharField()
    chance = serializers.FloatField(allow_null=True, help_text="That all of them are finished.")
    ratio = serializers.FloatField(allow_null=True)
    cuts = CutSchema(many=True)


class StoryChanceSchema(serializers.Serializer[Any]):
    story = serializers.CharField(allow_null=True)
    chance = serializers.FloatField(allow_null=True)
    blocked = serializers.BooleanField()


class InSprintSchema(CommitmentForecastSchema):
    """How many of the running sprint's open stories will be done, and each one's chance."""

    done = serializers.IntegerField()
    chances = StoryChanceSchema(many=True)


class HeldByHorizonSchema(serializers.Serializer[Any]):
    """How often the 85 % ranges of this horizon held."""

    days = serializers.IntegerField()
    held = serializers.IntegerField()
    resolved = serializers.IntegerField()
    replayed_held = serializers.IntegerField()
    replayed = serializers.IntegerField()
