from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.roles import Role
from projects.forms import CurrencyForm, NewProjectForm, ProjectForm, StateForm
from projects.left_open import LeftOpen
from projects.models import Project
from projects.overview import PAGE, Overview
from projects.pages.found import admit, page_before, project_of
from projects.refusals import LeadsNoTeam
from teams.models import Team
from teams.models.membership import Actor
from web.confirmation import question
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from teams.models.user import User
    from web.requests import MemberRequest


@require_safe
@login_required
def project(request: MemberRequest, key: str) -> HttpResponse:
    project = get_object_or_404(Overview.with_path(request.user), key=key)
    overview = Overview(project, request.user)
    return render(request, "projects/project.html", {"project": project, "of": overview})


@require_safe
@login_required
def projects(request: MemberRequest) -> HttpResponse:
    """All projects of mine, those that are paused, finished or archived too."""
    chosen = request.GET.get("state", "")
    found = Project.objects.visible_to(request.user).select_related("team")
    counts = Counter(found.values_list("state", flat=True))
    if chosen in Project.State.values:
        found = found.filter(state=chosen)
    words = {
        "projects": found.order_by("name", "pk"),
        "chosen": chosen,
        "total": counts.total(),
        "states": [(*one, counts[one[0]]) for one in Project.State.choices if counts[one[0]]],
        "is_unknown": bool(chosen) and chosen not in Project.State.values,
        "may_start": Team.objects.led_by(request.user).exists(),
    }
    return render(request, "projects/projects.html", words)


@require_safe
@login_required
def activity(request: MemberRequest, key: str) -> HttpResponse:
    """All that happened, newest first, a page at a time."""
    project = get_object_or_404(Overview.visible_to(request.user), key=key)
    before = page_before(request)
    told = Overview(project, request.user).activity(before, PAGE)
    words = {"project": project, "activity": told, "before": before}
    return render(request, "projects/activity.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_project(request: MemberRequest) -> HttpResponse:
    """Start a project of a team I lead."""
    if not Team.objects.led_by(request.user).exists():
        raise LeadsNoTeam("A team's lead starts its projects; you lead no team.")
    form = NewProjectForm(sent(request), by=request.user)
    if request.method == "POST" and form.performs(Project.start, by=request.user):
        messages.success(request, "Started. Next: a charter that both disciplines can sign.")
        return redirect("project", form.cleaned_data["key"])
    words = {"form": form, "back": "/", "heading": "Start a project", "word": "Start project"}
    return render(request, "form.html", words, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    now = {name: getattr(project, name) for name in ProjectForm.base_fields}
    form = ProjectForm(sent(request), initial=now, original=Original.row(project, project, now))
    return answer(
        request,
        form,
        project.edit,
        to=reverse("project", args=[key]),
        told="Saved.",
        project=project,
        heading="Edit project",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def currencies(request: MemberRequest, key: str) -> HttpResponse:
    """Say what the project's money is counted in."""
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    now = {"currency": project.currency}
    form = CurrencyForm(sent(request), initial=now, original=Original.row(project, project, now))
    return answer(
        request,
        form,
        project.count_in,
        to=reverse("project", args=[key]),
        told="Saved.",
        project=project,
        heading="Currency",
        lede="What run costs, values and build costs of its solutions are counted in. Amounts that "
        "are noted already aren’t converted.",
    )


@require_POST
@login_required
def states(request: MemberRequest, key: str) -> HttpResponse:
    """Pause, finish, archive or take up the project."""
    project = project_of(request, key)
    form = StateForm(request.POST)
    asked = _asked_before(request, project, form.data.get("state", ""))
    if asked:
        return asked
    if form.performs(project.enter, by=request.user):
        messages.success(request, f"{project.name} is {project.state} now.")
        return redirect("project", key)
    words = {"form": form, "project": project, "heading": "State of the project"}
    back = reverse("project", args=[key])
    return render(request, "form.html", {**words, "back": back}, status=form.status)


def _asked_before(request: MemberRequest, project: Project, state: str) -> HttpResponse | None:
    """What stops a click: leaving every list, or finishing with something still open."""
    if state == Project.State.ARCHIVED:
        return question(
            request,
            f"{project.name} leaves every list, and nobody can change it any more. "
            "A lead can take it up again.",
            "Archive",
        )
    if state == Project.State.FINISHED and project.is_open and leads(project, request.user):
        left = LeftOpen(project)
        if left:
            return question(request, left.sentence, "Finish", left.links)
    return None


def leads(project: Project, user: User) -> bool:
    """Whether the verb would let them: who isn't a lead is refused, not asked."""
    return Actor.of(project.team, user).role == Role.LEAD
