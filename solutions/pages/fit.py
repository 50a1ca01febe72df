"""Whether a solution fits: the table both disciplines fill in, and who signs it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.roles import Role
from projects.pages.found import admit, row_of
from solutions.fit_detail import FitDetail
from solutions.fit_difference import changed_since
from solutions.fit_forms import (
    AskItemForm,
    FitStoryForm,
    JudgeForm,
    NumberedForm,
    PickForm,
    ReadForm,
    RoundForm,
    RunCostForm,
)
from solutions.models import FitReview, FitSignature, Solution
from solutions.models.fit_checklist import Asks
from solutions.refusals import FitOfSides, NotAskedForShelf
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def solution_fit(request: MemberRequest, pk: int) -> HttpResponse:
    """The newest round, or the one that is named."""
    number = request.GET.get("round", "")
    if number and not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise Http404
    return _shown(request, FitDetail.found(pk, request.user, int(number) if number else None))


@form_page
@login_required
def solution_fit_rounds(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin the first round, or the next one with what has changed since."""
    found = row_of(request, Solution, pk)
    admit(request, found.project, Role.MEMBER)
    last = FitReview.objects.current().filter(solution=found).first()
    items = list(last.items.order_by("position")) if last else []
    start = {"after": last.number if last else 0}
    return answer(
        request,
        RoundForm(sent(request), items=items, initial=start),
        partial(FitReview.begin, found),
        to=reverse("solution_fit", args=[pk]),
        told="It is begun. Each discipline says of every item whether it fits.",
        project=found.project,
        within=found.name,
        heading="Ask again whether it fits" if last else "Ask whether it fits",
        word="Begin the round",
        lede="Signatures stand under the round that they were given for; this one is signed anew.",
    )


@require_POST
@login_required
def solution_fit_verdicts(request: MemberRequest, pk: int) -> HttpResponse:
    """Give my discipline's verdicts and notes: of one item, or of as many as were sent."""
    of = _found(request, pk)
    if not of.side:
        raise FitOfSides("Whoever works there in science or engineering says whether it fits.")
    review = _review(of)
    form = JudgeForm(review, of.side, of.items, request.POST)
    return _done(request, of, form, form.judge, "Saved.")


@require_POST
@login_required
def solution_fit_agreements(request: MemberRequest, pk: int) -> HttpResponse:
    """My discipline went through it together with the other: what is open fits."""
    of = _found(request, pk)
    signed: list[bool] = []

    def go_through(**given: Any) -> None:
        signed.append(_review(of).go_through(**given))

    form = ReadForm(request.POST)
    if not form.performs(go_through, by=request.user):
        return _refused(request, of, form)
    if signed[0]:
        messages.success(request, "All of it is settled, and signed for your discipline.")
    else:
        messages.success(request, "Set to “fits”. It is signed once both say the same of all.")
    return redirect("solution_fit", pk)


@require_POST
@login_required
def solution_fit_signatures(request: MemberRequest, pk: int) -> HttpResponse:
    """Give my word, for my discipline, on exactly the fit I read."""
    of = _found(request, pk)
    told = "Signed. Your word stands under this fit until somebody changes what it says."
    return _done(request, of, ReadForm(request.POST), _review(of).sign, told)


