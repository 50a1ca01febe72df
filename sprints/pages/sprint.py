from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.roles import Role
from projects.pages.found import admit, project_of
from sprints.forms.sprint import CloseForm, KickoffForm, OwnersForm, PlanForm
from sprints.models import Sprint
from sprints.overview import SprintOverview, SprintsOverview
from web.confirmation import question
from web.forms import answer, sent
from web.templatetags.dates import exactly
from web.text_versions import Original

if TYPE_CHECKING:
    from projects.models.project import Project
    from sprints.overview import SprintOfPage
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def sprints(request: MemberRequest, key: str) -> HttpResponse:
    """The project's sprints; a lead plans the next one."""
    if request.method == "POST":
        return new_sprint(request, key)
    project = get_object_or_404(SprintsOverview.visible_to(request.user), key=key)
    of = SprintsOverview(project, request.user)
    return render(request, "sprints/sprints.html", {"project": project, "of": of})


@form_page
@login_required
def new_sprint(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    return answer(
        request,
        PlanForm(sent(request), initial=next_window(project)),
        partial(Sprint.plan, project),
        to=reverse("sprints", args=[key]),
        told="The sprint is planned. Fill it from the backlog.",
        project=project,
        within="Sprints",
        heading="Plan a sprint",
        word="Plan sprint",
    )


def sprint_of(request: MemberRequest, key: str, number: int) -> SprintOfPage:
    sprints = SprintOverview.visible_to(request.user)
    return get_object_or_404(sprints, project__key=key, number=number)


@require_safe
@login_required
def sprint(request: MemberRequest, key: str, number: int) -> HttpResponse:
    sprint = sprint_of(request, key, number)
    return _page(request, sprint)


@require_POST
@login_required
def kickoffs(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Freeze the commitment; a refusal is told on the sprint's page, beside what to mend."""
    sprint = sprint_of(request, key, number)
    of = SprintOverview(sprint, request.user)
    form = KickoffForm(request.POST, of=of)
    asked = (
        of.can_begin_early
        and form.is_valid()
        and form.leaves_none
        and question(
            request,
            f"{sprint} is planned from {exactly(sprint.starts_on)} on. Kicked off now, it "
            f"runs from {exactly(sprint.project.team.today)}, and what it commits to can't be "
            "changed any more.",
            "Kick off early",
        )
    )
    if asked:
        return asked
    if form.performs(sprint.kick_off, by=request.user):
        messages.success(request, f"{sprint} is running. Its commitment is frozen.")
        return redirect("sprint", key, number)
    return _page(request, sprint, form)


@require_POST
@login_required
def owners(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Give stories of the sprint to people, from the list of those that nobody looks after."""
    sprint = sprint_of(request, key, number)
    form = OwnersForm(request.POST, of=SprintOverview(sprint, request.user))
    if form.performs(sprint.give_owners, by=request.user):
        given = len(form.cleaned_data["owners"])
        messages.success(request, f"{given} stor{'y has' if given == 1 else 'ies have'} an owner.")
        return redirect("sprint", key, number)
    return _page(request, sprint, form)


@form_page
@login_required
def closings(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """End the sprint and say where its unfinished stories go."""
    sprint = sprint_of(request, key, number)
    admit(request, sprint.project, Role.LEAD)
    planned = sprint.project.sprints.planned().order_by("number").first()
    form = CloseForm(sent(request), sprint=sprint, initial={"carry_into": planned})
    of = SprintOverview(sprint, request.user)
    words = {"sprint": sprint, "of": of}
    asked = (
        request.method == "POST"
        and of.ends_early
        and form.is_valid()
        and question(
            request,
            f"{sprint} runs until {exactly(sprint.ends_on)}. Closed now, it ends on "
            f"{exactly(sprint.project.team.today)}; it can't be opened again.",
            "Close early",
        )
    )
    if asked:
        return asked
    if request.method == "POST" and form.performs(sprint.close, by=request.user):
        messages.success(request, f"{sprint} is closed.")
        return redirect("sprint", key, number)
    words |= {"form": form, "project": sprint.project}
    return render(request, "sprints/close.html", words, status=form.status)


@form_page
@login_required
def plans(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """Change goal or dates."""
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    sprint = get_object_or_404(project.sprints, number=number)
    sprint.project = project
    now = {name: getattr(sprint, name) for name in PlanForm.base_fields}
    original = Original.row(sprint, project, now)
    return answer(
        request,
        PlanForm(sent(request), initial=now, original=original),
        sprint.replan,
        to=reverse("sprint", args=[key, number]),
        told="Saved.",
        project=project,
        within=str(sprint),
        heading=f"Replan {str(sprint).lower()}",
    )


def next_window(project: Project) -> dict[str, date]:
    """The first free days after the last sprint, in the team's usual length.

    One that was closed late took the days until then, so the next begins when it did end.
    """
    last = project.sprints.aggregate(ends_on=Max("ends_on"), closed_at=Max("closed_at"))
    if last["ends_on"] is None:
        first = project.team.today
    else:
        first = last["ends_on"] + timedelta(days=1)
        if last["closed_at"]:
            first = max(first, project.team.day_of(last["closed_at"]))
    return {"starts_on": first, "ends_on": first + timedelta(days=project.team.sprint_days - 1)}


def _page(
    request: MemberRequest, sprint: SprintOfPage, form: OwnersForm | None = None
) -> HttpResponse:
    of = SprintOverview(sprint, request.user, request.GET.get("by", ""))
    shown = form or OwnersForm(of=of)
    words = {"sprint": sprint, "project": sprint.project, "of": of, "form": shown}
    return render(request, "sprints/sprint.html", words, status=form.status if form else 200)
