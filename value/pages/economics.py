"""What a solution is worth, what all of a project are: the team's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from base.roles import Role
from projects.pages.found import admit, project_of
from solutions.models import Solution
from solutions.models.stage import stage_of
from solutions.pages.acts import found_to_change
from teams.models.membership import Actor
from value.economics.of_project import ProjectEconomics
from value.economics.reading import economics_of, with_economics
from value.economics.words import MoneyChart, OutlookWords, input_rows
from value.economics_form import EconomicsForm
from value.models import Economics
from web.forms import answer, sent

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def economics(request: MemberRequest, pk: int) -> HttpResponse:
    rows = with_economics(Solution.objects.visible_to(request.user).with_stage())
    solution = get_object_or_404(rows, pk=pk)
    project = solution.project
    # A day rate can be computed from what stands here, and rates are between a team and its firm.
    actor = Actor.admitted(project.team, request.user, Role.MEMBER)
    [of] = economics_of([solution])
    words = {
        "project": project,
        "solution": solution,
        "stage": stage_of(solution).label,
        "of": of,
        "rows": input_rows(of),
        "actor": actor,
    }
    if of.outlook:
        words["told"] = OutlookWords(of.outlook, of.currency)
        words["chart"] = MoneyChart(of.outlook)
    return render(request, "value/economics.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def economics_estimates(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what it is thought to be worth, when, and for how long."""
    solution = found_to_change(request, Solution, pk)
    currency = solution.project.currency or "the project’s currency"
    return answer(
        request,
        EconomicsForm.of(solution, sent(request)),
        partial(Economics.estimate, solution),
        to=reverse("economics", args=[pk]),
        told="Saved.",
        project=solution.project,
        within=solution.name,
        heading="What it is thought to be worth",
        lede=f"Money in {currency}. Make each range so wide that nine of ten such would hold the "
        "truth. Equal ends are known for sure.",
    )


@require_safe
@login_required
def project_economics(request: MemberRequest, key: str) -> HttpResponse:
    """All solutions of a project, and what they come to together."""
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    words = {"project": project, "of": ProjectEconomics(project)}
    return render(request, "value/project_economics.html", words)
