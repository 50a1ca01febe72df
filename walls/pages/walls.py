"""The walls of a project, of a use case, a theme or a sprint, and how one is put up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from base.roles import Role
from projects.models import Theme, UseCase
from projects.pages.found import admit, row_of
from sprints.models import Sprint
from walls.forms import OpenForm
from walls.models import Wall
from walls.models.wall import LOOKING_AHEAD, LOOKING_BACK
from walls.wall_list import WallList, projects_visible_to
from web.forms import sent
from web.under_seal import under_seal

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
LEDE = "Everybody notes for themselves; what others wrote is seen once the wall is revealed."


@under_seal
@require_safe
@login_required
def walls(request: MemberRequest, key: str) -> HttpResponse:
    """All walls of a project; guests see those that were shown to them."""
    project = get_object_or_404(projects_visible_to(request.user), key=key)
    words = {"project": project, "list": WallList(project, request.user)}
    return render(request, "walls/walls.html", words)


@under_seal
@form_page
@login_required
def wall_of_use_case(request: MemberRequest, pk: int) -> HttpResponse:
    return _open(request, row_of(request, UseCase, pk))


@under_seal
@form_page
@login_required
def wall_of_theme(request: MemberRequest, pk: int) -> HttpResponse:
    return _open(request, row_of(request, Theme, pk))


@under_seal
@form_page
@login_required
def wall_of_sprint(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """A sprint has one wall, its retrospective: lead there, or put it up."""
    sprints = Sprint.objects.visible_to(request.user).select_related("project__team")
    sprint = get_object_or_404(sprints, project__key=key, number=number)
    there = Wall.objects.visible_to(request.user).filter(sprint=sprint).first()
    if there:
        return redirect("wall", there.pk)
    return _open(request, sprint)


def _open(request: MemberRequest, host: UseCase | Theme | Sprint) -> HttpResponse:
    project, looks_back = host.project, isinstance(host, Sprint)
    admit(request, project, Role.MEMBER)
    start = {
        "title": f"Retrospective of {host}" if looks_back else str(host),
        "prompts": "\n".join(LOOKING_BACK if looks_back else LOOKING_AHEAD),
        "is_anonymous": looks_back,
    }
    start["title"] = str(start["title"])[:120]
    form = OpenForm(sent(request), initial=start)
    if request.method == "POST" and form.performs(partial(Wall.open_for, host), by=request.user):
        newest = Wall.objects.visible_to(request.user).filter(project=project).newest_first()
        return redirect("wall", newest.values_list("pk", flat=True)[0])
    return render(
        request,
        "form.html",
        {
            "form": form,
            "back": f"/projects/{project.key}/walls/",
            "within": "Walls",
            "project": project,
            "heading": f"A wall for “{host}”",
            "word": "Put it up",
            "lede": LEDE,
        },
        status=form.status,
    )
