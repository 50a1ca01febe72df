"""Answers to a check-in that need a form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from base.roles import Role
from projects.pages.found import admit, row_of
from value.check_in_forms import ObservedAnswerForm, UnknowableForm
from value.models import CheckIn
from web.forms import VerbForm, answer, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def check_in_observations(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what the metric says now, as the answer."""
    found = _found(request, pk)
    form = ObservedAnswerForm(
        sent(request), check_in=found, initial={"observed_on": timezone.localdate()}
    )
    metric = found.metric
    lede = (
        f"It began at {metric.baseline:g} {metric.unit} and is to reach {metric.target:g} "
        f"{metric.unit}. What is noted here is an observation like any other."
    )
    return _answer(request, found, form, found.observe, heading=metric.name, lede=lede)


@form_page
@login_required
def check_in_unknowable(request: MemberRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = UnknowableForm(sent(request), check_in=found)
    lede = "A number that nobody can know is better left out, as long as it says why."
    heading = "It can’t be known"
    return _answer(request, found, form, found.call_unknowable, heading=heading, lede=lede)


def _found(request: MemberRequest, pk: int) -> CheckIn:
    found = row_of(request, CheckIn, pk)
    admit(request, found.project, Role.GUEST if found.asks_customer else Role.MEMBER)
    return found


def _answer(
    request: MemberRequest, found: CheckIn, form: VerbForm, verb: Callable[..., Any], **words: str
) -> HttpResponse:
    return answer(
        request,
        form,
        verb,
        to=found.address,
        told="It is answered.",
        project=found.project,
        within=str(found),
        word="Answer",
        **words,
    )
