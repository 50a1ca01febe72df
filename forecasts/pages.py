from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from base import clock
from forecasts.failure import failed_forecasts
from forecasts.forms import QuestionForm
from forecasts.inputs import BesideProject, ForecastInputs
from forecasts.presenter import ForecastPresenter
from forecasts.project_forecast import ProjectForecast
from forecasts.scoring import Scored
from forecasts.sprint_presenter import SprintPresenter
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from web.requests import MemberRequest


@require_safe
@login_required
def forecast(request: MemberRequest, key: str) -> HttpResponse:
    """How many by then, when will it be done, and what if; asking changes nothing."""
    inputs = ForecastInputs.of(_project(request, key), clock.today())
    form = QuestionForm(request.GET)
    shown = ForecastPresenter(ProjectForecast(inputs, form.question_about(inputs)))
    if inputs.project.has_failed:
        failed = failed_forecasts(inputs.project)
    else:
        failed = []
    failures = [one.told_to(request.user) for one in failed]
    words = {"project": inputs.project, "shown": shown, "form": form, "failures": failures}
    return render(request, "forecasts/forecast.html", words, status=form.status)


@require_POST
@login_required
def retry_forecasts(request: MemberRequest, key: str) -> HttpResponse:
    """Try again what was given up; pressed twice it is tried once."""
    project = _project(request, key)
    if failures := failed_forecasts(project):
        for failure in failures:
            failure.try_again(by=request.user)
        messages.success(request, "It is being tried again; look back in a minute.")
    return redirect("forecast", project.key)


@require_safe
@login_required
def sprint_forecast(request: MemberRequest, key: str, number: int) -> HttpResponse:
    """What an open sprint will come to; the sprint's own page shows the part `#sprint-says`."""
    inputs = ForecastInputs.of(_project(request, key), clock.today())
    sprint = next((one for one in inputs.sprints if one.number == number), None)
    if sprint is None:
        raise Http404
    shown = SprintPresenter(ProjectForecast(inputs), sprint)
    words = {"project": inputs.project, "sprint": sprint, "shown": shown}
    return render(request, "forecasts/sprint_forecast.html", words)


@require_safe
@login_required
def calibration(request: MemberRequest, key: str) -> HttpResponse:
    """How well past forecasts held."""
    project = _project(request, key)
    words = {"project": project, "scored": Scored.of(project)}
    return render(request, "forecasts/calibration.html", words)


def _project(request: MemberRequest, key: str) -> WithAnnotations[Project, BesideProject]:
    seen = Project.objects.visible_to(request.user).values("pk")
    return get_object_or_404(ForecastInputs.projects().filter(pk__in=seen), key=key)
