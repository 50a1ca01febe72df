"""What can be done with one note once it is open: moved, joined, reworded, made something of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from walls.forms import (
    ActionForm,
    HypothesisForm,
    QuestionForm,
    RewordForm,
    StoryForm,
    ThemeForm,
)
from walls.note_acts import NoteActs
from walls.pages.found import done, note_of
from web.confirmation import question as asked_first
from web.forms import answer, sent
from web.refusals import asks_by_script
from web.text_versions import Original
from web.under_seal import under_seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from walls.models import Note
    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@under_seal
@require_safe
@login_required
def wall_note(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    """All that can be done with it, each by a form."""
    return _show(request, note_of(request, pk, note))


def _show(request: MemberRequest, found: Note, refused: VerbForm | None = None) -> HttpResponse:
    acts = NoteActs(found, request.user, refused)
    words = {"wall": found.wall, "note": found, "acts": acts, "project": found.wall.project}
    template = "walls/_note_acts.html" if asks_by_script(request) else "walls/note.html"
    return render(request, template, words, status=refused.status if refused else 200)


def _made(
    request: MemberRequest, found: Note, form: VerbForm, verb: Callable[..., Any]
) -> HttpResponse:
    """Let it become what the form says; the page comes again where that is refused."""
    if form.performs(verb, by=request.user):
        return done(request, found.wall_id, f"#note-{found.pk}")
    if asks_by_script(request):
        sentence = " ".join(form.sentences)
        return HttpResponse(sentence, status=form.status, content_type="text/plain")
    return _show(request, found, form)


@under_seal
@require_POST
@login_required
def wall_note_questions(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    form = QuestionForm(request.POST, project=found.wall.project)
    return _made(request, found, form, found.become_question)


@under_seal
@require_POST
@login_required
def wall_note_hypotheses(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    form = HypothesisForm(request.POST, project=found.wall.project)
    return _made(request, found, form, found.become_hypothesis)


@under_seal
@require_POST
@login_required
def wall_note_themes(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    return _made(request, found, ThemeForm(request.POST), found.become_theme)


@under_seal
@require_POST
@login_required
def wall_note_stories(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    return _made(request, found, StoryForm(request.POST), found.become_story)


@under_seal
@require_POST
@login_required
def wall_note_actions(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    form = ActionForm(request.POST, team=found.wall.project.team)
    return _made(request, found, form, found.become_action)


@under_seal
@form_page
@login_required
def wall_note_rewordings(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    """Say it in other words, on a wall where notes are signed."""
    found = note_of(request, pk, note)
    now = {"words": found.words}
    original = Original(found.wall.project, partial(_words_now, found), now)
    return answer(
        request,
        RewordForm(sent(request), initial=now, original=original),
        found.reword,
        to=f"/walls/{pk}/#note-{note}",
        told="Saved.",
        project=found.wall.project,
        within=found.wall.title,
        heading="Reword a note",
    )


def _words_now(found: Note) -> dict[str, Any]:
    found.reread()
    return {"words": found.words}


@under_seal
@require_POST
@login_required
def wall_note_withdrawals(request: MemberRequest, pk: int, note: int) -> HttpResponse:
    found = note_of(request, pk, note)
    page = asked_first(request, "The note is taken off the wall.", "Take it off")
    if page:
        return page
    found.withdraw(by=request.user)
    return done(request, pk)
