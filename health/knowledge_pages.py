"""The knowledge map of a project, for its team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from health.forms import AwayForm
from health.handoffs.crew import Crew
from health.knowledge.reading import KnowledgeMap, seen_with_themes

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def knowledge(request: MemberRequest, key: str) -> HttpResponse:
    """On how many people each theme stands, and on how many while some are away."""
    project = get_object_or_404(seen_with_themes(request.user), key=key)
    crew = Crew(project, request.user)
    crew.must_work()
    form = AwayForm(request.GET, crew=crew)
    of = KnowledgeMap(crew, project, form.chosen())
    words = {"project": project, "of": of, "form": form}
    return render(request, "health/knowledge.html", words, status=400 if form.errors else 200)
