from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.forms import CharterForm, SignatureForm
from projects.models import Charter
from projects.pages.found import project_of, row_of
from web.forms import sent
from web.text_versions import Original

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models.project import Project
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def charters(request: MemberRequest, key: str) -> HttpResponse:
    """The charter's versions; a lead writes the next one here."""
    project = project_of(request, key)
    versions = list(project.charters.prefetch_related("signatures__user"))
    form = CharterForm(
        sent(request), initial=_words(versions), original=_original(project, versions)
    )
    if request.method == "POST" and form.performs(partial(Charter.write, project), by=request.user):
        messages.success(request, "Written. Now both disciplines and the customer sign it.")
        return redirect(f"{reverse('project', args=[key])}#charter")
    words = {
        "project": project,
        "form": form,
        "versions": versions,
        "lead": _leads(request, project),
    }
    return render(request, "projects/charters.html", words, status=form.status)


@require_POST
@login_required
def signatures(request: MemberRequest, pk: int) -> HttpResponse:
    """Give my word, for my discipline, on exactly the version I read."""
    charter = row_of(request, Charter, pk)
    form = SignatureForm(request.POST)
    if form.performs(charter.sign, by=request.user):
        messages.success(request, "Signed. Your word stands under this version.")
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return redirect(f"{reverse('project', args=[charter.project.key])}#charter")


def _original(project: Project, versions: list[Charter]) -> Original:
    newest = project.charters.order_by("-version")
    return Original(project, lambda: _words(newest[:1]), _words(versions))


def _words(versions: QuerySet[Charter] | list[Charter]) -> dict[str, Any]:
    if not versions:
        return dict.fromkeys(CharterForm.base_fields)
    words = {}
    for name in CharterForm.base_fields:
        words[name] = getattr(versions[0], name)
    return words


def _leads(request: MemberRequest, project: Project) -> bool:
    return project.team.memberships.current().leads().filter(user=request.user).exists()
