"""The questions that a team's later use cases begin with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from projects.models import QuestionSet
from projects.question_forms import QuestionSetForm
from teams.models import Team
from teams.models.membership import Actor
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from teams.models.user import User
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_set(request: MemberRequest, slug: str) -> HttpResponse:
    """Edit them, one a line; a lead does."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        Actor.admitted(team, request.user, Role.LEAD)
    lines = partial(QuestionSetForm.lines, team)
    form = QuestionSetForm(sent(request), initial=lines(), original=Original(team, lines, lines()))
    return answer(
        request,
        form,
        partial(write, team),
        to=reverse("people", args=[slug]),
        told="Saved. Later use cases begin with these questions.",
        team=team,
        within=team.name,
        heading="Questions to begin with",
        lede="What each discipline asks of a new use case, one question a line. Boards that have "
        "begun keep their own.",
    )


def write(team: Team, *, science: str, engineering: str, by: User) -> QuestionSet:
    return QuestionSet.write(team, QuestionSetForm.starters(science, engineering), by=by)
