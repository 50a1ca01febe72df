"""The project report in the browser: the same for the team and its customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from base.roles import Role
from briefs.models import KeptBrief
from briefs.pdf import pdf_answer
from briefs.reading import BriefReading
from briefs.rows import with_brief
from briefs.sections import document_of
from projects.models import Project
from projects.pages.found import project_of
from teams.models.membership import Actor

if TYPE_CHECKING:
    from web.requests import MemberRequest

SHOWN = 100  # kept reports on their page; the API gives all


@require_safe
@login_required
def brief(request: MemberRequest, key: str) -> HttpResponse:
    project = _read(request, key)
    words = {
        "project": project,
        "document": document_of(BriefReading(project).brief),
        "works": works_in(request, project),
    }
    return render(request, "briefs/brief.html", words)


@require_safe
@login_required
def brief_pdf(request: MemberRequest, key: str) -> HttpResponse:
    return pdf_answer(BriefReading(_read(request, key)).brief)


@require_safe
@login_required
def kept_briefs(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    rows = KeptBrief.objects.visible_to(request.user).in_projects([project.pk])
    words = {
        "project": project,
        "kept": rows.newest_first().with_sharing()[:SHOWN],
        "works": works_in(request, project),
    }
    return render(request, "briefs/kept_briefs.html", words)


@require_POST
@login_required
def brief_keepings(request: MemberRequest, key: str) -> HttpResponse:
    """Keep the report as it stands now."""
    kept = KeptBrief.keep(project_of(request, key), by=request.user)
    messages.success(request, "The report is kept as it stands.")
    return redirect(kept.address)


@require_safe
@login_required
def kept_brief(request: MemberRequest, pk: int) -> HttpResponse:
    kept = _kept(request, pk)
    words = {"project": kept.project, "kept": kept, "document": document_of(kept.brief)}
    return render(request, "briefs/kept_brief.html", words)


@require_safe
@login_required
def kept_brief_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    return pdf_answer(_kept(request, pk).brief)


def works_in(request: MemberRequest, project: Project) -> bool:
    """Whether the reader is in the team, so that they may keep a report."""
    return Actor.of(project.team, request.user).role in (Role.LEAD, Role.MEMBER)


def _read(request: MemberRequest, key: str) -> Project:
    projects = with_brief(Project.objects.visible_to(request.user))
    project: Project = get_object_or_404(projects, key=key)
    return project


def _kept(request: MemberRequest, pk: int) -> KeptBrief:
    rows = KeptBrief.objects.visible_to(request.user).with_sharing()
    kept: KeptBrief = get_object_or_404(rows.select_related("project__team", "kept_by"), pk=pk)
    return kept
