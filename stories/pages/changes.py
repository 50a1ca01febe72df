"""Each change of a story is a resource below it: POST /stories/TV-42/moves/ and its like."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from stories import forms
from stories.models import Comment, Story
from stories.pages.story import show
from web.confirmation import question
from web.refusals import asks_by_script, came_from
from web.text_versions import Overtaken

if TYPE_CHECKING:
    from projects.models.hypothesis import Hypothesis
    from projects.models.release import Release
    from projects.models.theme import Theme
    from sprints.models.sprint import Sprint
    from stories.models.column import Column
    from teams.models.user import User
    from web.requests import MemberRequest


def changes(form_class: type[forms.ProjectForm]) -> Callable[..., Any]:
    """Make a page of a function that calls one verb with what the form has checked."""

    def decorate(verb: Callable[..., Any]) -> Callable[..., Any]:
        @require_POST
        @login_required
        @wraps(verb)
        def page(request: MemberRequest, key: str, **of: int) -> HttpResponse:
            stories = Story.objects.visible_to(request.user).for_change()
            story = get_object_or_404(stories.by_key(key))
            row = said(story, request.user, **of) if of else story
            form = form_class(request.POST, project=story.project, row=row)
            form.of = of
            asked = form.asks and form.is_valid() and question(request, form.asks, form.word)
            if asked:
                return asked
            if form.performs(partial(verb, story, request.user, **of)):
                return done(request, story)
            if isinstance(form.refusal, Overtaken):
                return show_again(request, key, form, form.refusal.sentence)
            if form.refusal and (asks_by_script(request) or not form.keeps):
                raise form.refusal
            sentence = form.refusal.sentence if form.refusal else form.sentence
            return refused(request, key, form, sentence)

        return page

    return decorate


def refused(
    request: MemberRequest, key: str, form: forms.ProjectForm, sentence: str
) -> HttpResponse:
    """The sentence for a script; for a reader the story's page with all they typed."""
    if asks_by_script(request):
        plain = "text/plain; charset=utf-8"
        return HttpResponse(sentence, status=form.status, content_type=plain)
    return show_again(request, key, form, sentence)


def show_again(
    request: MemberRequest, key: str, form: forms.ProjectForm, sentence: str
) -> HttpResponse:
    """The page of the story as it now stands, with the form that was refused."""
    story = get_object_or_404(Story.objects.visible_to(request.user).by_key(key).for_page())
    return show(request, story, refused=form, sentence=sentence, status=form.status)


def done(request: MemberRequest, story: Story) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    here, back = reverse("story", args=[story.key]), came_from(request)
    return redirect(here if back.startswith(here) else back)  # a refused form stood below it


@changes(forms.MoveForm)
def move(
    story: Story, reader: User, column: Column, before: Story | None, after: Story | None
) -> None:
    story.move_to(column, above=after, below=before, by=reader)


@changes(forms.RankingForm)
def rank(story: Story, reader: User, before: Story, after: Story | None) -> None:
    story.rank_between(after, before, by=reader)


@changes(forms.HandOverForm)
def hand_over(story: Story, reader: User, owner: User | None) -> None:
    story.hand_to(owner, by=reader)


@changes(forms.PairingForm)
def pair(story: Story, reader: User, coworker: User, ends: bool) -> None:
    (story.part_from if ends else story.pair_with)(coworker, by=reader)


@changes(forms.PlanForm)
def plan(
    story: Story, reader: User, sprint: Sprint | None, before: Story | None, after: Story | None
) -> None:
    story.plan_into(sprint, above=after, below=before, by=reader)


@changes(forms.FilingForm)
def file_under(story: Story, reader: User, theme: Theme | None) -> None:
    story.file_under(theme, by=reader)


@changes(forms.TestForm)
def test(story: Story, reader: User, hypothesis: Hypothesis | None) -> None:
    story.test(hypothesis, by=reader)


@changes(forms.ShipmentForm)
def ship(story: Story, reader: User, release: Release | None) -> None:
    story.ship_with(release, by=reader)


@changes(forms.KindForm)
def classify(story: Story, reader: User, kind: str) -> None:
    story.classify(kind, by=reader)


@changes(forms.LabelForm)
def label(story: Story, reader: User, labels: list[str]) -> None:
    story.label(labels, by=reader)


@changes(forms.BlockerForm)
def block(story: Story, reader: User, reason: str, kind: str, lifted: bool) -> None:
    story.unblock(by=reader) if lifted else story.block(reason, kind=kind, by=reader)


@changes(forms.NeedForm)
def depend(story: Story, reader: User, needs: Story, ends: bool) -> None:
    (story.release_from if ends else story.depend_on)(needs, by=reader)


@changes(forms.EstimateForm)
def estimate(story: Story, reader: User, size: forms.Size) -> None:
    kind = "points" if size.unit == "points" else "time_box_days"
    story.estimate(by=reader, **{kind: size.number})


@changes(forms.TitleForm)
def rename(story: Story, reader: User, title: str) -> None:
    story.rename(title, by=reader)


@changes(forms.DescriptionForm)
def describe(story: Story, reader: User, body: str) -> None:
    story.describe(body, by=reader)


@changes(forms.CommentForm)
def comment(story: Story, reader: User, body: str, internal: bool) -> None:
    story.comment(body, internal=internal, by=reader)


@changes(forms.RewordingForm)
def reword(story: Story, reader: User, comment: int, body: str) -> None:
    said(story, reader, comment).reword(body, by=reader)


@changes(forms.WithdrawalForm)
def withdraw(story: Story, reader: User, comment: int) -> None:
    said(story, reader, comment).withdraw(by=reader)


def said(story: Story, reader: User, comment: int) -> Comment:
    """The comment by its number, as the reader may see it."""
    comments = Comment.objects.visible_to(reader).filter(story=story)
    return get_object_or_404(comments.select_related("story__project__team"), pk=comment)
