"""Hypotheses: what is predicted, what is being tested, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.roles import Role
from projects.alike import worded_alike
from projects.forms import LookForm
from projects.hypothesis_detail import HypothesisDetail
from projects.ledger import Ledger, LedgerQuery
from projects.models import Hypothesis
from projects.pages.found import admit, project_of, row_of
from projects.path import purpose_of
from teams.models.membership import Actor
from web.forms import VerbForm, answer, offer, sent, text
from web.refusals import asks_by_script
from web.sent_twice import unrecorded
from web.text_versions import Original

if TYPE_CHECKING:
    from projects.models.project import Project
    from projects.models.theme import Theme
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


class WordsForm(VerbForm):
    """What is predicted, from when on it holds, and what ends the test."""

    prediction = text(max_length=2000, help_text="What will be seen if it holds?")
    threshold = forms.CharField(
        label="Holds from",
        max_length=240,
        required=False,
        help_text="From which value on does it hold?",
    )
    kill_rule = forms.CharField(
        label="Ends early if",
        max_length=240,
        required=False,
        help_text="What ends the test before its time?",
    )
    time_box_days = forms.IntegerField(
        label="Time box in days", min_value=1, max_value=365, initial=14
    )


class DraftForm(WordsForm):
    overwrites_nothing = "adds a hypothesis"

    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(queryset=None, empty_label=None)
    field_order = ["theme"]

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "theme", project.themes.all())


class DecisionForm(VerbForm):
    verdict = forms.ChoiceField(
        choices=[("", "What was found?"), *Hypothesis.Verdict.choices]  # none by default
    )
    decision = text(max_length=2000, help_text="What do we do, now that we know?")
    evidence = forms.CharField(max_length=500, required=False, help_text="A link or a sentence.")
    by_kill_rule = forms.BooleanField(label="What ends it early had come about", required=False)


@require_safe
@login_required
def hypotheses(request: MemberRequest, key: str) -> HttpResponse:
    """The project's ledger: those that wait for a decision first."""
    project = project_of(request, key)
    words = {
        "project": project,
        "works": Actor.of(project.team, request.user).works,
        "ledger": Ledger(project.hypotheses.all(), LedgerQuery(request.GET)),
        "has_themes": project.themes.exists(),
        "purpose": purpose_of("hypotheses"),
    }
    return render(request, "projects/hypotheses.html", words)


@require_safe
@login_required
def ledger(request: MemberRequest) -> HttpResponse:
    """The same over all projects that the reader sees."""
    rows = Hypothesis.objects.visible_to(request.user)
    words = {"ledger": Ledger(rows, LedgerQuery(request.GET))}
    return render(request, "projects/ledger.html", words)


@form_page
@login_required
def new(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    form = DraftForm(sent(request), project=project)
    if request.method == "POST" and form.performs(draft, by=request.user):
        messages.success(request, "The hypothesis is drafted.")
        return redirect("hypothesis", form.done.pk)
    words = {"project": project, "form": form}
    return render(request, "projects/new_hypothesis.html", words, status=form.status)


@unrecorded
@require_POST
@login_required
def alike(request: MemberRequest, key: str) -> HttpResponse:
    """What is worded like what is being typed; sent as a form, so that no address holds it."""
    project = project_of(request, key)
    Actor.admitted(project.team, request.user, Role.MEMBER)
    words = {
        "project": project,
        "looked": True,
        "alike": worded_alike(request.POST.get("prediction", ""), request.user),
    }
    if asks_by_script(request):
        return render(request, "projects/_alike.html", words)
    typed = {name: request.POST.get(name, "") for name in DraftForm.base_fields}
    form = DraftForm(project=project, initial=typed)
    return render(request, "projects/new_hypothesis.html", words | {"form": form})


def draft(theme: Theme, **words: Any) -> Hypothesis:
    return Hypothesis.draft(theme, **words)


@require_safe
@login_required
def hypothesis(request: MemberRequest, pk: int) -> HttpResponse:
    return show_hypothesis(request, pk)


@form_page
@login_required
def rewordings(request: MemberRequest, pk: int) -> HttpResponse:
    found = row_of(request, Hypothesis, pk)
    admit(request, found.project, Role.MEMBER)
    now = {name: getattr(found, name) for name in WordsForm.base_fields}
    original = Original.row(found, found.project, now)
    form = WordsForm(request.POST or None, initial=now, original=original)
    return answer(
        request,
        form,
        found.reword,
        to=reverse("hypothesis", args=[pk]),
        told="Saved.",
        project=found.project,
        within="Hypothesis",
        heading="Reword the hypothesis",
    )


@require_POST
@login_required
def starts(request: MemberRequest, pk: int) -> HttpResponse:
    """Begin the test; a refusal is told on the hypothesis' page."""
    found = row_of(request, Hypothesis, pk)
    form = VerbForm({})
    if form.performs(found.start, by=request.user):
        messages.success(request, "The test runs; its words are locked.")
        return redirect("hypothesis", pk)
    return show_hypothesis(request, pk, refused=form, status=form.status)


@require_POST
@login_required
def decisions(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the verdict."""
    found = row_of(request, Hypothesis, pk)
    form = decision_on(found, request.POST)
    if form.performs(found.decide, by=request.user):
        messages.success(request, "Decided. That is a result.")
        return redirect("hypothesis", pk)
    return show_hypothesis(request, pk, form=form, status=form.status)


@require_POST
@login_required
def looks(request: MemberRequest, pk: int) -> HttpResponse:
    """My discipline has looked at it, as its words were shown to me."""
    found = row_of(request, Hypothesis, pk)
    form = LookForm(request.POST)
    if form.performs(found.see, by=request.user):
        messages.success(request, "Seen.")
        return redirect("hypothesis", pk)
    return show_hypothesis(request, pk, refused=form, status=form.status)


@require_POST
@login_required
def repetitions(request: MemberRequest, pk: int) -> HttpResponse:
    """Draft another that tests it again."""
    found = row_of(request, Hypothesis, pk)
    form = VerbForm({})
    if form.performs(found.test_again, by=request.user):
        messages.success(request, "It is drafted with the same words; say what is different.")
        return redirect("hypothesis", form.done.pk)
    return show_hypothesis(request, pk, refused=form, status=form.status)


def decision_on(found: Hypothesis, data: QueryDict | None = None) -> DecisionForm:
    now = {name: getattr(found, name) for name in DecisionForm.base_fields}
    original = Original.row(found, found.project, now)
    return DecisionForm(data, initial=now, original=original)


def show_hypothesis(
    request: MemberRequest, pk: int, *, status: int = 200, **forms: VerbForm
) -> HttpResponse:
    """Its page, with what was typed and why it won't, where that was refused."""
    of = HypothesisDetail.found(pk, request.user)
    words = {
        "project": of.project,
        "hypothesis": of.hypothesis,
        "of": of,
        "form": decision_on(of.hypothesis),
        **forms,
    }
    return render(request, "projects/hypothesis.html", words, status=status)
