from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from base.roles import Role
from metrics.forms import MeasureForm, MetricForm, ObservationForm, TargetForm
from metrics.models import HypothesisMetric, SuccessMetric
from projects.amendment_forms import BESIDE
from projects.models import Hypothesis
from projects.pages.found import admit, at, project_of, row_of
from web.forms import answer, sent
from web.templatetags.numbers import amount
from web.text_versions import Original

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def success_metrics(request: MemberRequest, key: str) -> HttpResponse:
    """Agree on a metric of one of the six kinds."""
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    form = MetricForm(sent(request), initial={"kind": request.GET.get("kind")})
    return answer(
        request,
        form,
        partial(SuccessMetric.define, project),
        to=at(project, "success"),
        told="The metric is on the scoreboard.",
        project=project,
        heading="New success metric",
        word="Add metric",
        lede="How will the customer know it was worth it? One number, of one of the six kinds.",
    )


@form_page
@login_required
def observations(request: MemberRequest, pk: int) -> HttpResponse:
    """Note what was seen of a metric."""
    metric = row_of(request, SuccessMetric, pk)
    admit(request, metric.project, Role.MEMBER)
    form = ObservationForm(sent(request), initial={"observed_on": timezone.localdate()})
    return answer(
        request,
        form,
        metric.observe,
        to=at(metric.project, "success"),
        told="Noted.",
        project=metric.project,
        heading=metric.name,
        word="Note observation",
        lede=f"From {amount(metric.baseline, metric.unit)} towards "
        f"{amount(metric.target, metric.unit)}. What did you see?",
    )


@form_page
@login_required
def targets(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what is aimed at; the old target stays in the history."""
    metric = row_of(request, SuccessMetric, pk)
    admit(request, metric.project, Role.LEAD)
    now = {"target": metric.target, "due": metric.due}
    original = Original.row(metric, metric.project, now)
    form = TargetForm(sent(request), initial=now, original=original)
    return answer(
        request,
        form,
        metric.retarget,
        to=at(metric.project, "success"),
        told="Saved.",
        project=metric.project,
        heading=metric.name,
        lede=f"It began at {amount(metric.baseline, metric.unit)}; the old target stays in the "
        "history.",
    )


@form_page
@login_required
def hypothesis_metric(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose by which metric a hypothesis is measured."""
    found = row_of(request, Hypothesis, pk)
    admit(request, found.project, Role.MEMBER)
    now = HypothesisMetric.objects.filter(hypothesis=found.pk).first()
    form = MeasureForm(sent(request), hypothesis=found, initial={"metric": now and now.metric_id})
    return answer(
        request,
        form,
        partial(HypothesisMetric.choose, found),
        to=reverse("hypothesis", args=[pk]),
        told="It is measured by this from now on.",
        project=found.project,
        within="Hypothesis",
        heading="What measures the hypothesis",
        lede=BESIDE if found.is_locked else "The number that says whether it holds.",
    )
