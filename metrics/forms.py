from __future__ import annotations

from django import forms

from metrics.models import Observation, SuccessMetric
from web.forms import VerbForm, day


class MetricForm(VerbForm):
    """A number by which the customer will know."""

    overwrites_nothing = "adds a metric"

    kind = forms.ChoiceField(choices=SuccessMetric.Kind)
    name = forms.CharField(max_length=120, help_text="What is counted, such as “bookings a week”.")
    unit = forms.CharField(max_length=30, help_text="Such as %, days or €.")
    direction = forms.ChoiceField(choices=SuccessMetric.Direction, label="Better is")
    baseline = forms.FloatField(help_text="Where it stands before the work.")
    target = forms.FloatField(help_text="What is aimed at.")
    due = day("Due")

    side_by_side = (("unit", "direction"), ("baseline", "target", "due"))


class ObservationForm(VerbForm):
    """What was seen, and how sure it is."""

    overwrites_nothing = "adds an observation"

    value = forms.FloatField()
    spread = forms.FloatField(
        label="Standard error",
        min_value=0,
        required=False,
        help_text="Leave it empty if nobody knows.",
    )
    observed_on = day("Seen on")
    grade = forms.TypedChoiceField(
        label="Grade of the evidence", choices=Observation.Grade, coerce=int
    )
    method = forms.CharField(max_length=240, required=False, help_text="How it was found.")
    source = forms.CharField(max_length=240, required=False, help_text="Where it can be checked.")

    side_by_side = (("value", "spread", "observed_on"),)


class TargetForm(VerbForm):
    target = forms.FloatField()
    due = day("Due")

    side_by_side = (("target", "due"),)
