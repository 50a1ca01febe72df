"""Stand-ups, retrospectives and what they agree on."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import clock
from projects.pages.found import project_of, row_of
from sprints.forms import ceremonies as forms
from sprints.models import Action, Retrospective, Sprint, Standup
from sprints.refusals import RetrospectiveHeldOtherwise
from teams.models.membership import Actor
from web.forms import answer
from web.text_versions import Original

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
FOUR_WEEKS = timedelta(days=28)
TWO_WEEKS = timedelta(days=14)


@require_safe
@login_required
def ceremonies(request: MemberRequest, key: str) -> HttpResponse:
    """The stand-ups of the last weeks, the retrospectives, and the actions that are open."""
    project = project_of(request, key)
    today = clock.today()
    standups = list(project.standups.since(today - FOUR_WEEKS))
    return render(
        request,
        "sprints/ceremonies.html",
        {
            "project": project,
            "works": Actor.of(project.team, request.user).works,
            "today": next((standup for standup in standups if standup.day == today), None),
            "standups": standups,
            "sprints": project.sprints.looked_back_on(),
            "actions": project.actions.open().with_people(),
            "form": forms.StandupForm(initial={"day": today}),
        },
    )


@require_POST
@login_required
def standups(request: MemberRequest, key: str) -> HttpResponse:
    """Start today's timer, or note a stand-up of the day that is given."""
    project = project_of(request, key)
    if "day" not in request.POST:
        Standup.start(project, by=request.user)
        return redirect("ceremonies", key)
    return answer(
        request,
        forms.StandupForm(request.POST),
        partial(Standup.note, project),
        to=reverse("ceremonies", args=[key]),
        told="Noted.",
        project=project,
        heading="Note a stand-up",
    )


@require_POST
@login_required
def standup_ends(request: MemberRequest, pk: int) -> HttpResponse:
    standup = row_of(request, Standup, pk)
    return answer(
        request,
        forms.PresentForm(request.POST),
        standup.end,
        to=reverse("ceremonies", args=[standup.project.key]),
        told="The stand-up is over.",
        project=standup.project,
        heading="End the stand-up",
    )


@form_page
@login_required
def retrospective(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Look back on a sprint: what was shown, what was learned, what is to be done."""
    sprint = sprint_of(request, key, number)
    held = getattr(sprint, "retrospective", None)
    if held:
        now = {"shown": held.shown, "lessons": held.lessons}
    else:
        now = {"shown": "", "lessons": ""}
    original = Original(sprint.project, partial(_noted, sprint), now)
    form = forms.NotesForm(request.POST or None, initial=now, original=original)
    if held:
        held.project = sprint.project
    verb = partial(_note, sprint)
    if request.method == "POST" and form.performs(verb, by=request.user):
        messages.success(request, "Saved.")
        return redirect("retrospective", key, number)
    words = _looked_back(request, sprint.project, sprint, held) | {"form": form}
    return render(request, "sprints/retrospective.html", words, status=form.status)


@require_POST
@login_required
def actions(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Agree on an action in the sprint's retrospective."""
    sprint = sprint_of(request, key, number)
    held = get_object_or_404(Retrospective, sprint=sprint)
    held.project = project = sprint.project
    return answer(
        request,
        forms.ActionForm(request.POST, team=project.team),
        held.agree,
        to=reverse("retrospective", args=[key, number]),
        told="Agreed.",
        project=project,
        heading="Agree on an action",
    )


@require_POST
@login_required
def action_closings(request: MemberRequest, pk: int) -> HttpResponse:
    return _on_action(request, pk, forms.EvidenceForm, "close", "Closed.")


@require_POST
@login_required
def action_carryings(request: MemberRequest, pk: int) -> HttpResponse:
    return _on_action(request, pk, forms.CarryForm, "carry", "Carried on.")


@require_POST
@login_required
def action_stories(request: MemberRequest, pk: int) -> HttpResponse:
    """Make the action a story of the backlog."""
    action = row_of(request, Action, pk)
    story = action.take_up(by=request.user)
    messages.success(request, f"It is {story.key} now.")
    return redirect("ceremonies", action.project.key)


def _noted(sprint: Sprint) -> dict[str, str]:
    """What the retrospective says now; nothing before it is held."""
    held = Retrospective.objects.filter(sprint=sprint).values("shown", "lessons").first()
    if held is None:
        return {"shown": "", "lessons": ""}
    return {"shown": held["shown"], "lessons": held["lessons"]}


def _note(sprint: Sprint, *, by: User, **words: str) -> None:
    """Hold it with these words, or note them in the one that somebody held meanwhile."""
    try:
        held = Retrospective.hold(sprint, **words, by=by)
    except RetrospectiveHeldOtherwise:
        held = Retrospective.objects.get(sprint=sprint)
    held.project = sprint.project
    held.note(**words, by=by)


def sprint_of(request: MemberRequest, key: str, number: int) -> Sprint:
    seen = Sprint.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("project__team", "retrospective"), project__key=key, number=number
    )


def _on_action(
    request: MemberRequest,
    pk: int,
    form: type[forms.CarryForm | forms.EvidenceForm],
    verb: str,
    told: str,
) -> HttpResponse:
    action = row_of(request, Action, pk)
    return answer(
        request,
        form(request.POST),
        getattr(action, verb),
        to=reverse("ceremonies", args=[action.project.key]),
        told=told,
        project=action.project,
        heading=str(action),
    )


def _looked_back(
    request: MemberRequest, project: Project, sprint: Sprint, held: Retrospective | None
) -> dict[str, Any]:
    due = clock.today() + TWO_WEEKS
    return {
        "project": project,
        "sprint": sprint,
        "held": held,
        "works": Actor.of(project.team, request.user).works,
        "actions": held.actions.with_people() if held else [],
        "new": forms.ActionForm(team=project.team, initial={"due": due, "owner": request.user}),
    }
