"""Files on pages: those of one thing, all of a project, and their bytes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from files.file_list import FileList, files_of
from files.forms import AttachForm
from files.hosts import HOSTS, Host
from files.models import Attachment
from files.serving import NoSuchBytes, answer_file, answer_preview
from files.storage import PREVIEW
from projects.pages.found import page_before, project_of
from teams.models.membership import Actor
from web.refusals import asks_by_script

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
AT_ONCE = 100


@form_page
@login_required
def on_host(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """The files of one thing; posted to, it takes more."""
    host, row = _host_row(request, kind, pk)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST":
        if form.performs(partial(attach, row), by=request.user):
            return _done(request, "Attached.", host.page_of(row))
        if form.refusal and asks_by_script(request):
            raise form.refusal
        if asks_by_script(request):
            sentence = " ".join(form.sentences)
            return HttpResponse(sentence, status=form.status, content_type="text/plain")
    actor = Actor.of(host.project_of(row).team, request.user)
    here = reverse("files_of", args=[kind, pk])
    shown_at = host.page_of(row)
    words = {
        "project": host.project_of(row),
        "files": FileList(row, actor, files_of(row)),
        "title": host.title_of(row),
        "noun": host.noun,
        "shown_at": "" if shown_at == here else shown_at,
        "form": form,
    }
    return render(request, "files/files.html", words, status=form.status)


def attach(row: Any, *, file: list[Any], by: Any) -> None:
    Attachment.attach_all(row, file, by=by)


@require_safe
@login_required
def of_project(request: MemberRequest, key: str) -> HttpResponse:
    """All that the reader may see of a project, the newest first."""
    project = project_of(request, key)
    seen = Attachment.objects.visible_to(request.user).standing().of_project(project)
    before = page_before(request)
    rows = list(seen.listed(before)[: AT_ONCE + 1])
    words = {
        "project": project,
        "rows": rows[:AT_ONCE],
        "before": rows[AT_ONCE - 1].pk if len(rows) > AT_ONCE else None,
        "taken": Attachment.objects.bytes_of(project),
        "room": settings.PROJECT_FILES_BYTES,
    }
    return render(request, "files/project_files.html", words)


@require_safe
@login_required
def content(request: MemberRequest, pk: int) -> HttpResponseBase:
    """The file itself."""
    try:
        return answer_file(request, _seen(request, pk))
    except NoSuchBytes as none:
        return HttpResponse(status=416, headers={"Content-Range": none.content_range})


@require_safe
@login_required
def preview(request: MemberRequest, pk: int) -> HttpResponseBase:
    """A small picture of it."""
    found = _seen(request, pk)
    if found.preview != Attachment.Preview.READY or found.waits:
        raise Http404
    return answer_preview(request, found, found.key + PREVIEW)


@require_POST
@login_required
def deletions(request: MemberRequest, pk: int) -> HttpResponse:
    """Take it away; for thirty days it can be put back."""
    found = _seen(request, pk)
    found.remove(by=request.user)
    told = f"“{found}” is deleted. It can be restored for 30 days."
    return _done(request, told, found.host.page_of(found.host_row))


@require_POST
@login_required
def restorations(request: MemberRequest, pk: int) -> HttpResponse:
    """Put it back."""
    rows = Attachment.objects.visible_to(request.user).select_related("project__team")
    found = get_object_or_404(rows, pk=pk)
    found.restore(by=request.user)
    return _done(request, f"“{found}” is back.", found.host.page_of(found.host_row))


def _seen(request: MemberRequest, pk: int) -> Attachment:
    rows = Attachment.objects.visible_to(request.user).standing()
    return get_object_or_404(rows.select_related("project__team"), pk=pk)


def _host_row(request: MemberRequest, kind: str, pk: int) -> tuple[Host, Any]:
    host = HOSTS.get(kind)
    row = host.found(request.user, pk) if host else None
    if host is None or row is None:
        raise Http404
    return host, row


def _done(request: MemberRequest, told: str, to: str) -> HttpResponse:
    if asks_by_script(request):
        return HttpResponse(status=204)
    messages.success(request, told)
    return redirect(to)
