"""A deployment's page, and the acts that need no form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.deployment_detail import DeploymentDetail
from solutions.deployment_forms import DeploymentStartForm
from solutions.forms import ServingStoryForm
from solutions.models import Deployment
from solutions.pages.acts import perform_on
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def deployment(request: MemberRequest, pk: int) -> HttpResponse:
    return show_deployment(request, pk)


@require_POST
@login_required
def deployment_starts(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin; a refusal is told on the deployment's page, where a lead may say why not."""
    found = row_of(request, Deployment, pk)
    form = DeploymentStartForm(request.POST)
    if form.performs(found.start, by=request.user):
        messages.success(request, "It has started.")
        return redirect("deployment", pk)
    return show_deployment(request, pk, starts=form, status=form.status)


@require_POST
@login_required
def deployment_go_lives(request: MemberRequest, pk: int) -> HttpResponse:
    """It is in use."""
    found = row_of(request, Deployment, pk)
    return perform_on(request, found, VerbForm({}), found.go_live, "It is live.", show_deployment)


@require_POST
@login_required
def deployment_story_ends(request: MemberRequest, pk: int) -> HttpResponse:
    """A story didn't come of it."""
    found = row_of(request, Deployment, pk)
    form = ServingStoryForm(request.POST, project=found.project)
    return perform_on(
        request, found, form, found.unlink_story, "It didn't come of this.", show_deployment
    )


def show_deployment(
    request: MemberRequest,
    pk: int,
    refused: VerbForm | None = None,
    *,
    starts: DeploymentStartForm | None = None,
    status: int = 200,
) -> HttpResponse:
    of = DeploymentDetail.found(pk, request.user)
    words = {
        "project": of.project,
        "deployment": of.deployment,
        "of": of,
        "refused": refused,
        "starts": starts or DeploymentStartForm(),
    }
    return render(request, "solutions/deployment.html", words, status=status)
