from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from stories.board import Board
from stories.forms import DescriptionForm
from stories.models import Story
from stories.story_detail import StoryDetail
from web.refusals import asks_by_script, came_from
from web.templatetags.markdown import markdown

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.forms import ProjectForm
    from stories.models.story import StoryOfPage
    from web.requests import MemberRequest


@require_GET
@login_required
def story(request: MemberRequest, key: str) -> HttpResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user).by_key(key).for_page())
    return show(request, story)


def show(
    request: MemberRequest,
    story: StoryOfPage,
    refused: ProjectForm | None = None,
    sentence: str = "",
    status: int = 200,
    preview: str | None = None,
) -> HttpResponse:
    """The page of a story; after a refusal with the sentence and with what was typed."""
    detail = StoryDetail(story, request.user, refused)
    context = {
        "detail": detail,
        "story": story,
        "project": story.project,
        "choices": detail.choices,
        "sentence": sentence,
        "preview": preview,
        "came_by": came_by(request, story.project),
    }
    return render(request, "stories/story.html", context, status=status)


def came_by(request: MemberRequest, project: Project) -> dict[str, str]:
    """The board or backlog the reader came from, with its filters; else the board."""
    board, backlog = (reverse(name, args=[project.key]) for name in ("board", "backlog"))
    came = came_from(request)
    if came.partition("?")[0] == backlog:
        return {"name": "Backlog", "address": came}
    return {"name": "Board", "address": came if came.partition("?")[0] == board else board}


@require_POST
@login_required
def preview(request: MemberRequest, key: str) -> HttpResponse:
    """How a description will look; nothing is changed."""
    story = get_object_or_404(Story.objects.visible_to(request.user).by_key(key).for_page())
    form = DescriptionForm(request.POST, project=story.project, row=story)
    if not form.is_valid():
        return HttpResponse(form.sentence, status=400, content_type="text/plain; charset=utf-8")
    if asks_by_script(request):
        return HttpResponse(markdown(form.cleaned_data["body"]))
    return show(request, story, refused=form, preview=form.cleaned_data["body"])


@require_GET
@login_required
def card(request: MemberRequest, key: str) -> HttpResponse:
    """One card as the board that asks shows it; nothing where it has no place there."""
    story = get_object_or_404(Story.objects.visible_to(request.user).by_key(key).for_page())
    board = Board(story.project, request.user, request.GET)
    card = board.card(story)
    if card:
        answer = HttpResponse(card.html)
    else:
        answer = HttpResponse(status=204)
    if board.story_filter.is_narrow:  # what the filters hide is counted too
        answer["X-Totals"] = json.dumps(board.totals)
    return answer
