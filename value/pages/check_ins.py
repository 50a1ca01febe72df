"""All check-ins of a project: what is asked now, what comes next, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.pages.found import project_of
from teams.models.membership import Actor
from value.check_in_list import CheckInList

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def check_ins(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    works = Actor.of(project.team, request.user).works
    words = {"project": project, "of": CheckInList(project), "works": works}
    return render(request, "value/check_ins.html", words)
