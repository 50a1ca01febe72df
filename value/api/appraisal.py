from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from metrics.api import OfMetricResource
from metrics.models import Observation
from teams.api import PersonShape
from value.models import Appraisal
from web.api.inputs import Day, Input, Number, Text, Whole
from web.api.shape import Shape

if TYPE_CHECKING:
    from teams.models.user import User


class AppraisalShape(Shape):
    """Value and costs as ranges that hold 90 of 100 times, in the metric's unit."""

    model = Appraisal
    id = serializers.IntegerField()
    value_low = serializers.FloatField()
    value_high = serializers.FloatField()
    run_cost_low = serializers.FloatField()
    run_cost_high = serializers.FloatField()
    build_cost_low = serializers.FloatField()
    build_cost_high = serializers.FloatField()
    appraised_on = serializers.DateField()
    grade = serializers.ChoiceField(Observation.Grade.choices)
    method = serializers.CharField()
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    source = serializers.CharField()  # type: ignore[assignment]
    noted_by = PersonShape(allow_null=True)
    noted_at = serializers.DateTimeField()


class AppraisalInput(Input):
    """Each pair is a range of 90 %, all for the same span of time."""

    value_low = Number()
    value_high = Number()
    run_cost_low = Number(min_value=0)
    run_cost_high = Number(min_value=0)
    build_cost_low = Number(min_value=0)
    build_cost_high = Number(min_value=0)
    appraised_on = Day()
    grade = Whole(min_value=0, max_value=4, default=0)
    method = Text(max_length=240, allow_blank=True, default="")
    # As above.
    source = Text(max_length=240, allow_blank=True, default="")  # type: ignore[assignment]


class AppraisalResource(OfMetricResource):
    """What an implementation is worth and costs; for metrics of that kind alone."""

    shape = AppraisalShape
    takes = AppraisalInput

    def make(self, given: dict[str, Any], by: User) -> Appraisal:
        """Write down the three ranges."""
        return Appraisal.of(self.metric, **given, by=by)
