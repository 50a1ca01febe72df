"""The page of a wall, and what takes it a step further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from walls.forms import TimerForm
from walls.pages.found import done, not_done, show_wall, wall_of
from web.confirmation import question as asked_first
from web.sent_twice import unrecorded
from web.under_seal import under_seal

if TYPE_CHECKING:
    from walls.models import Wall
    from web.requests import MemberRequest


@under_seal
@require_safe
@login_required
def wall(request: MemberRequest, pk: int) -> HttpResponse:
    """Columns of notes; while they are written, everybody's own ones alone."""
    return show_wall(request, pk)


@under_seal
@require_POST
@login_required
def wall_reveals(request: MemberRequest, pk: int) -> HttpResponse:
    """Open all notes; asks first, as nobody can seal them again."""
    found = wall_of(request, pk)
    page = asked_first(request, _before_reveal(found), "Reveal the notes")
    if page:
        return page
    found.reveal(by=request.user)
    return done(request, pk)


def _before_reveal(found: Wall) -> str:
    sentence = "Everybody reads all notes then, and none is added any more."
    if found.is_anonymous:
        sentence += " Nobody will be able to say who wrote which."
    lost = found.unreadable_notes() if found.is_writing else 0
    if lost:
        sentence += (
            f" {lost} of them can’t be read: sealed on another installation, they will be lost."
        )
    return sentence


@under_seal
@require_POST
@login_required
def wall_vote_openings(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    found.open_votes(by=request.user)
    return done(request, pk)


@under_seal
@require_POST
@login_required
def wall_vote_closings(request: MemberRequest, pk: int) -> HttpResponse:
    """Count the votes; asks first, as those of late comers are missing then."""
    found = wall_of(request, pk)
    page = asked_first(
        request,
        "The dots are counted and thrown away; groups are discussed in their order.",
        "Close the vote",
    )
    if page:
        return page
    found.close_votes(by=request.user)
    return done(request, pk)


@under_seal
@require_POST
@login_required
def wall_closings(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    found.close(by=request.user)
    return done(request, pk)


@under_seal
@require_POST
@login_required
def wall_step_backs(request: MemberRequest, pk: int) -> HttpResponse:
    """One step back, by a lead; asks first where dots get lost."""
    found = wall_of(request, pk)
    if found.state != found.State.CLOSED:
        page = asked_first(
            request, "The dots that were given are lost; a vote begins anew.", "One step back"
        )
        if page:
            return page
    found.step_back(by=request.user)
    return done(request, pk)


@under_seal
@require_POST
@login_required
def wall_shows(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    found.show(by=request.user)
    messages.success(request, "The customer’s guests read it now.")
    return done(request, pk)


@under_seal
@require_POST
@login_required
def wall_hides(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    found.make_internal(by=request.user)
    messages.success(request, "It is the team’s own again.")
    return done(request, pk)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_timers(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = TimerForm(request.POST)
    if form.performs(found.start_timer, by=request.user):
        return done(request, pk)
    return not_done(request, pk, form)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_timer_stops(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    found.stop_timer(by=request.user)
    return done(request, pk)
