from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from base.roles import Role
from projects.forms import ReleaseForm, UseForm
from projects.models import Release
from projects.pages.found import admit, at, project_of, row_of
from web.confirmation import question
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def releases(request: MemberRequest, key: str) -> HttpResponse:
    """Announce a release, or note one that is in use."""
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    return answer(
        request,
        ReleaseForm(sent(request)),
        partial(Release.announce, project),
        to=at(project, "releases"),
        told="The release is on the list.",
        project=project,
        heading="New release",
        word="Add release",
        lede="A part of the solution that goes to its users. It counts when they first use it.",
    )


@form_page
@login_required
def release_uses(request: MemberRequest, pk: int) -> HttpResponse:
    """Say since when it is used in production."""
    release = row_of(request, Release, pk)
    admit(request, release.project, Role.MEMBER)
    now = {
        "first_used_on": release.first_used_on or _day_asked_for(request),
        "evidence": release.evidence,
    }
    original = Original.row(release, release.project, now)
    return answer(
        request,
        UseForm(sent(request), initial=now, original=original),
        release.put_to_use,
        to=at(release.project, "releases"),
        told="Noted.",
        project=release.project,
        heading=release.title,
        lede="The clock of time to market runs from the signed charter to this day.",
    )


def _day_asked_for(request: MemberRequest) -> date:
    """The day that a link to the form fills in; else today."""
    try:
        return date.fromisoformat(request.GET.get("first_used_on", ""))
    except ValueError:
        return timezone.localdate()


@require_POST
@login_required
def release_withdrawals(request: MemberRequest, pk: int) -> HttpResponse:
    release = row_of(request, Release, pk)
    asked = question(request, f"“{release}” leaves the list and can't be put back.", "Withdraw")
    if asked:
        return asked
    release.withdraw(by=request.user)
    messages.success(request, f"“{release}” is withdrawn.")
    return redirect(at(release.project, "releases"))
