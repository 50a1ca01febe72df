from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from metrics.models import Observation, SuccessMetric
from projects.reasons import LEAST_REASON, MOST_REASON
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from projects.models import Hypothesis


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


class MeasureForm(VerbForm):
    """By which metric a hypothesis is measured; once its test runs, with the reason."""

    overwrites_nothing = "a choice loses no words, and the reason stands beside what was locked"

    metric: forms.ModelChoiceField[SuccessMetric] = forms.ModelChoiceField(
        label="Success metric", queryset=None, required=False, empty_label="None"
    )
    reason = text("Why", min_length=LEAST_REASON, max_length=MOST_REASON)

    def __init__(
        self, data: QueryDict | None = None, *, hypothesis: Hypothesis, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        offer(self, "metric", SuccessMetric.objects.filter(project=hypothesis.project_id))
        if not hypothesis.is_locked:
            del self.fields["reason"]  # a draft says why by its words
        else:
            self.fields["metric"].required = True
