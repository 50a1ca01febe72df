from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stories.search import Search

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_GET
@login_required
def search(request: MemberRequest) -> HttpResponse:
    """Find; the key of a story leads straight to it."""
    search = Search(request.GET.get("q", ""), request.user)
    story = search.story_called
    if story:
        return redirect("story", story.key)
    return render(request, "stories/search.html", {"search": search, "q": search.text})
