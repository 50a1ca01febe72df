"""What stands in a report and in a comparison of two, for the API's description."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from health.models import Finding
from health.signals.measurement import State


class FindingSchema(serializers.Serializer[Any]):
    """Something that a report asks to be looked at, and what may be done."""

    signal = serializers.CharField()
    cause = serializers.ChoiceField(
        Finding.Cause.choices,
        help_text="Out of its range, changed for the worse twice, or overdue.",
    )
    sentence = serializers.CharField()
    action = serializers.CharField()


class ContestSchema(serializers.Serializer[Any]):
    """A note of the team beside a reading."""

    signal = serializers.CharField()
    note = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)


class SignalIntervalSchema(serializers.Serializer[Any]):
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    level = serializers.FloatField(help_text="How much of the chance lies in it: 0.9 for 90 %.")


class HealthyRangeSchema(serializers.Serializer[Any]):
    """Where a value is well; null is an open side."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    source = serializers.CharField(help_text="On whose word.")  # type: ignore[assignment]


class EvidenceSchema(serializers.Serializer[Any]):
    """The rows that were counted; fifty at most are named."""

    model = serializers.CharField()
    why = serializers.CharField()
    rows = serializers.ListField(child=serializers.DictField(help_text="A row by `id` and `key`."))
    count = serializers.IntegerField()


class PointSchema(serializers.Serializer[Any]):
    """The signal in one sprint."""

    # As above.
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class BinSchema(serializers.Serializer[Any]):
    """Over `low` and at most `high`, of whole numbers both included, or a `label`."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    # As above.
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    also = serializers.IntegerField()


class MarkSchema(serializers.Serializer[Any]):
    at = serializers.FloatField()
    says = serializers.CharField()


class DistributionSchema(serializers.Serializer[Any]):
    """Stories, sprints or waits in bins, never people."""

    counted = serializers.CharField()
    by = serializers.CharField()
    unit = serializers.CharField()
    n = serializers.IntegerField()
    also = serializers.CharField(help_text="A second count, as of what is still open.")
    marks = MarkSchema(many=True)
    bins = BinSchema(many=True)


class TrendSchema(serializers.Serializer[Any]):
    """How it changed, and whether that is more than noise."""

    amount = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    is_factor = serializers.BooleanField()
    over = serializers.CharField()
    p_value = serializers.FloatField(allow_null=True)
    direction = serializers.IntegerField()
    stands = serializers.BooleanField()
    alert = serializers.BooleanField()


class SignalSchema(serializers.Serializer[Any]):
    """One signal; values are in its unit, and no person is in it."""

    key = serializers.CharField()
    state = serializers.ChoiceField([str(state) for state in State])
    n = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    interval = SignalIntervalSchema(allow_null=True)
    range = HealthyRangeSchema(allow_null=True)
    chance_healthy = serializers.FloatField(allow_null=True)
    chance_attention = serializers.FloatField(allow_null=True)
    says = serializers.CharField()
    why_not = serializers.CharField()
    action = serializers.CharField()
    notes = serializers.ListField(child=serializers.CharField())
    figures = serializers.DictField(child=serializers.FloatField(allow_null=True))
    evidence = EvidenceSchema(many=True)
    withheld = serializers.CharField(help_text="What isn't drawn, so that it tells of no person.")
    distribution = DistributionSchema(
        allow_null=True,
        help_text="Null with too little data or too few people, or where there is no such shape.",
    )
    series = PointSchema(many=True)
    trend = TrendSchema(allow_null=True)


class DataNoteSchema(serializers.Serializer[Any]):
    """Something odd or telling about the data."""

    kind = serializers.CharField()
    count = serializers.IntegerField()
    says = serializers.CharField()
    evidence = EvidenceSchema(many=True)


class ReportContentSchema(serializers.Serializer[Any]):
    """What was computed, to the letter; `sha256` of the report is of this."""

    format = serializers.IntegerField()
    team = serializers.CharField()
    as_of = serializers.DateTimeField()
    sprint = serializers.CharField(allow_null=True, help_text="The last one that was closed.")
    code_version = serializers.CharField()
    last_event_id = serializers.IntegerField()
    last_events = serializers.DictField(child=serializers.IntegerField())
    capacity = serializers.FloatField()
    seed = serializers.IntegerField()
    inputs_sha256 = serializers.CharField()
    contributors_floor = serializers.IntegerField()
    false_alarm_share = serializers.FloatField()
    # As above.
    data = DataNoteSchema(many=True)  # type: ignore[assignment]
    signals = SignalSchema(many=True)


class ComparedReportSchema(serializers.Serializer[Any]):
    """Which report it is."""

    id = serializers.IntegerField()
    as_of = serializers.DateTimeField()
    code_version = serializers.CharField()
    sha256 = serializers.CharField()


class ComparedReadingSchema(serializers.Serializer[Any]):
    """What one of the reports says of the signal."""

    state = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    contest = serializers.CharField()


class DifferenceSchema(serializers.Serializer[Any]):
    """A signal in both, and whether it differs by more than noise."""

    signal = serializers.CharField()
    then = ComparedReadingSchema(allow_null=True)
    now = ComparedReadingSchema(allow_null=True)
    difference = serializers.FloatField(allow_null=True)
    interval = SignalIntervalSchema(allow_null=True)
    p_value = serializers.FloatField(allow_null=True)
    more_than_noise = serializers.BooleanField(allow_null=True)
    verdict = serializers.CharField()
