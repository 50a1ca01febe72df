from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.charter_difference import changed_between
from projects.forms import CharterForm, SignatureForm
from projects.models import Charter
from projects.pages.found import project_of, row_of
from web.forms import sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from history.difference import Changed
    from projects.models.project import Project
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def charters(request: MemberRequest, key: str) -> HttpResponse:
    """The charter's versions; a lead writes the next one here, and looks at it before that."""
    project = project_of(request, key)
    versions = list(project.charters.prefetch_related("signatures__user"))
    form = CharterForm(
        sent(request), initial=_words(versions), original=_original(project, versions)
    )
    preview = None
    if request.method == "POST" and "preview" in request.POST:
        preview = _previewed(form, versions)
    elif request.method == "POST" and form.performs(
        partial(Charter.write, project), by=request.user
    ):
        messages.success(request, "Written. Now both disciplines and the customer sign it.")
        return redirect(f"{reverse('project', args=[key])}#charter")
    words = {
        "project": project,
        "form": form,
        "versions": versions,
        "lead": _leads(request, project),
        "since": _changed_since(request.GET.get("since", ""), versions),
        "preview": preview,
    }
    return render(request, "projects/charters.html", words, status=form.status)


@require_POST
@login_required
def signatures(request: MemberRequest, pk: int) -> HttpResponse:
    """Give my word, for my discipline, on exactly the version I read."""
    charter = row_of(request, Charter, pk)
    return _answered(request, charter, charter.sign, "Signed. Your word stands under this version.")


@require_POST
@login_required
def charter_confirmations(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that the version I read is still right."""
    charter = row_of(request, Charter, pk)
    return _answered(request, charter, charter.confirm, "Still right, as of today.")


def _answered(
    request: MemberRequest, charter: Charter, verb: Callable[..., Any], told: str
) -> HttpResponse:
    form = SignatureForm(request.POST)
    if form.performs(verb, by=request.user):
        messages.success(request, told)
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
    return redirect(f"{reverse('project', args=[charter.project.key])}#charter")


def _previewed(form: CharterForm, versions: list[Charter]) -> dict[str, Any]:
    """How what is typed will look, and what it says otherwise; nothing of it is saved."""
    if not form.is_valid():
        form.status = 400
    draft = Charter(**form.cleaned_data)
    whole = form.is_valid() and versions
    return {"charter": draft, "changes": changed_between(versions[0], draft) if whole else None}


def _changed_since(version: str, versions: list[Charter]) -> tuple[Charter, list[Changed]] | None:
    """What the newest says otherwise than an earlier version that was asked for by its number."""
    for earlier in versions[1:]:
        if str(earlier.version) == version:
            return earlier, changed_between(earlier, versions[0])
    return None


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
