"""A solution's page, which reads like a passport, and the acts that need no form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from projects.forms import LookForm
from projects.pages.found import row_of
from solutions.forms import ServingStoryForm
from solutions.models import Solution
from solutions.pages.acts import perform_on
from solutions.solution_detail import SolutionDetail
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest


class LinkEndForm(VerbForm):
    overwrites_nothing = "takes a link away"

    link = forms.IntegerField(min_value=1, max_value=2**63 - 1)


@require_safe
@login_required
def solution(request: MemberRequest, pk: int) -> HttpResponse:
    return show_solution(request, pk)


@require_POST
@login_required
def solution_looks(request: MemberRequest, pk: int) -> HttpResponse:
    """My discipline has looked at it as it was shown to me."""
    found = row_of(request, Solution, pk)
    return perform_on(request, found, LookForm(request.POST), found.see, "Seen.", show_solution)


@require_POST
@login_required
def solution_link_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Solution, pk)
    return perform_on(
        request, found, LinkEndForm(request.POST), found.unlink, "The link is gone.", show_solution
    )


@require_POST
@login_required
def solution_story_ends(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Solution, pk)
    form = ServingStoryForm(request.POST, project=found.project)
    return perform_on(
        request, found, form, found.unlink_story, "It doesn't serve this any more.", show_solution
    )


@require_POST
@login_required
def solution_resumptions(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Solution, pk)
    return perform_on(
        request, found, VerbForm({}), found.take_up_again, "It is taken up again.", show_solution
    )


@require_POST
@login_required
def solution_shows(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read it."""
    found = row_of(request, Solution, pk)
    return perform_on(
        request, found, VerbForm({}), found.show, "The customer's guests see it now.", show_solution
    )


@require_POST
@login_required
def solution_hides(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it in the team again."""
    found = row_of(request, Solution, pk)
    told = "It is the team's own again; what was read can't be unread."
    return perform_on(request, found, VerbForm({}), found.make_internal, told, show_solution)


def show_solution(
    request: MemberRequest, pk: int, refused: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    of = SolutionDetail.found(pk, request.user)
    words = {"project": of.project, "solution": of.solution, "of": of, "refused": refused}
    return render(request, "solutions/solution.html", words, status=status)
