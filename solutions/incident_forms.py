"""What the pages of incidents ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from solutions.deployment_forms import ToTheMinute, moment
from solutions.models import Deployment, Incident, Solution
from solutions.models.incident import LONGEST_TOLD
from web.forms import VerbForm, offer, text


class ToldForm(ToTheMinute):
    """What happened, how heavy it was, and when."""

    kind = forms.ChoiceField(choices=Incident.Kind)
    severity = forms.TypedChoiceField(choices=Incident.Severity, coerce=int, initial=2)
    began_at = moment("Began")
    noticed_at = moment("Noticed")
    noticed_by = forms.ChoiceField(label="Noticed by", choices=Incident.NoticedBy, initial="team")
    happened = text("What happened", max_length=LONGEST_TOLD, help_text="Causes, not culprits.")
    changed = text("What we changed", max_length=LONGEST_TOLD, required=False)

    side_by_side: tuple[tuple[str, ...], ...] = (
        ("kind", "severity"),
        ("began_at", "noticed_at", "noticed_by"),
    )


class IncidentForm(ToldForm):
    overwrites_nothing = "adds an incident"
    opens_new = True

    restored_at = moment("Over", required=False, help_text="Empty: it goes on.")
    deployment = forms.ModelChoiceField(
        queryset=Deployment.objects.none(),
        required=False,
        empty_label="What was live when it began",
    )

    side_by_side = (
        ("kind", "severity"),
        ("began_at", "noticed_at", "noticed_by"),
        ("restored_at", "deployment"),
    )

    def __init__(self, data: QueryDict | None = None, *, solution: Solution, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer_begun(self, solution.pk)


class RestoredForm(ToTheMinute):
    overwrites_nothing = "another moment corrects the first"

    at = moment("Over since", required=False, help_text="In your own time zone; empty: now.")


class MovedForm(VerbForm):
    overwrites_nothing = "a choice loses no words"

    deployment = forms.ModelChoiceField(queryset=Deployment.objects.none())

    def __init__(self, data: QueryDict | None = None, *, incident: Incident, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer_begun(self, incident.solution_id)


def offer_begun(form: forms.BaseForm, solution: int) -> None:
    """Those of the solution that are there, or were."""
    offer(form, "deployment", Deployment.objects.of_solution(solution).begun().newest_first())
