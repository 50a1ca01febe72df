from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from base.roles import Role
from history.activity import sentences_of
from history.models import Event, OldText
from history.old_texts import overwritten_by
from projects.forms import StrikingForm
from teams.models.membership import Actor
from web.confirmation import question

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def old_texts(request: MemberRequest, pk: int) -> HttpResponse:
    """What a line of history overwrote, for whoever may read the line."""
    return _shown(request, _event(request, pk), StrikingForm())


@require_POST
@login_required
def strike_out(request: MemberRequest, pk: int, field: str) -> HttpResponse:
    """Empty an old text for good; asks first, as nobody can bring it back."""
    event = _event(request, pk)
    old = get_object_or_404(OldText.objects.visible_to(request.user), event=event, field=field)
    old.event = event
    Actor.admitted(event.team, request.user, Role.LEAD)
    form = StrikingForm(request.POST)
    asked = form.is_valid() and question(
        request,
        "Nobody will be able to read these words any more, nor will you. That they were "
        "struck out, by whom, when and why stays in the history.",
        "Strike out",
    )
    if asked:
        return asked
    if form.performs(old.strike_out, by=request.user):
        messages.success(request, "Struck out.")
        return redirect("old_texts", pk)
    return _shown(request, event, form, field)


def _event(request: MemberRequest, pk: int) -> Event:
    events = Event.objects.visible_to(request.user)
    beside = ("actor", "team", "project__team", "story__project", "sprint")
    return get_object_or_404(events.select_related(*beside), pk=pk)


def _shown(
    request: MemberRequest, event: Event, form: StrikingForm, field: str | None = None
) -> HttpResponse:
    me = event.team.memberships.current().filter(user=request.user).first()
    words = {
        "event": event,
        "line": sentences_of([event])[0],
        "texts": overwritten_by(event),
        "form": form,
        "struck_field": field,
        "may_strike": me is not None and me.role == Role.LEAD,
        "back": _back(event),
    }
    return render(request, "projects/old_texts.html", words, status=form.status)


def _back(event: Event) -> str:
    """Where the line stands among others."""
    if event.story:
        return reverse("story", args=[event.story.key])
    if event.project:
        return reverse("activity", args=[event.project.key])
    return reverse("team_activity", args=[event.team.slug])
