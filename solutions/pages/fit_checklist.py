"""The checklist that a team's later reviews begin with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from solutions.fit_forms import ChecklistForm, entries_of
from solutions.models import FitChecklist
from teams.models import Team
from teams.models.membership import Actor
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from teams.models.user import User
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def fit_checklist(request: MemberRequest, slug: str) -> HttpResponse:
    """Edit it, one item a line; a lead does."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        Actor.admitted(team, request.user, Role.LEAD)
    lines = partial(ChecklistForm.lines, team)
    form = ChecklistForm(sent(request), initial=lines(), original=Original(team, lines, lines()))
    return answer(
        request,
        form,
        partial(write, team),
        to=reverse("people", args=[slug]),
        told="Saved. Later reviews of solutions begin with these items.",
        team=team,
        within=team.name,
        heading="Does it fit?",
        lede="What both disciplines go through before a solution is built on. Rounds that have "
        "begun keep their own items.",
    )


def write(team: Team, *, entries: str, by: User) -> FitChecklist:
    return FitChecklist.write(team, entries_of(entries), by=by)
