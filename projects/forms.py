"""What a project's forms ask for; each is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from history.models.old_text import LONGEST_REASON
from projects.models import Charter, Project, Theme, UseCase
from teams.models import Team
from web.forms import VerbForm, currency, day, offer, text

if TYPE_CHECKING:
    from teams.models.user import User


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


class CurrencyForm(VerbForm):
    """What the project's money is counted in."""

    currency = currency()


class NewProjectForm(ProjectForm):
    """A project of one of the teams I lead."""

    overwrites_nothing = "starts a project"

    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(queryset=None, empty_label=None)
    key = forms.CharField(
        min_length=2,
        max_length=10,
        help_text="2 to 10 letters or digits; its stories are called TV-1, TV-2 and so on.",
    )

    field_order = ["team", "name", "key", "customer", "business_goal"]
    side_by_side = (("name", "key"),)

    def __init__(self, data: QueryDict | None = None, *, by: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "team", Team.objects.led_by(by).order_by("name"))

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).upper()
        if Project.objects.filter(key=key).exists():
            raise forms.ValidationError(f"There is a project {key} already.")
        return key


class StrikingForm(VerbForm):
    """Why nobody shall read an old text any more."""

    overwrites_nothing = "a text is struck once"

    reason = forms.CharField(
        max_length=LONGEST_REASON, help_text="Such as: a password. It stays in the history."
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


class UseForm(VerbForm):
    """Since when a release is used."""

    first_used_on = day("First used in production on")
    evidence = forms.CharField(
        max_length=240, required=False, help_text="Where it can be seen that it is used."
    )


class ReleaseForm(UseForm):
    """A release that is coming, or one that is in use."""

    overwrites_nothing = "adds a release"

    title = forms.CharField(
        label="What the users get", max_length=120, help_text="Such as “Reach report for planners”."
    )
    first_used_on = day(
        "First used in production on", required=False, help_text="Leave it empty until then."
    )

    field_order = ["title", "first_used_on", "evidence"]


class ThemeForm(VerbForm):
    """A theme with the window it is planned for."""

    overwrites_nothing = "adds a theme"

    title = forms.CharField(max_length=160)
    description = text(max_length=20_000, required=False, help_text="Markdown.")
    starts_on = day("Starts on", required=False)
    ends_on = day("Ends on", required=False)
    use_cases: forms.ModelMultipleChoiceField[UseCase] = forms.ModelMultipleChoiceField(
        label="Use cases that it serves",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    follows: forms.ModelMultipleChoiceField[Theme] = forms.ModelMultipleChoiceField(
        label="Themes that it follows",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="It begins once these are done, or nearly.",
    )

    side_by_side = (("starts_on", "ends_on"),)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        project: Project,
        theme: Theme | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        others = project.themes.exclude(pk=theme.pk) if theme else project.themes.all()
        if others.exists():
            offer(self, "follows", others)
        else:
            del self.fields["follows"]
        if project.use_cases.exists():
            offer(self, "use_cases", project.use_cases.all())
        else:
            del self.fields["use_cases"]  # there is nothing to choose from


class RevisionForm(ThemeForm):
    """A theme that is on the plan already."""

    state = forms.ChoiceField(choices=Theme.State)


class WindowForm(VerbForm):
    """A theme's window alone, as a hand moves it on the timeline."""

    starts_on = day("Starts on", required=False)
    ends_on = day("Ends on", required=False)


class ThemeStateForm(VerbForm):
    state = forms.ChoiceField(choices=Theme.State)


class PlaceForm(VerbForm):
    overwrites_nothing = "a place holds no words"

    position = forms.IntegerField(min_value=1, max_value=100_000)


class LookForm(VerbForm):
    """That one's discipline has looked at the words which were shown."""

    overwrites_nothing = "says that it was seen"

    words_hash = forms.CharField(max_length=64)