@require_POST
@login_required
def solution_fit_stories(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a story of an item that needs change."""
    of = _found(request, pk)
    if of.side:  # the button stands in the form of the table, whose words aren't to be lost
        typed = JudgeForm(_review(of), of.side, of.items, request.POST)
        if not typed.performs(typed.judge, by=request.user):
            return _refused(request, of, typed)
    told = "It is a story now; when that is done, the item asks again."
    return _done(request, of, FitStoryForm(request.POST), _review(of).write_story, told)


@form_page
@login_required
def solution_fit_items(request: MemberRequest, pk: int) -> HttpResponse:
    of = _found(request, pk, Role.MEMBER)
    words = {"heading": "Ask one more item", "word": "Ask it"}
    form = AskItemForm(sent(request))
    return _answer(request, of, form, _review(of).ask, "It is asked.", **words)


@form_page
@login_required
def solution_fit_run_cost(request: MemberRequest, pk: int) -> HttpResponse:
    of = _found(request, pk, Role.MEMBER)
    review = _review(of)
    held = partial(RunCostForm.held, review)
    form = RunCostForm(sent(request), initial=held(), original=Original(of.project, held, held()))
    lede = "What it will cost to run, as a range in which you would expect it nine times of ten."
    words = {"heading": "Run cost a month", "lede": lede}
    return _answer(request, of, form, review.estimate_run_cost, "Saved.", **words)


@form_page
@login_required
def solution_fit_shelf(request: MemberRequest, pk: int) -> HttpResponse:
    """Pick what it uses again, for the item that asks for that."""
    of = _found(request, pk, Role.MEMBER)
    review = _review(of)
    asked = [item for item in of.items if item.asks == Asks.SHELF]
    if not asked:
        raise NotAskedForShelf("No item of this round asks what exists already.")
    [item] = asked
    form = PickForm(
        sent(request),
        team=of.project.team_id,
        item=item,
        initial={"shelf": vars(item)["shelf_ids"]},
    )
    words = {"heading": "What exists already and is used again"}
    return _answer(request, of, form, partial(review.pick, item.pk), "Saved.", **words)


@require_POST
@login_required
def solution_fit_shows(request: MemberRequest, pk: int) -> HttpResponse:
    """Let the customer's guests read a round with its notes."""
    of, review, form = _numbered(request, pk)
    told = "The customer’s guests see this round with its notes now."
    return _done(request, of, form, _without_round(review.show), told)


@require_POST
@login_required
def solution_fit_hides(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a round in the team again."""
    of, review, form = _numbered(request, pk)
    told = "It is the team’s own again; what was read can’t be unread."
    return _done(request, of, form, _without_round(review.make_internal), told)


@require_safe
@login_required
def solution_fit_changes(request: MemberRequest, pk: int, signature: int) -> HttpResponse:
    """What changed since somebody signed, word by word."""
    rows = FitSignature.objects.visible_to(request.user).of_solution(pk)
    beside = ("user", "review__project", "review__solution")
    found = get_object_or_404(rows.select_related(*beside), pk=signature)
    words = {
        "signature": found,
        "solution": found.review.solution,
        "project": found.review.project,
        "changes": changed_since(found),
    }
    return render(request, "solutions/fit_changes.html", words)


def _found(request: MemberRequest, pk: int, role: Role | None = None) -> FitDetail:
    of = FitDetail.found(pk, request.user)
    if role:
        admit(request, of.project, role)
    return of


def _numbered(request: MemberRequest, pk: int) -> tuple[FitDetail, FitReview, NumberedForm]:
    form = NumberedForm(request.POST)
    number = form.cleaned_data.get("round") if form.is_valid() else None
    of = FitDetail.found(pk, request.user, number)
    return of, _review(of), form


def _without_round(verb: Callable[..., Any]) -> Callable[..., Any]:
    return lambda round, by: verb(by=by)


def _review(of: FitDetail) -> FitReview:
    if of.review is None:
        raise Http404
    return of.review


def _answer(
    request: MemberRequest,
    of: FitDetail,
    form: VerbForm,
    verb: Callable[..., Any],
    told: str,
    **words: str,
) -> HttpResponse:
    to = reverse("solution_fit", args=[of.solution.pk])
    more = {"project": of.project, "within": of.solution.name, **words}
    return answer(request, form, verb, to=to, told=told, **more)


def _done(
    request: MemberRequest, of: FitDetail, form: VerbForm, verb: Callable[..., Any], told: str
) -> HttpResponse:
    """Do it, or say on the fit's page why it wasn't."""
    if not form.performs(verb, by=request.user):
        return _refused(request, of, form)
    messages.success(request, told)
    return redirect("solution_fit", of.solution.pk)


def _refused(request: MemberRequest, of: FitDetail, form: VerbForm) -> HttpResponse:
    now = FitDetail.found(of.solution.pk, request.user, of.review.number if of.review else None)
    now.refused = form
    return _shown(request, now, form.status)


def _shown(request: MemberRequest, of: FitDetail, status: int = 200) -> HttpResponse:
    words = {"of": of, "solution": of.solution, "project": of.project, "review": of.review}
    return render(request, "solutions/fit.html", words, status=status)
