from django import forms

from metrics.models import Observation
from web.forms import VerbForm, day


class AppraisalForm(VerbForm):
    """Three ranges, each so wide that nine of ten such would hold the truth."""

    overwrites_nothing = "adds an appraisal"

    value_low = forms.FloatField(label="Value, at least")
    value_high = forms.FloatField(label="at most")
    run_cost_low = forms.FloatField(label="Cost of running it, at least", min_value=0)
    run_cost_high = forms.FloatField(label="at most", min_value=0)
    build_cost_low = forms.FloatField(label="Cost of building it, at least", min_value=0)
    build_cost_high = forms.FloatField(label="at most", min_value=0)
    appraised_on = day("As of")
    grade = forms.TypedChoiceField(
        label="Grade of the evidence for the value", choices=Observation.Grade, coerce=int
    )
    method = forms.CharField(max_length=240, required=False, help_text="How it was found.")
    source = forms.CharField(max_length=240, required=False, help_text="Where it can be checked.")

    side_by_side = (
        ("value_low", "value_high"),
        ("run_cost_low", "run_cost_high"),
        ("build_cost_low", "build_cost_high"),
        ("appraised_on", "grade"),
    )
