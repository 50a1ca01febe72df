"""Forms that draft and change a trial, each on a page of its own and answered by one verb."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from base.refusals import Refused
from base.roles import Role
from projects.amendment_forms import BESIDE, WithdrawForm
from projects.pages.found import admit, row_of
from solutions.forms import ServingStoryForm
from solutions.models import Solution, Trial
from solutions.models.trial_design import DESIGN
from solutions.models.trial_result import NUMBERS
from solutions.pages.acts import found_to_change
from solutions.trial_forms import (
    DesignForm,
    DraftForm,
    GuardrailForm,
    ObservationForm,
    RunnersForm,
    TrialAmendmentForm,
    VerdictForm,
)
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from solutions.models.trial_result import TrialResult
    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
LOCKED = "It is locked when the trial starts; what changes afterwards stands beside it."


@form_page
@login_required
def new_trial(request: MemberRequest, pk: int) -> HttpResponse:
    solution = row_of(request, Solution, pk)
    admit(request, solution.project, Role.MEMBER)
    form = DraftForm(sent(request), project=solution.project)
    return answer(
        request,
        form,
        partial(Trial.draft, solution),
        to=f"{solution.address}#trials",
        told="It is drafted.",
        project=solution.project,
        within=solution.name,
        heading="New trial",
        word="Draft it",
        lede=f"A place and a name are enough to begin with. {LOCKED}",
    )


@form_page
@login_required
def trial_design(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    now = {name: getattr(found, name) for name in DESIGN}
    words = {name: value for name, value in now.items() if name != "planned_share"}
    original = Original.row(found, found.project, words)  # a share goes with the choice beside it
    form = DesignForm(sent(request), initial=now, original=original)
    told = {"heading": "How it is tried", "lede": LOCKED}
    return _answer(request, found, form, found.redesign, "Saved.", **told)


@form_page
@login_required
def trial_runners(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    form = RunnersForm(sent(request), trial=found, initial={"runners": found.runners.all()})
    lede = "In the wild, as a team: one person of each discipline at least."
    words = {"heading": "Who runs it", "lede": lede}
    return _answer(request, found, form, found.name_runners, "Saved.", **words)


@form_page
@login_required
def trial_guardrails(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    lede = "What must not get worse, and how far: beyond the limit the trial is stopped."
    words = {"heading": "New guardrail", "word": "Add it", "lede": lede}
    return _answer(request, found, GuardrailForm(sent(request)), found.guard, "Added.", **words)


@form_page
@login_required
def trial_amendments(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    words = {"heading": "Amend it", "word": "Amend it", "lede": BESIDE}
    form = TrialAmendmentForm(sent(request))
    return _answer(request, found, form, found.amend, "Amended.", **words)


@form_page
@login_required
def trial_observations(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    form = ObservationForm(sent(request), initial={"seen_on": found.project.team.today})
    lede = "The team's own, until a member shows the trial to the customer."
    words = {"heading": "What was seen", "word": "Note it", "lede": lede}
    return _answer(request, found, form, found.observe, "Noted.", **words)


@form_page
@login_required
def trial_withdrawals(request: MemberRequest, pk: int) -> HttpResponse:
    """Called off before it has a verdict."""
    found = found_to_change(request, Trial, pk)
    lede = "It ends without a verdict, and stays on the record with the reason."
    words = {"heading": "Withdraw it", "word": "Withdraw it", "lede": lede}
    form = WithdrawForm(sent(request))
    return _answer(request, found, form, found.withdraw, "Withdrawn.", **words)


@form_page
@login_required
def trial_stories(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Trial, pk)
    form = ServingStoryForm(sent(request), project=found.project)
    words = {"heading": "A story belongs to it", "word": "Link it"}
    return _answer(request, found, form, found.link_story, "Linked.", **words)


@form_page
@login_required
def trial_verdict(request: MemberRequest, pk: int) -> HttpResponse:
    """How it ended; *compute* says what the numbers say and saves nothing."""
    found = found_to_change(request, Trial, pk)
    if found.state != Trial.State.DECIDED:
        found.must_run()
    now = {name: getattr(found, name) for name in ("verdict", "learned", *NUMBERS)}
    now["stopping_guardrail"] = found.stopping_guardrail_id
    original = Original.row(found, found.project, {"learned": found.learned})
    form = VerdictForm(sent(request), trial=found, initial=now, original=original)
    result = None
    if request.method == "POST" and "compute" in request.POST:
        result = _computed(found, form)
    elif request.method == "POST" and form.performs(found.decide, by=request.user):
        messages.success(request, "It has a verdict. Whichever it is, it is a result.")
        return redirect(found.address)
    words = {
        "form": form,
        "trial": found,
        "project": found.project,
        "result": result,
        "design": found.result_of({}, ()),
    }
    return render(request, "solutions/trial_verdict.html", words, status=form.status)


def _computed(found: Trial, form: VerdictForm) -> TrialResult | None:
    """What the typed numbers say; the words may be missing still."""
    form.is_valid()
    form.say_only_numbers()
    if form.errors:
        form.status = 400
        return None
    try:
        return found.result_of(form.numbers, found.amendments.all())
    except Refused as refused:
        form.status = refused.page_status
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return None


def _answer(
    request: MemberRequest,
    found: Trial,
    form: VerbForm,
    verb: Callable[..., Any],
    told: str,
    **words: str,
) -> HttpResponse:
    return answer(
        request,
        form,
        verb,
        to=found.address,
        told=told,
        project=found.project,
        within=found.name,
        **words,
    )
