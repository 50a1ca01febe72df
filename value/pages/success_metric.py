"""A success metric over time: where it began, what is aimed at, what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teams.models.membership import Actor
from value.metric.chart import MetricChart
from value.metric.past import MetricPast

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def success_metric(request: MemberRequest, pk: int) -> HttpResponse:
    past = MetricPast.found(pk, request.user)
    project = past.metric.project
    words = {
        "project": project,
        "metric": past.metric,
        "past": past,
        "chart": MetricChart(past),
        "actor": Actor.of(project.team, request.user),
    }
    return render(request, "value/success_metric.html", words)
