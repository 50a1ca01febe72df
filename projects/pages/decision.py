"""The decision log: what is to be decided, what was, and what has come of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import clock
from base.roles import Role
from projects.decision_detail import DecisionDetail
from projects.decision_forms import (
    ChoiceForm,
    LogQuery,
    NewDecisionForm,
    OutcomeForm,
    SuccessorForm,
)
from projects.models import Decision
from projects.pages.found import admit, project_of, row_of
from teams.models.membership import Actor
from web.forms import VerbForm, answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def decisions(request: MemberRequest, key: str) -> HttpResponse:
    """All of the project that the reader may see: what waits by its day, then what was decided."""
    project = project_of(request, key)
    query = LogQuery(request.GET)
    seen = project.decisions.visible_to(request.user)
    sifted = seen.mentioning(query.text) if query.text else seen
    if query.state:
        sifted = sifted.in_state(query.state)
    found = list(sifted.open_first().select_related("use_case", "theme", "keeper"))
    words = {
        "project": project,
        "works": Actor.of(project.team, request.user).works,
        "query": query,
        "open": [one for one in found if one.is_open],
        "made": [one for one in found if not one.is_open],
        "states": Decision.State.choices,
        "has_any": bool(found) or seen.exists(),
        "today": clock.today(),
    }
    return render(request, "projects/decisions.html", words)


@form_page
@login_required
def new_decision(request: MemberRequest, key: str) -> HttpResponse:
    """Say that something is to be decided."""
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    return answer(
        request,
        NewDecisionForm(sent(request), project=project, initial=_asked_for(request)),
        partial(Decision.open_for, project),
        to=reverse("decisions", args=[key]),
        told="The decision is open.",
        project=project,
        within="Decisions",
        heading="New decision",
        word="Open it",
        lede="Something that has to be settled before the work goes on. Who decides it says why.",
    )


@require_safe
@login_required
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, DecisionDetail.found(pk, request.user))


@require_POST
@login_required
def choices(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the decision."""
    of = DecisionDetail.found(pk, request.user)
    form = ChoiceForm(request.POST, project=of.decision.project)
    return _perform(request, of, form, of.decision.decide, "Decided.", choice=form)


@require_POST
@login_required
def outcomes(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what has come of it."""
    of = DecisionDetail.found(pk, request.user)
    form = _outcome_of(of.decision, request)
    return _perform(request, of, form, of.decision.note_outcome, "Noted.", outcome=form)


@require_POST
@login_required
def successors(request: MemberRequest, pk: int) -> HttpResponse:
    """Open the decision that takes this one's place."""
    of = DecisionDetail.found(pk, request.user)
    form = SuccessorForm(request.POST)
    told = "The new decision is open; the earlier one holds until it is made."
    return _perform(request, of, form, of.decision.supersede, told, successor=form)


@require_POST
@login_required
def showings(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read it."""
    found = row_of(request, Decision, pk)
    found.show(by=request.user)
    messages.success(request, "The customer's guests can read it now.")
    return redirect("decision", pk)


@require_POST
@login_required
def concealments(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it in the team again."""
    found = row_of(request, Decision, pk)
    found.make_internal(by=request.user)
    messages.success(request, "It is the team's own again; what was read can't be unread.")
    return redirect("decision", pk)


def _perform(
    request: MemberRequest, of: DecisionDetail, form: VerbForm, verb: Any, told: str, **forms: Any
) -> HttpResponse:
    """Do it, or show the decision's page with what was typed and why it won't."""
    if form.performs(verb, by=request.user):
        messages.success(request, told)
        return redirect("decision", of.decision.pk)
    return _page(request, of, form.status, **forms)


def _page(
    request: MemberRequest, of: DecisionDetail, status: int = 200, **sent_forms: VerbForm
) -> HttpResponse:
    now = of.decision
    forms: dict[str, VerbForm] = {
        "choice": ChoiceForm(project=now.project),
        "outcome": _outcome_of(now),
        "successor": SuccessorForm(),
    }
    words = {"project": now.project, "decision": now, "of": of, **forms, **sent_forms}
    return render(request, "projects/decision.html", words, status=status)


def _outcome_of(found: Decision, request: MemberRequest | None = None) -> OutcomeForm:
    now = {"outcome": found.outcome}
    original = Original.row(found, found.project, now)
    return OutcomeForm(request.POST if request else None, initial=now, original=original)


def _asked_for(request: MemberRequest) -> dict[str, str]:
    """What a link to the form fills in already."""
    return {name: request.GET[name] for name in ("use_case", "theme") if name in request.GET}
