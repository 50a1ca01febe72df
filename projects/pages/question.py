"""What is done with one question of the board, each by one form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from base.roles import Role
from projects.models import Question, QuestionNote
from projects.pages.found import admit, row_of
from projects.pages.questions import show_board
from projects.question_forms import AgainForm, AnswerForm, AsideForm, NoteForm, RewordForm
from web.confirmation import question as asked_first
from web.forms import answer, sent
from web.refusals import asks_by_script, came_from
from web.text_versions import Original, Overtaken
from web.under_seal import under_seal

if TYPE_CHECKING:
    from projects.models.answer import Answer
    from teams.models.user import User
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@under_seal
@require_POST
@login_required
def question_answers(request: MemberRequest, pk: int) -> HttpResponse:
    """Save what my side has written so far; a script does it while one types."""
    found = row_of(request, Question, pk)
    form = AnswerForm.on(found, request.user, request.POST)
    if not form.performs(found.answer, by=request.user):
        return _refused(request, found, form)
    if asks_by_script(request):
        return HttpResponse(status=204, headers={"X-Made-From": form.saved_version})
    return _to_board(found)


@under_seal
@require_POST
@login_required
def question_finals(request: MemberRequest, pk: int) -> HttpResponse:
    """Save it and call it final."""
    found = row_of(request, Question, pk)
    form = AnswerForm.on(found, request.user, request.POST)
    if form.performs(partial(finish, found), by=request.user):
        return _to_board(found)
    return _refused(request, found, form)


def finish(question: Question, *, belief: str, sure: str, change_mind: str, by: User) -> Answer:
    """What one button does: these words, and they are final."""
    question.answer(belief=belief, sure=sure, change_mind=change_mind, by=by)
    return question.make_final(by=by)


@under_seal
@require_POST
@login_required
def question_takebacks(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Question, pk)
    found.take_back(by=request.user)
    return _to_board(found)


@under_seal
@require_POST
@login_required
def question_reveals(request: MemberRequest, pk: int) -> HttpResponse:
    """Open what is final before both are; asks first, as nobody can close it again."""
    found = row_of(request, Question, pk)
    page = asked_first(
        request,
        f"“{found}”: what is final opens for the whole team. What a side is still writing "
        "stays sealed until that side says final, and is marked as written after.",
        "Open now",
    )
    if page:
        return page
    found.reveal(by=request.user)
    return _back(request, found)


@under_seal
@require_POST
@login_required
def question_stances(request: MemberRequest, pk: int) -> HttpResponse:
    """Say for one's side whether both see it the same way."""
    found = row_of(request, Question, pk)
    found.take_stance(request.POST.get("stance", ""), by=request.user)
    return _back(request, found)


@under_seal
@require_POST
@login_required
def question_shows(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Question, pk)
    found.show(by=request.user)
    messages.success(request, "The customer’s guests read it now, its answers and its notes.")
    return _to_board(found)


@under_seal
@require_POST
@login_required
def question_hides(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Question, pk)
    found.make_internal(by=request.user)
    messages.success(request, "It is the team’s own again.")
    return _to_board(found)


@under_seal
@require_POST
@login_required
def question_notes(request: MemberRequest, pk: int) -> HttpResponse:
    """Add a note to open answers; guests may where it was shown to them."""
    found = row_of(request, Question, pk)
    form = NoteForm(request.POST)
    if form.performs(partial(QuestionNote.add, found), by=request.user):
        return _to_board(found)
    return show_board(request, found.use_case_id, (found.pk, "note", form))


@under_seal
@form_page
@login_required
def question_rewordings(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Question, pk)
    admit(request, found.project, Role.MEMBER)
    now = {"text": found.text}
    form = RewordForm(sent(request), initial=now, original=Original.row(found, found.project, now))
    return answer(
        request,
        form,
        found.reword,
        to=_place(found),
        told="Saved.",
        project=found.project,
        within="Questions",
        heading="Reword the question",
        lede="As long as nobody has begun to answer it.",
    )


@under_seal
@form_page
@login_required
def question_asides(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Question, pk)
    admit(request, found.project, Role.MEMBER)
    return answer(
        request,
        AsideForm(sent(request)),
        found.set_aside,
        to=_place(found),
        told="Set aside. It can be asked again.",
        project=found.project,
        within="Questions",
        heading="Set the question aside",
        word="Set aside",
        lede=f"“{found}” What was answered under the seal stays sealed.",
    )


@under_seal
@form_page
@login_required
def question_rounds(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask it again: a new round, empty and blind."""
    found = row_of(request, Question, pk)
    admit(request, found.project, Role.MEMBER)
    return answer(
        request,
        AgainForm(sent(request)),
        found.ask_again,
        to=_place(found),
        told="Asked again.",
        project=found.project,
        within="Questions",
        heading="Ask it again",
        word="Ask again",
        lede=f"“{found}” A new round begins empty; open answers of earlier ones stay readable.",
    )


def _place(found: Question) -> str:
    return f"{reverse('questions', args=[found.use_case_id])}#question-{found.pk}"


def _to_board(found: Question) -> HttpResponse:
    return redirect(_place(found))


def _back(request: MemberRequest, found: Question) -> HttpResponse:
    """To the question, on the board or the big screen, wherever the form stood."""
    screen = reverse("questions_meeting", args=[found.use_case_id])
    if came_from(request) == screen:
        return redirect(f"{screen}#question-{found.pk}")
    return _to_board(found)


def _refused(request: MemberRequest, found: Question, form: AnswerForm) -> HttpResponse:
    """The words stay where they were typed, with the reason; a script gets the reason alone."""
    if asks_by_script(request) and not isinstance(form.refusal, Overtaken):
        return HttpResponse(" ".join(form.sentences), status=form.status, content_type="text/plain")
    return show_board(request, found.use_case_id, (found.pk, "answer", form))
