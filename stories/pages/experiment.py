"""An experiment, written from the page of the hypothesis that it tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from projects.models import Hypothesis
from projects.pages.found import admit, row_of
from stories.models import Story
from web.forms import VerbForm, answer, sent

if TYPE_CHECKING:
    from web.requests import MemberRequest


class ExperimentForm(VerbForm):
    overwrites_nothing = "writes a story"

    title = forms.CharField(max_length=200)
    time_box_days = forms.IntegerField(
        label="Time box in working days",
        min_value=1,
        max_value=365,
        required=False,
        help_text="After which it ends, whatever came out.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hypothesis_experiments(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a story of the kind experiment that tests it."""
    found = row_of(request, Hypothesis, pk)
    admit(request, found.project, Role.MEMBER)

    def write(**fields: Any) -> Story:
        kind = Story.Kind.EXPERIMENT
        return Story.write(found.project, kind=kind, hypothesis=found, **fields)

    return answer(
        request,
        ExperimentForm(sent(request)),
        write,
        to=reverse("hypothesis", args=[pk]),
        told="The experiment stands in the backlog.",
        project=found.project,
        within="Hypothesis",
        heading="New experiment",
        word="Write it",
        lede="It belongs to this hypothesis; when the last one is done, the verdict is asked for.",
    )
