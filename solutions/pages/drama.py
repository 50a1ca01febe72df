"""What a deployment came to, and what its keepers say of it on day 30."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.drama_detail import DramaDetail
from solutions.models import Deployment
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def deployment_drama(request: MemberRequest, pk: int) -> HttpResponse:
    """Why it lost what it lost, in the order of time."""
    return _show(request, pk)


@require_POST
@login_required
def deployment_drama_answers(request: MemberRequest, pk: int) -> HttpResponse:
    """Nothing more to tell."""
    found = row_of(request, Deployment, pk)
    form = VerbForm({})
    if form.performs(found.nothing_to_tell, by=request.user):
        messages.success(request, "Noted: nothing more to tell.")
        return redirect("deployment_drama", pk)
    return _show(request, pk, form, status=form.status)


def _show(
    request: MemberRequest, pk: int, refused: VerbForm | None = None, *, status: int = 200
) -> HttpResponse:
    of = DramaDetail.found(pk, request.user)
    words = {
        "project": of.project,
        "deployment": of.deployment,
        "of": of,
        "drama": of.drama,
        "refused": refused,
    }
    return render(request, "solutions/drama.html", words, status=status)
