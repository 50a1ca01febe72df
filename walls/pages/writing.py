"""What one does with one's own notes while a wall is written on, and with one's dots.

No address names a note: a line of the web server's log isn't to say who wrote which.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from walls.forms import HandleForm, SealedForm, VoteForm
from walls.pages.found import done, not_done, wall_of
from web.sent_twice import unrecorded
from web.under_seal import under_seal

if TYPE_CHECKING:
    from web.requests import MemberRequest


@under_seal
@unrecorded
@require_POST
@login_required
def wall_notes(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a note on the wall, under the seal."""
    found = wall_of(request, pk)
    form = SealedForm(request.POST, wall=found)
    if form.performs(found.write, by=request.user):
        return done(request, pk, f"#write-{form.cleaned_data['prompt'].pk}")
    return not_done(request, pk, form)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_rewordings(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = SealedForm(request.POST, wall=found)
    if form.performs(found.reword, by=request.user):
        return done(request, pk)
    return not_done(request, pk, form)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_withdrawals(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = HandleForm(request.POST)
    if form.performs(found.withdraw, by=request.user):
        return done(request, pk)
    return not_done(request, pk, form)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_votes(request: MemberRequest, pk: int) -> HttpResponse:
    """Say how many of one's dots a group gets."""
    found = wall_of(request, pk)
    form = VoteForm(request.POST, wall=found)
    if form.performs(partial(_vote, found), by=request.user):
        return done(request, pk)
    return not_done(request, pk, form)


def _vote(found: Any, *, vote: Any, by: Any) -> None:
    group, dots = vote
    found.vote(group, dots, by=by)
