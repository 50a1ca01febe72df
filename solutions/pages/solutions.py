"""The solutions of a project by their stage, and how one is sketched."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from base.roles import Role
from projects.pages.found import admit, project_of
from solutions.forms import SketchForm
from solutions.models import Solution
from solutions.solution_board import SolutionBoard
from web.forms import answer, sent

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
LEDE = "A name and a kind are enough to begin with. What is missing is said, and stops nobody."


@require_safe
@login_required
def solutions(request: MemberRequest, key: str) -> HttpResponse:
    """All that the reader may see, by stage; guests see those that were shown to them."""
    project = project_of(request, key)
    board = SolutionBoard(project, request.user)
    return render(request, "solutions/solutions.html", {"project": project, "board": board})


@form_page
@login_required
def new_solution(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    return answer(
        request,
        SketchForm(sent(request), project=project, initial=_asked_for(request)),
        partial(Solution.sketch, project),
        to=reverse("solutions", args=[key]),
        told="It is sketched.",
        project=project,
        within="Solutions",
        heading="New solution",
        word="Sketch it",
        lede=LEDE,
    )


def _asked_for(request: MemberRequest) -> dict[str, list[str]]:
    """What a link to the form fills in already."""
    return {"use_cases": request.GET.getlist("use_case")}
