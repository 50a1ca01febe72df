"""What the pages of deployments ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.http import QueryDict

from projects.models import Release
from projects.reasons import LEAST_REASON, MOST_REASON
from solutions.forms import several
from solutions.models import Deployment, Incident
from solutions.models.deployment import (
    LONGEST_DIFFERENT,
    LONGEST_REFERENCE,
    LONGEST_VERSION,
)
from solutions.models.deployment_report import REPORTED
from solutions.models.linked import LONGEST_ADDRESS
from solutions.refusals import DeployedBeforeProven
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from teams.models.user import User

REFERENCE = "By which a pipeline names it: a tag, or the number of a run."
LINK = "Where the change is seen, such as https://git.example.org/lake/pull/9."
HURRIED = [("True", "It is planned"), ("False", "It is hurried")]


def _version() -> forms.CharField:
    return forms.CharField(max_length=LONGEST_VERSION, help_text="Such as “1.4.0”.")


def _environment() -> forms.ChoiceField:
    return forms.ChoiceField(choices=Deployment.Environment, initial="production")


def _rollout() -> forms.ChoiceField:
    return forms.ChoiceField(label="How", choices=Deployment.Rollout, initial="at_once")


def _is_planned() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Planned or not",
        choices=HURRIED,
        coerce=lambda value: value == "True",
        initial="True",
    )


def _link() -> forms.URLField:
    return forms.URLField(
        label="Link to the change",
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https"])],
        help_text=LINK,
    )


def _customer() -> forms.ChoiceField:
    return forms.ChoiceField(label="The customer is", choices=Deployment.Customer, required=False)


def _release() -> forms.ModelChoiceField[Release]:
    return forms.ModelChoiceField(
        label="Carries a release",
        queryset=Release.objects.none(),
        required=False,
        empty_label="None",
        help_text="What its users get with it.",
    )


def moment(label: str, **options: Any) -> forms.DateTimeField:
    """A moment in the reader's own time zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def _fixes() -> forms.ModelChoiceField[Incident]:
    return forms.ModelChoiceField(
        label="Mends an incident",
        queryset=Incident.objects.none(),
        required=False,
        empty_label="None",
        help_text="While that is open, no gate is asked.",
    )


def _releases_beside(solution: int) -> QuerySet[Release]:
    """Those of the solution's project that weren't withdrawn."""
    return Release.objects.standing().filter(project__solutions=solution)


class ToTheMinute(VerbForm):
    """A moment that was left as it stood keeps the seconds that its field doesn't show."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            so_far = self.initial.get(name)
            if so_far is None or not isinstance(field, forms.DateTimeField):
                continue
            if so_far.replace(second=0, microsecond=0) == given.get(name):
                given[name] = so_far
        return given


class PlanForm(VerbForm):
    """Which version is to go where."""

    version = _version()
    environment = _environment()
    planned_for = day("Planned for", required=False)
    rollout = _rollout()
    is_planned = _is_planned()
    reference = forms.CharField(max_length=LONGEST_REFERENCE, required=False, help_text=REFERENCE)
    link = _link()
    fixes = _fixes()
    different = text(
        "What is different",
        max_length=LONGEST_DIFFERENT,
        required=False,
        help_text="After one was taken back: why will this one stay?",
    )

    side_by_side: tuple[tuple[str, ...], ...] = (
        ("version", "environment"),
        ("planned_for", "rollout", "is_planned"),
        ("reference", "fixes"),
    )

    def __init__(self, data: QueryDict | None = None, *, solution: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "fixes", Incident.objects.of_solution(solution).newest_first())


class NewPlanForm(PlanForm):
    opens_new = True
    overwrites_nothing = "adds a deployment"

    customer = _customer()
    release = _release()

    side_by_side = (*PlanForm.side_by_side, ("customer", "release"))

    def __init__(self, data: QueryDict | None = None, *, solution: int, **kwargs: Any) -> None:
        super().__init__(data, solution=solution, **kwargs)
        offer(self, "release", _releases_beside(solution))


class CustomerForm(VerbForm):
    overwrites_nothing = "choices lose no words"

    customer = _customer()
    attended_by: forms.ModelMultipleChoiceField[User] = several(
        "Who of them is there", help_text="Of the team’s people who are from the customer."
    )

    def __init__(
        self, data: QueryDict | None = None, *, deployment: Deployment, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        offer(self, "attended_by", deployment.people_to_name())
        if not self.fields["attended_by"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["attended_by"]


class CarriesForm(VerbForm):
    overwrites_nothing = "a choice loses no words"

    release = _release()

    def __init__(self, data: QueryDict | None = None, *, solution: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "release", _releases_beside(solution))


class DeploymentStartForm(VerbForm):
    """The start; with why, where a lead lets it go to production without its gate."""

    overwrites_nothing = "a deployment starts once"

    waiver = text(
        "Start all the same, because",
        required=False,
        max_length=MOST_REASON,
        help_text="10 to 500 characters; the deployment shows them from then on.",
    )

    @property
    def asks_waiver(self) -> bool:
        """Whether it was refused by the gate, or somebody has begun to say why not."""
        return isinstance(self.refusal, DeployedBeforeProven) or bool(self["waiver"].value())


class WaiverForm(VerbForm):
    """Said afterwards, of what was reported."""

    overwrites_nothing = "a gate is waived once"

    reason = text("Why", min_length=LEAST_REASON, max_length=MOST_REASON)


class EndForm(VerbForm):
    overwrites_nothing = "a deployment ends once"

    reason = text("Why", required=False, max_length=MOST_REASON)


class ReportForm(VerbForm):
    """What has happened without being planned here."""

    opens_new = True
    overwrites_nothing = "adds what has happened"

    environment = _environment()
    reference = forms.CharField(max_length=LONGEST_REFERENCE, help_text=REFERENCE)
    state = forms.ChoiceField(label="It is", choices=REPORTED, initial="live")
    at = moment("Since", required=False, help_text="In your own time zone; empty: now.")
    version = forms.CharField(
        max_length=LONGEST_VERSION, required=False, help_text="Empty: the reference."
    )
    rollout = _rollout()
    is_planned = _is_planned()
    link = _link()
    customer = _customer()
    release = _release()
    fixes = _fixes()
    reason = text("Why, if it was taken back or failed", required=False, max_length=MOST_REASON)

    side_by_side = (
        ("environment", "reference"),
        ("state", "at"),
        ("version", "rollout", "is_planned"),
        ("link", "customer"),
        ("release", "fixes"),
    )

    def __init__(self, data: QueryDict | None = None, *, solution: int, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "fixes", Incident.objects.of_solution(solution).newest_first())
        offer(self, "release", _releases_beside(solution))

    def clean(self) -> dict[str, Any]:
        """What is left empty isn't said: it stays as it was, or is as by default."""
        given = super().clean() or self.cleaned_data
        for name in ("version", "link", "customer"):
            given[name] = given.get(name) or None
        return given
