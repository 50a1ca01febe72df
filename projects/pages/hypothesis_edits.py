"""Forms that change a hypothesis whose test runs, each on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from projects.amendment_forms import BESIDE, AmendmentForm, WithdrawForm
from projects.models import Hypothesis
from projects.models.hypothesis_amendment import LONGEST_AMENDED, PARTS
from projects.pages.found import admit, row_of
from web.forms import answer, sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


class HypothesisAmendmentForm(AmendmentForm):
    overwrites_nothing = "stands beside the locked words"
    parts = PARTS
    longest = LONGEST_AMENDED
    help_text = "A longer time box is an amendment too: say how many days it has, from the start."


@form_page
@login_required
def amendments(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Hypothesis, pk)
    form = HypothesisAmendmentForm(sent(request), initial={"part": request.GET.get("part")})
    words = {"heading": "Amend the hypothesis", "word": "Amend it", "lede": BESIDE}
    return _answer(request, found, form, found.amend, told="Amended.", **words)


@form_page
@login_required
def withdrawals(request: MemberRequest, pk: int) -> HttpResponse:
    """Called off before it has a verdict."""
    found = row_of(request, Hypothesis, pk)
    lede = "It ends without a verdict, and stays on the record with the reason."
    words = {"heading": "Withdraw the hypothesis", "word": "Withdraw it", "lede": lede}
    form = WithdrawForm(sent(request))
    return _answer(request, found, form, found.withdraw, told="Withdrawn.", **words)


def _answer(
    request: MemberRequest,
    found: Hypothesis,
    form: VerbForm,
    verb: Callable[..., Any],
    **words: str,
) -> HttpResponse:
    admit(request, found.project, Role.MEMBER)
    to = reverse("hypothesis", args=[found.pk])
    return answer(
        request,
        form,
        verb,
        to=to,
        project=found.project,
        within="Hypothesis",
        **words,
    )
