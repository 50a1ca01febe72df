"""An incident's page, and the acts that need no form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.forms import ServingStoryForm
from solutions.incident_detail import IncidentDetail
from solutions.models import Incident
from solutions.pages.acts import perform_on
from web.forms import VerbForm

if TYPE_CHECKING:
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
    return perform_on(request, found, VerbForm({}), found.reopen, "It goes on.", show_incident)


@require_POST
@login_required
def incident_story_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Incident, pk)
    form = ServingStoryForm(request.POST, project=found.project)
    return perform_on(
        request, found, form, found.unlink_story, "It didn't come of this.", show_incident
    )


@require_POST
@login_required
def incident_shows(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read it."""
    found = row_of(request, Incident, pk)
    return perform_on(
        request, found, VerbForm({}), found.show, "The customer's guests see it now.", show_incident
    )


@require_POST
@login_required
def incident_hides(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it in the team again."""
    found = row_of(request, Incident, pk)
    told = "It is the team's own again; what was read can't be unread."
    return perform_on(request, found, VerbForm({}), found.make_internal, told, show_incident)


def show_incident(
    request: MemberRequest, pk: int, refused: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    of = IncidentDetail.found(pk, request.user)
    words = {"project": of.project, "incident": of.incident, "of": of, "refused": refused}
    return render(request, "solutions/incident.html", words, status=status)
