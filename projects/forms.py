"""What a project's forms ask for; each is answered by one verb."""

from django import forms

from doors.forms import VerbForm
from projects.models import Charter, Project, Theme


def day(label="", **options):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def text(label="", **options):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ProjectForm(VerbForm):
    """What the project is called, for whom it is and what it is for."""

    name = forms.CharField(max_length=120)
    customer = forms.CharField(max_length=120, required=False)
    business_goal = text(
        "Business goal",
        max_length=20_000,
        required=False,
        help_text="What the customer's business gains, in a few sentences. Markdown.",
    )


class StateForm(VerbForm):
    state = forms.ChoiceField(choices=Project.State)


class CharterForm(VerbForm):
    """A version of the charter."""

    end_point = text(
        "End point", max_length=20_000, help_text=Charter._meta.get_field("end_point").help_text
    )
    success = text(
        "Success", max_length=20_000, help_text=Charter._meta.get_field("success").help_text
    )
    starts_on = day("Starts on")
    ends_on = day("Ends on")

    side_by_side = (("starts_on", "ends_on"),)


class SignatureForm(VerbForm):
    content_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)


class UseCaseForm(VerbForm):
    title = forms.CharField(max_length=160)
    description = text(max_length=20_000, required=False, help_text="Markdown.")


class ThemeForm(VerbForm):
    """A theme with the window it is planned for."""

    title = forms.CharField(max_length=160)
    description = text(max_length=20_000, required=False, help_text="Markdown.")
    starts_on = day("Starts on", required=False)
    ends_on = day("Ends on", required=False)

    side_by_side = (("starts_on", "ends_on"),)


class RevisionForm(ThemeForm):
    """A theme that is on the plan already."""

    state = forms.ChoiceField(choices=Theme.State)


class ThemeStateForm(VerbForm):
    state = forms.ChoiceField(choices=Theme.State)


class PlaceForm(VerbForm):
    position = forms.IntegerField(min_value=1, max_value=100_000)
