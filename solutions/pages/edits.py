"""Forms that change a solution, each on a page of its own and answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from base.roles import Role
from solutions.forms import (
    KeepersForm,
    LearnedForm,
    NameForm,
    ServedForm,
    ServingStoryForm,
    SolutionLinkForm,
    WordsForm,
)
from solutions.models import Solution
from solutions.models.kept import KEEPERS
from solutions.pages.acts import found_to_change
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.forms import VerbForm
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
LOOKS_AGAIN = "When these words change, both disciplines are asked to look at it again."


@form_page
@login_required
def solution_name(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Solution, pk)
    form = _over(NameForm, request, found)
    return _answer(request, found, form, found.rename, "Saved.", heading="Rename it")


@form_page
@login_required
def solution_words(request: MemberRequest, pk: int) -> HttpResponse:
    """Kind, what it does, what it is for and what it isn't for."""
    found = found_to_change(request, Solution, pk)
    form = _over(WordsForm, request, found)
    words = {"heading": "What it is", "lede": LOOKS_AGAIN}
    return _answer(request, found, form, found.describe, "Saved.", **words)


@form_page
@login_required
def solution_served(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Solution, pk)
    now = {"use_cases": found.use_cases.all(), "hypotheses": found.hypotheses.all()}
    form = ServedForm(sent(request), solution=found, initial=now)
    words = {"heading": "What it serves", "lede": LOOKS_AGAIN}
    return _answer(request, found, form, found.serve, "Saved.", **words)


@form_page
@login_required
def solution_keepers(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Solution, pk)
    now = {name: getattr(found, f"{name}_id") for name in KEEPERS}
    form = KeepersForm(sent(request), solution=found, initial=now)
    lede = "One of each discipline, from the first day: they have skin in the game."
    words = {"heading": "Who looks after it", "lede": lede}
    return _answer(request, found, form, found.name_keepers, "Saved.", **words)


@form_page
@login_required
def solution_links(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Solution, pk)
    words = {"heading": "New link", "word": "Link it"}
    form = SolutionLinkForm(sent(request))
    return _answer(request, found, form, found.link, "Linked.", **words)


@form_page
@login_required
def solution_stories(request: MemberRequest, pk: int) -> HttpResponse:
    found = found_to_change(request, Solution, pk)
    words = {"heading": "A story serves it", "word": "Link it"}
    form = ServingStoryForm(sent(request), project=found.project)
    return _answer(request, found, form, found.link_story, "Linked.", **words)


@form_page
@login_required
def solution_drops(request: MemberRequest, pk: int) -> HttpResponse:
    """Give it up; asked for with what was learned."""
    found = found_to_change(request, Solution, pk, Role.LEAD)
    lede = "The team gives it up. It stays readable with what was learned, and a lead takes it up"
    words = {"heading": "Drop it", "word": "Drop it", "lede": f"{lede} again."}
    return _answer(request, found, LearnedForm(sent(request)), found.drop, "Dropped.", **words)


@form_page
@login_required
def solution_retirements(request: MemberRequest, pk: int) -> HttpResponse:
    """Nobody uses it any more; asked for with what was learned."""
    found = found_to_change(request, Solution, pk, Role.LEAD)
    lede = "It has done its work and nobody uses it any more. A lead can take it up again."
    words = {"heading": "Retire it", "word": "Retire it", "lede": lede}
    return _answer(request, found, LearnedForm(sent(request)), found.retire, "Retired.", **words)


def _over(form: type[VerbForm], request: MemberRequest, found: Solution) -> VerbForm:
    """A form over words that stand there."""
    now = {name: getattr(found, name) for name in form.base_fields}
    original = Original.row(found, found.project, now)
    return form(sent(request), initial=now, original=original)


def _answer(
    request: MemberRequest,
    found: Solution,
    form: VerbForm,
    verb: Callable[..., Any],
    told: str,
    **words: str,
) -> HttpResponse:
    return answer(
        request,
        form,
        verb,
        to=found.address,
        told=told,
        project=found.project,
        within=found.name,
        **words,
    )
