"""The wall a page is about, what hangs on it, and where its forms lead back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from projects.pages.found import row_of
from walls.models import Note, NoteGroup, Wall
from walls.wall_board import WallBoard, walls_visible_to
from walls.wall_renderer import WallRenderer
from web.refusals import asks_by_script

if TYPE_CHECKING:
    from web.forms import VerbForm
    from web.requests import MemberRequest


def wall_of(request: MemberRequest, pk: int) -> Wall:
    return row_of(request, Wall, pk)


def note_of(request: MemberRequest, pk: int, note: int) -> Note:
    """A note of a wall that the reader sees."""
    wall = wall_of(request, pk)
    rows = Note.objects.visible_to(request.user).select_related("group", "author")
    found: Note = get_object_or_404(rows, wall=pk, pk=note)
    found.wall = wall
    return found


def group_of(request: MemberRequest, pk: int, group: int) -> NoteGroup:
    wall = wall_of(request, pk)
    rows = NoteGroup.objects.visible_to(request.user)
    found: NoteGroup = get_object_or_404(rows, wall=pk, pk=group)
    found.wall = wall
    return found


def show_wall(
    request: MemberRequest, pk: int, *, unsent: str = "", status: int = 200
) -> HttpResponse:
    """The wall, whole or, for a script that draws it anew, the part that changes."""
    wall = get_object_or_404(walls_visible_to(request.user), pk=pk)
    board = WallBoard(wall, request.user)
    board.unsent = unsent
    words = {
        "wall": wall,
        "board": board,
        "renderer": WallRenderer(board),
        "project": wall.project,
        "now": timezone.now(),
    }
    template = "walls/wall/_wall.html" if asks_by_script(request) else "walls/wall.html"
    return render(request, template, words, status=status)


def done(request: MemberRequest, pk: int, place: str = "") -> HttpResponse:
    """A script draws the wall anew by itself; a form leads back to it."""
    if asks_by_script(request):
        return HttpResponse(status=204)
    return redirect(f"/walls/{pk}/{place}")


def not_done(request: MemberRequest, pk: int, form: VerbForm) -> HttpResponse:
    """Why it wasn't; what was typed into a form without a script stands on the page."""
    sentence = " ".join(form.sentences)
    if asks_by_script(request):
        return HttpResponse(sentence, status=form.status, content_type="text/plain")
    return show_wall(request, pk, unsent=form.data.get("words", ""), status=form.status)
