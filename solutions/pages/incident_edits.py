"""Forms that report and change incidents, each on a page of its own and answered by one verb."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from base import clock
from base.roles import Role
from projects.pages.found import admit, row_of
from solutions.forms import ServingStoryForm
from solutions.incident_forms import IncidentForm, MovedForm, RestoredForm, ToldForm
from solutions.models import Incident, Solution
from solutions.models.incident import TOLD
from solutions.pages.acts import found_to_change
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
LEDE = (
    "It is of what was live when it began, unless you say otherwise. The team’s own, until a "
    "member shows it to the customer."
)


@form_page
@login_required
def new_incident(request: MemberRequest, pk: int) -> HttpResponse:
    solution = row_of(request, Solution, pk)
    admit(request, solution.project, Role.MEMBER)
    now: dict[str, Any] = {"began_at": clock.now(), "noticed_at": clock.now()}
    if request.GET.get("deployment"):
        now["deployment"] = request.GET["deployment"]
    return answer(
        request,
        IncidentForm(sent(request), solution=solution, initial=now),
        partial(Incident.report, solution),
        to=f"{solution.address}#incidents",
        told="It is on record.",
        project=solution.project,
        within=solution.name,
        heading="Report an incident",
        word="Report it",
        lede=LEDE,
    )


@form_page
@login_required
def incident_words(request: MemberRequest, pk: int) -> HttpResponse:
    """What happened, how heavy it was, when, and what we changed."""
    found = found_to_change(request, Incident, pk)
    now = {name: getattr(found, name) for name in TOLD}
    words = {name: now[name] for name in ("happened", "changed")}
    form = ToldForm(sent(request), initial=now, original=Original.row(found, found.project, words))
    return _answer(request, found, form, found.describe, "Saved.", heading="What happened")


@form_page
@login_required
def incident_restorations(request: MemberRequest, pk: int) -> HttpResponse:
    """It is over."""
    found = found_to_change(request, Incident, pk)
    form = RestoredForm(sent(request), initial={"at": found.restored_at})
    words = {"heading": "It is over", "word": "It is over"}
    return _answer(request, found, form, found.restore, "Noted.", **words)


@form_page
@login_required
def incident_deployment(request: MemberRequest, pk: int) -> HttpResponse:
    """Of which deployment it is."""
    found = found_to_change(request, Incident, pk)
    form = MovedForm(sent(request), incident=found, initial={"deployment": found.deployment_id})
    words = {"heading": "Of which deployment it is"}
    return _answer(request, found, form, found.move_to, "Saved.", **words)


@form_page
@login_required
def incident_stories(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Incident, pk)
    form = ServingStoryForm(sent(request), project=found.project)
    words = {"heading": "A story came of it", "word": "Link it"}
    return _answer(request, found, form, found.link_story, "Linked.", **words)


def _answer(
    request: MemberRequest,
    found: Incident,
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
        within=f"Incident of {found.deployment}",
        **words,
    )
