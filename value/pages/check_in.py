"""A check-in's page, and the answers that need no form of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from projects.pages.found import row_of
from solutions.pages.acts import perform_on
from value.check_in_detail import CheckInDetail
from value.check_in_forms import FreshAnswerForm
from value.models import CheckIn
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def check_in(request: MemberRequest, pk: int) -> HttpResponse:
    return show_check_in(request, pk)


@require_POST
@login_required
def check_in_answers(request: MemberRequest, pk: int) -> HttpResponse:
    """What was seen lately answers, with one click."""
    found = row_of(request, CheckIn, pk)
    form = FreshAnswerForm(request.POST, check_in=found)
    others = reverse("check_ins", args=[found.project.key])
    told = f"{found.metric} is answered."
    return perform_on(request, found, form, found.answer, told, show_check_in, to=others)


@require_POST
@login_required
def check_in_customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the customer too, or no more."""
    found = row_of(request, CheckIn, pk)
    asks = "ends" not in request.POST
    told = "The customer is asked, too." if asks else "The customer isn’t asked any more."
    verb = partial(found.ask_customer, asks)
    return perform_on(request, found, VerbForm({}), verb, told, show_check_in)


def show_check_in(
    request: MemberRequest, pk: int, refused: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    of = CheckInDetail.found(pk, request.user)
    words = {"project": of.project, "check_in": of.check_in, "of": of, "refused": refused}
    return render(request, "value/check_in.html", words, status=status)
