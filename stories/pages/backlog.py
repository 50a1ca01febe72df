from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from base.refusals import Refused
from projects.models import Project
from stories.backlog import Backlog, with_pace
from stories.bulk import Bulk
from stories.forms import BulkForm, StoryForm
from stories.models import Story
from web.confirmation import question
from web.refusals import asks_by_script, came_from
from web.sent_twice import name_of

if TYPE_CHECKING:
    from stories.backlog import Paced
    from web.requests import MemberRequest


@require_GET
@login_required
def backlog(request: MemberRequest, key: str) -> HttpResponse:
    return show(request, project_of(request, key))


def project_of(request: MemberRequest, key: str) -> Paced:
    projects = with_pace(Project.objects.visible_to(request.user).with_last_event())
    return get_object_or_404(projects, key=key)


def show(
    request: MemberRequest,
    project: Paced,
    refused: BulkForm | StoryForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    backlog = Backlog(project, request.user, request.GET)
    context = {
        "backlog": backlog,
        "project": project,
        "choices": backlog.choices,
        "story_filter": backlog.story_filter,
        "may_change": backlog.may_change,
        "refused": refused,
        "chosen": refused.chosen if refused else (),
        "sentence": sentence,
        "kinds": Story.Kind.choices,
        "once": name_of(request),
    }
    return render(request, "stories/backlog.html", context, status=status)


@require_POST
@login_required
def write_in_backlog(request: MemberRequest, key: str) -> HttpResponse:
    """Add a story at the end of the backlog, or into a sprint."""
    project = project_of(request, key)
    form = StoryForm(request.POST, project=project)
    if not form.is_valid():
        return refuse(request, project, form, form.sentence, 400)
    try:
        story = Story.write(project, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return refuse(request, project, form, refusal.sentence, refusal.page_status)
    if asks_by_script(request):
        written = f"{story.key} is written."
        return HttpResponse(written, status=201, content_type="text/plain; charset=utf-8")
    messages.success(request, f"{story.key} is written.")
    return redirect(came_from(request))


@require_POST
@login_required
def change_many(request: MemberRequest, key: str) -> HttpResponse:
    """Plan, hand over, file, label or drop all that are selected."""
    project = project_of(request, key)
    form = BulkForm(request.POST, project=project)
    if not form.is_valid():
        return refuse(request, project, form, form.sentence, 400)
    number = len(form.cleaned_data["stories"])
    asked = form.verb == "drop" and question(
        request,
        f"{number} stor{'y leaves' if number == 1 else 'ies leave'} the backlog and "
        "can't be put back. The history keeps what was said.",
        "Drop",
    )
    if asked:
        return asked
    bulk = Bulk(project, form.cleaned_data["stories"])
    changed = getattr(bulk, form.verb)(*form.arguments, by=request.user)
    messages.success(request, f"{changed} stor{'y' if changed == 1 else 'ies'} changed.")
    return redirect(came_from(request))


def refuse(
    request: MemberRequest, project: Paced, form: BulkForm | StoryForm, sentence: str, status: int
) -> HttpResponse:
    """The sentence for a script; for a reader the page with what they chose and typed."""
    if asks_by_script(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return show(request, project, refused=form, sentence=sentence, status=status)
