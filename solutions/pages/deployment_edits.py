"""Forms that plan, report and end deployments, each on a page of its own and for one verb."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from projects.pages.found import admit, row_of
from solutions.deployment_forms import (
    CarriesForm,
    CustomerForm,
    EndForm,
    NewPlanForm,
    PlanForm,
    ReportForm,
    WaiverForm,
)
from solutions.forms import ServingStoryForm
from solutions.models import Deployment, Solution
from solutions.models.deployment import PLAN
from solutions.pages.acts import found_to_change
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
GATE = "It starts in production once its fit is signed and a trial of today’s words has passed."
RELEASE = "A release is what users get; whether they use it is said on the release itself."
HAPPENED = (
    "For what has happened without being planned here: it is never refused. In production, without "
    "a signed fit and a passed trial, it says so, and leads are asked once."
)


@form_page
@login_required
def new_deployment(request: MemberRequest, pk: int) -> HttpResponse:
    words = {"heading": "Plan a deployment", "word": "Plan it", "lede": GATE}
    form = NewPlanForm(sent(request), solution=pk, initial=_asked_for(request))
    return _of_solution(request, pk, form, Deployment.plan, **words)


@form_page
@login_required
def deployment_reports(request: MemberRequest, pk: int) -> HttpResponse:
    """What happened, as a pipeline would tell it."""
    words = {"heading": "It has happened", "word": "Report it", "lede": HAPPENED}
    form = ReportForm(sent(request), solution=pk, initial=_asked_for(request))
    return _of_solution(request, pk, form, Deployment.report, **words)


@form_page
@login_required
def deployment_plan(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Deployment, pk)
    now = {name: getattr(found, name) for name in PLAN}
    words = {name: value for name, value in now.items() if name != "fixes"}
    original = Original.row(found, found.project, words)  # which one it mends loses no words
    form = PlanForm(sent(request), solution=found.solution_id, initial=now, original=original)
    return _answer(request, found, form, found.replan, "Saved.", heading="Plan it otherwise")


@form_page
@login_required
def deployment_customer(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Deployment, pk)
    so_far = {"customer": found.customer, "attended_by": found.attended_by.all()}
    form = CustomerForm(sent(request), deployment=found, initial=so_far)
    words = {"heading": "The customer", "lede": "Who uses it is there, or at least knows of it."}
    return _answer(request, found, form, found.note_customer, "Saved.", **words)


@form_page
@login_required
def deployment_release(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Deployment, pk)
    form = CarriesForm(
        sent(request), solution=found.solution_id, initial={"release": found.release_id}
    )
    words = {"heading": "What its users get", "lede": RELEASE}
    return _answer(request, found, form, found.carry, "Saved.", **words)


@form_page
@login_required
def deployment_stories(request: MemberRequest, pk: int) -> HttpResponse:
    """A story came of it."""
    found = found_to_change(request, Deployment, pk)
    form = ServingStoryForm(sent(request), project=found.project)
    words = {"heading": "A story came of it", "word": "Link it"}
    return _answer(request, found, form, found.link_story, "Linked.", **words)


@form_page
@login_required
def deployment_rollbacks(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = found_to_change(request, Deployment, pk)
    lede = "The solution is proven again, and the next deployment asks what is different."
    words = {"heading": "Take it back", "word": "It was taken back", "lede": lede}
    return _answer(request, found, EndForm(sent(request)), found.roll_back, "Noted.", **words)


@form_page
@login_required
def deployment_failures(request: MemberRequest, pk: int) -> HttpResponse:
    """It didn't come about."""
    found = found_to_change(request, Deployment, pk)
    lede = "It didn’t come about, and nothing of it is live. Plan another one to try again."
    words = {"heading": "It failed", "word": "It failed", "lede": lede}
    return _answer(request, found, EndForm(sent(request)), found.fail, "Noted.", **words)


@form_page
@login_required
def deployment_cancellations(request: MemberRequest, pk: int) -> HttpResponse:
    """It won't be."""
    found = found_to_change(request, Deployment, pk)
    words = {"heading": "Cancel it", "word": "Cancel the deployment"}
    return _answer(request, found, EndForm(sent(request)), found.cancel, "Cancelled.", **words)


@form_page
@login_required
def deployment_waivers(request: MemberRequest, pk: int) -> HttpResponse:
    """Why it is in production without what the gate asks for, said afterwards."""
    found = found_to_change(request, Deployment, pk, Role.LEAD)
    lede = "It stands in production without what the gate asks for. The deployment shows why."
    words = {"heading": "Why it is there", "word": "Waive the gate", "lede": lede}
    return _answer(request, found, WaiverForm(sent(request)), found.waive, "Waived.", **words)


def _asked_for(request: MemberRequest) -> dict[str, str]:
    """What a link to the form fills in already."""
    return {"fixes": request.GET.get("fixes", "")}


def _of_solution(
    request: MemberRequest, pk: int, form: VerbForm, verb: Callable[..., Any], **words: str
) -> HttpResponse:
    solution = row_of(request, Solution, pk)
    admit(request, solution.project, Role.MEMBER)
    return answer(
        request,
        form,
        partial(verb, solution),
        to=f"{solution.address}#deployments",
        told="It is on record.",
        project=solution.project,
        within=solution.name,
        **words,
    )


def _answer(
    request: MemberRequest,
    found: Deployment,
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
        within=f"{found.solution.name} {found.version}",
        **words,
    )
