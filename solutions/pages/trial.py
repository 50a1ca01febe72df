"""A trial's page, and the acts that need no form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.forms import ServingStoryForm
from solutions.models import Trial
from solutions.pages.acts import perform_on
from solutions.trial_detail import TrialDetail
from solutions.trial_forms import ConfirmForm, GuardrailEndForm, StartForm
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    return show_trial(request, pk)


@require_POST
@login_required
def trial_starts(request: MemberRequest, pk: int) -> HttpResponse:
    """Lock the design; a refusal is told on the trial's page, where a lead may say why not."""
    found = row_of(request, Trial, pk)
    form = StartForm(request.POST)
    if form.performs(found.start, by=request.user):
        messages.success(request, "It runs. Its design is locked.")
        return redirect("trial", pk)
    return show_trial(request, pk, starts=form, status=form.status)


@require_POST
@login_required
def trial_guardrail_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Trial, pk)
    form = GuardrailEndForm(request.POST)
    return perform_on(request, found, form, found.unguard, "The guardrail is gone.", show_trial)


@require_POST
@login_required
def trial_confirmations(request: MemberRequest, pk: int) -> HttpResponse:
    """My discipline stands for the verdict as it was shown to me."""
    found = row_of(request, Trial, pk)
    return perform_on(
        request, found, ConfirmForm(request.POST), found.confirm, "Confirmed.", show_trial
    )


@require_POST
@login_required
def trial_story_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Trial, pk)
    form = ServingStoryForm(request.POST, project=found.project)
    return perform_on(
        request, found, form, found.unlink_story, "It doesn't belong to this any more.", show_trial
    )


@require_POST
@login_required
def trial_shows(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read it with what was observed."""
    found = row_of(request, Trial, pk)
    return perform_on(
        request, found, VerbForm({}), found.show, "The customer's guests see it now.", show_trial
    )


@require_POST
@login_required
def trial_hides(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what was seen in the team again; an outcome stays open."""
    found = row_of(request, Trial, pk)
    told = "It is the team's own again; what was read can't be unread."
    return perform_on(request, found, VerbForm({}), found.make_internal, told, show_trial)


def show_trial(
    request: MemberRequest,
    pk: int,
    refused: VerbForm | None = None,
    *,
    starts: StartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    of = TrialDetail.found(pk, request.user)
    words = {
        "project": of.project,
        "trial": of.trial,
        "of": of,
        "refused": refused,
        "starts": starts or StartForm(),
    }
    return render(request, "solutions/trial.html", words, status=status)
