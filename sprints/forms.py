from django import forms

from doors.forms import VerbForm
from projects.forms import day


class PlanForm(VerbForm):
    """When the sprint is and what for."""

    goal = forms.CharField(
        max_length=300, required=False, help_text="What will be true at its end that isn't now?"
    )
    starts_on = day("First day")
    ends_on = day("Last day")

    side_by_side = (("starts_on", "ends_on"),)


class CloseForm(VerbForm):
    """Where unfinished stories go."""

    carry_into = forms.ModelChoiceField(
        queryset=None, required=False, label="Unfinished stories go", empty_label="to the backlog"
    )

    def __init__(self, *args, sprint, **kwargs):
        super().__init__(*args, **kwargs)
        others = sprint.project.sprints.planned().order_by("number")
        self.fields["carry_into"].queryset = others
        self.fields["carry_into"].label_from_instance = lambda other: f"into {other}"
