"""The question board of a use case: begun, looked at, and opened on the big screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.roles import Role
from projects.models import Question, UseCase
from projects.pages.found import admit, row_of
from projects.question_board import QuestionBoard, boards_visible_to
from projects.question_forms import AskForm, BeginForm
from projects.question_renderer import QuestionRenderer
from teams.models.membership import Actor
from web.confirmation import question as asked_first
from web.forms import answer, sent
from web.refusals import came_from
from web.under_seal import under_seal

if TYPE_CHECKING:
    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@under_seal
@require_safe
@login_required
def questions(request: MemberRequest, pk: int) -> HttpResponse:
    """Both sides' places of each question; what is sealed, for its own side alone."""
    return show_board(request, pk)


@under_seal
@require_safe
@login_required
def questions_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """The same for one big screen: nothing that isn't open to everybody in the room."""
    board = _board(request, pk, is_on_screen=True)
    Actor.admitted(board.use_case.project.team, request.user, Role.MEMBER)
    return render(request, "projects/meeting.html", _words(board))


@under_seal
@require_POST
@login_required
def questions_begin(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask those of the team's set that matter here, and set the rest aside."""
    found = row_of(request, UseCase, pk)
    form = BeginForm(request.POST, team=found.project.team)
    if form.performs(partial(Question.begin, found), by=request.user):
        return redirect("questions", pk)
    messages.error(request, " ".join(form.sentences))
    return redirect("questions", pk)


@under_seal
@form_page
@login_required
def questions_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask one more."""
    found = row_of(request, UseCase, pk)
    admit(request, found.project, Role.MEMBER)
    return answer(
        request,
        AskForm(sent(request)),
        partial(Question.ask, found),
        to=reverse("questions", args=[pk]),
        told="Asked. Both sides answer it.",
        project=found.project,
        heading="Ask one more question",
        word="Ask it",
        within="Questions",
        lede=f"Of “{found}”. Each side answers without seeing the other’s words.",
    )


@under_seal
@require_POST
@login_required
def questions_reveals(request: MemberRequest, pk: int) -> HttpResponse:
    """Open all that are ready; asks first, as nobody can close them again."""
    found = row_of(request, UseCase, pk)
    page = asked_first(
        request,
        "Every answer that is final opens for the whole team. What a side is still writing "
        "stays sealed until that side says final.",
        "Open all that are ready",
    )
    if page:
        return page
    number = Question.reveal_ready(found, by=request.user)
    messages.success(request, f"Opened {number}.")
    screen = reverse("questions_meeting", args=[pk])
    return redirect(screen if came_from(request) == screen else reverse("questions", args=[pk]))


def show_board(
    request: MemberRequest, pk: int, refused: tuple[int, str, VerbForm] | None = None
) -> HttpResponse:
    """The board of a use case; with a form of it that was refused, at its place."""
    board = _board(request, pk)
    board.refused = refused
    status = refused[2].status if refused else 200
    words = _words(board) | {"renderer": QuestionRenderer(board, request)}
    return render(request, "projects/questions.html", words, status=status)


def _board(request: MemberRequest, pk: int, *, is_on_screen: bool = False) -> QuestionBoard:
    found = get_object_or_404(boards_visible_to(request.user), pk=pk)
    return QuestionBoard(found, request.user, is_on_screen=is_on_screen)


def _words(board: QuestionBoard) -> dict[str, Any]:
    use_case = board.use_case
    words = {"board": board, "use_case": use_case, "project": use_case.project}
    if board.may_ask and not board.rows:
        words["begin"] = BeginForm(team=use_case.project.team)
    return words
