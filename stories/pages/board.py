from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from base.refusals import Refused
from projects.models import Project
from stories.board import Board
from stories.forms import StoryForm
from stories.models import Story
from web.refusals import asks_by_script, came_from

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_GET
@login_required
def board(request: MemberRequest, key: str) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user).with_last_event(), key=key)
    return show(request, project)


def show(
    request: MemberRequest,
    project: Project,
    refused: StoryForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    board = Board(project, request.user, request.GET)
    context = {
        "board": board,
        "project": project,
        "choices": board.choices,
        "refused": refused,
        "sentence": sentence,
        "kinds": Story.Kind.choices,
        "may_change": board.may_change,
    }
    return render(request, "stories/board.html", context, status=status)


@require_POST
@login_required
def write_story(request: MemberRequest, key: str) -> HttpResponse:
    """Add a story; the address says what board it is added on, so its card can come back."""
    project = get_object_or_404(Project.objects.visible_to(request.user).with_last_event(), key=key)
    form = StoryForm(request.POST, project=project)
    if not form.is_valid():
        return not_written(request, project, form, form.sentence, 400)
    try:
        story = Story.write(project, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        return not_written(request, project, form, refusal.sentence, refusal.page_status)
    if asks_by_script(request):
        return new_card(request, project, story)
    return redirect(came_from(request))


def not_written(
    request: MemberRequest, project: Project, form: StoryForm, sentence: str, status: int
) -> HttpResponse:
    if asks_by_script(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return show(request, project, refused=form, sentence=sentence, status=status)


def new_card(request: MemberRequest, project: Project, story: Story) -> HttpResponse:
    card = Board(project, request.user, request.GET).card(story)
    if card is None:
        return HttpResponse(
            f"{story.key} is written, but doesn't fit what this page shows.",
            status=201,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse(card.html, status=201)
