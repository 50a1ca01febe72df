"""The project report in the browser: the same for the team and its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from briefs.pdf import pdf_answer
from briefs.reading import BriefReading
from briefs.rows import with_brief
from briefs.sections import document_of
from projects.models import Project

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def brief(request: MemberRequest, key: str) -> HttpResponse:
    project = _read(request, key)
    words = {"project": project, "document": document_of(BriefReading(project).brief)}
    return render(request, "briefs/brief.html", words)


@require_safe
@login_required
def brief_pdf(request: MemberRequest, key: str) -> HttpResponse:
    return pdf_answer(BriefReading(_read(request, key)).brief)


def _read(request: MemberRequest, key: str) -> Project:
    projects = with_brief(Project.objects.visible_to(request.user))
    project: Project = get_object_or_404(projects, key=key)
    return project
