"""An incident's page, and the acts that need no form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.forms import ServingStoryForm
from solutions.incident_detail import IncidentDetail
from solutions.models import Incident
from web.forms import VerbForm

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from web.requests import MemberRequest


@require_safe
@login_required
def incident(request: MemberRequest, pk: int) -> HttpResponse:
    return show_incident(request, pk)


@require_POST
@login_required
def incident_reopenings(request: MemberRequest, pk: int) -> HttpResponse:
    """It isn't over after all."""
    found = row_of(request, Incident, pk)
    return _perform(request, pk, VerbForm({}), found.reopen, "It goes on.")


@require_POST
@login_required
def incident_story_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Incident, pk)
    form = ServingStoryForm(request.POST, project=found.project)
    return _perform(request, pk, form, found.unlink_story, "It didn't come of this.")


@require_POST
@login_required
def incident_shows(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read it."""
    found = row_of(request, Incident, pk)
    return _perform(request, pk, VerbForm({}), found.show, "The customer's guests see it now.")


@require_POST
@login_required
def incident_hides(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it in the team again."""
    found = row_of(request, Incident, pk)
    told = "It is the team's own again; what was read can't be unread."
    return _perform(request, pk, VerbForm({}), found.make_internal, told)


def show_incident(
    request: MemberRequest, pk: int, refused: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    of = IncidentDetail.found(pk, request.user)
    words = {"project": of.project, "incident": of.incident, "of": of, "refused": refused}
    return render(request, "solutions/incident.html", words, status=status)


def _perform(
    request: MemberRequest, pk: int, form: VerbForm, verb: Callable[..., Any], told: str
) -> HttpResponse:
    """Do it, or say on the incident's page why it wasn't."""
    if form.performs(verb, by=request.user):
        messages.success(request, told)
        return redirect("incident", pk)
    return show_incident(request, pk, form, form.status)
