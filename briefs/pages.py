"""The project report in the browser: the same for the team and its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from briefs.reading import BriefReading
from briefs.sections import document_of
from projects.pages.found import project_of

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def brief(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    document = document_of(BriefReading(project).read())
    return render(request, "briefs/brief.html", {"project": project, "document": document})
