"""Each change of a story is a resource below it: POST /stories/TV-42/moves/ and its like."""

from functools import partial, wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from stories import forms
from stories.models import Comment, Story
from stories.pages.story import show
from web.asking import question
from web.refusals import asks_by_script, came_from
from web.versions import Overtaken


def changes(form_class):
    """Make a page of a function that calls one verb with what the form has checked."""

    def decorate(verb):
        @require_POST
        @login_required
        @wraps(verb)
        def page(request, key, **of):
            story = get_object_or_404(Story.objects.visible_to(request.user).for_page().by_key(key))
            row = said(story, request.user, **of) if of else story
            form = form_class(request.POST, project=story.project, row=row)
            form.of = of
            asked = form.asks and form.is_valid() and question(request, form.asks, form.word)
            if asked:
                return asked
            if form.performs(partial(verb, story, request.user, **of)):
                return done(request, story)
            if isinstance(form.refusal, Overtaken):
                return show(request, story, form, form.refusal.sentence, form.status)
            if form.refusal and (asks_by_script(request) or not form.keeps):
                raise form.refusal
            sentence = form.refusal.sentence if form.refusal else form.sentence
            return refused(request, story, form, sentence, form.status)

        return page

    return decorate


def refused(request, story, form, sentence, status):
    """The sentence for a script; for a reader the story's page with all they typed."""
    if asks_by_script(request):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return show(request, story, refused=form, sentence=sentence, status=status)


def done(request, story):
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    here, back = reverse("story", args=[story.key]), came_from(request)
    return redirect(here if back.startswith(here) else back)  # a refused form stood below it


@changes(forms.MoveForm)
def move(story, reader, column, before, after):
    story.move_to(column, above=after, below=before, by=reader)


@changes(forms.RankingForm)
def rank(story, reader, before, after):
    story.rank_between(after, before, by=reader)


@changes(forms.HandOverForm)
def hand_over(story, reader, owner):
    story.hand_to(owner, by=reader)


@changes(forms.PairingForm)
def pair(story, reader, coworker, ends):
    (story.part_from if ends else story.pair_with)(coworker, by=reader)


@changes(forms.PlanForm)
def plan(story, reader, sprint, before, after):
    story.plan_into(sprint, above=after, below=before, by=reader)


@changes(forms.FilingForm)
def file_under(story, reader, theme):
    story.file_under(theme, by=reader)


@changes(forms.TestForm)
def test(story, reader, hypothesis):
    story.test(hypothesis, by=reader)


@changes(forms.ShipmentForm)
def ship(story, reader, release):
    story.ship_with(release, by=reader)


@changes(forms.KindForm)
def classify(story, reader, kind):
    story.classify(kind, by=reader)


@changes(forms.LabelForm)
def label(story, reader, labels):
    story.label(labels, by=reader)


@changes(forms.BlockerForm)
def block(story, reader, reason, lifted):
    story.unblock(by=reader) if lifted else story.block(reason, by=reader)


@changes(forms.NeedForm)
def depend(story, reader, needs, ends):
    (story.release_from if ends else story.depend_on)(needs, by=reader)


@changes(forms.EstimateForm)
def estimate(story, reader, size):
    kind = "points" if size.unit == "points" else "time_box_days"
    story.estimate(by=reader, **{kind: size.number})


@changes(forms.TitleForm)
def rename(story, reader, title):
    story.rename(title, by=reader)


@changes(forms.DescriptionForm)
def describe(story, reader, body):
    story.describe(body, by=reader)


@changes(forms.CommentForm)
def comment(story, reader, body, internal):
    story.comment(body, internal=internal, by=reader)


@changes(forms.RewordingForm)
def reword(story, reader, comment, body):
    said(story, reader, comment).reword(body, by=reader)


@changes(forms.WithdrawalForm)
def withdraw(story, reader, comment):
    said(story, reader, comment).withdraw(by=reader)


def said(story, reader, comment):
    """The comment by its number, as the reader may see it."""
    comments = Comment.objects.visible_to(reader).filter(story=story)
    return get_object_or_404(comments.select_related("story__project__team"), pk=comment)
