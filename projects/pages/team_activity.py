from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from history.activity import sentences_of
from history.models import Event
from projects.overview import PAGE, Activity
from projects.pages.found import page_before
from teams.models import Team

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def team_activity(request: MemberRequest, slug: str) -> HttpResponse:
    """What happened in a team beside its projects, newest first, a page at a time."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    before = page_before(request)
    events = Event.objects.visible_to(request.user).beside_projects(team).for_timeline()
    if before:
        events = events.filter(pk__lt=before)
    rows = list(events[: PAGE + 1])
    words = {
        "team": team,
        "activity": Activity(sentences_of(rows[:PAGE]), len(rows) > PAGE),
        "before": before,
    }
    return render(request, "projects/team_activity.html", words)
