"""How notes are put together, named, joined by arrows and talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from base.roles import Role
from projects.pages.found import admit
from walls.forms import ArrowForm, DiscussForm, GroupMoveForm, MoveForm, NameForm
from walls.models import NoteArrow
from walls.pages.found import done, group_of, not_done, wall_of
from web.refusals import asks_by_script
from web.sent_twice import unrecorded
from web.under_seal import under_seal

if TYPE_CHECKING:
    from base.user import User
    from walls.models import Note, NoteGroup, Prompt
    from web.requests import MemberRequest


@under_seal
@unrecorded
@require_POST
@login_required
def wall_moves(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a note to others, or by itself into a column."""
    found = wall_of(request, pk)
    form = MoveForm(request.POST, wall=found)
    if form.performs(_move_note, by=request.user):
        return done(request, pk, f"#note-{form.cleaned_data['note'].pk}")
    return not_done(request, pk, form)


def _move_note(
    *, note: Note, group: NoteGroup | None, prompt: Prompt | None, position: int | None, by: User
) -> None:
    note.move(to_group=group, to_prompt=prompt, position=position, by=by)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_group_moves(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = GroupMoveForm(request.POST, wall=found)
    if form.performs(_move_group, by=request.user):
        return done(request, pk, f"#group-{form.cleaned_data['group'].pk}")
    return not_done(request, pk, form)


def _move_group(*, group: NoteGroup, prompt: Prompt, position: int | None, by: User) -> None:
    group.move(prompt=prompt, position=position, by=by)


@under_seal
@require_safe
@login_required
def wall_group(request: MemberRequest, pk: int, group: int) -> HttpResponse:
    """What can be done with a group: by forms here, or on the wall with a hand or keys."""
    found = group_of(request, pk, group)
    admit(request, found.wall.project, Role.MEMBER)
    words = {"wall": found.wall, "group": found, "project": found.wall.project}
    template = "walls/_group_acts.html" if asks_by_script(request) else "walls/group.html"
    return render(request, template, words | {"prompts": found.wall.prompts.all()})


@under_seal
@unrecorded
@require_POST
@login_required
def wall_names(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = NameForm(request.POST, wall=found)
    if form.performs(_name_group, by=request.user):
        return done(request, pk, f"#group-{form.cleaned_data['group'].pk}")
    return not_done(request, pk, form)


def _name_group(*, group: NoteGroup, name: str, by: User) -> None:
    group.name_it(name, by=by)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_arrows(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    form = ArrowForm(request.POST, wall=found)
    if form.performs(NoteArrow.draw, by=request.user):
        return done(request, pk, "#wall-sketch")
    return not_done(request, pk, form)


@under_seal
@unrecorded
@require_POST
@login_required
def wall_erasures(request: MemberRequest, pk: int) -> HttpResponse:
    found = wall_of(request, pk)
    asked = request.POST.get("arrow", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    arrow = NoteArrow.objects.visible_to(request.user).filter(wall=pk, pk=number).first()
    if arrow:  # else it is gone, as was wanted
        arrow.wall = found
        arrow.erase(by=request.user)
    return done(request, pk, "#wall-sketch")


@under_seal
@unrecorded
@require_POST
@login_required
def wall_discussions(request: MemberRequest, pk: int) -> HttpResponse:
    """Say which group is talked about now."""
    found = wall_of(request, pk)
    form = DiscussForm(request.POST, wall=found)
    if form.performs(found.discuss, by=request.user):
        return done(request, pk, "#wall-stage")
    return not_done(request, pk, form)
