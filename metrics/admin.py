from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from metrics.models import HypothesisMetric, Observation, SuccessMetric
from projects.admin import OfProjectAdmin
from projects.reasons import MOST_REASON
from web.admin import VerbAdmin, VerbForm

if TYPE_CHECKING:
    from projects.models import Hypothesis
    from projects.models.project import Project
    from teams.models.user import User


@admin.register(SuccessMetric)
class SuccessMetricAdmin(OfProjectAdmin):
    list_display = ["name", "project", "kind", "baseline", "target", "unit", "due"]
    search_fields = ["name", "project__key"]
    fields = ["project", "kind", "name", "unit", "baseline", "direction", "target", "due"]
    fixed = ("project", "kind", "name", "unit", "baseline", "direction")

    def write(self, by: User, project: Project, **fields: Any) -> SuccessMetric:
        return SuccessMetric.define(project, by=by, **fields)

    def change(self, row: Any, by: User, target: float, due: date) -> None:
        row.retarget(target=target, due=due, by=by)


@admin.register(Observation)
class ObservationAdmin(OfProjectAdmin):
    """What was seen is added and then stays as it was seen."""

    list_display = ["metric", "value", "spread", "observed_on", "grade"]
    list_select_related = ["metric"]
    list_filter = ["grade"]
    autocomplete_fields = ["metric"]
    fields = ["metric", "value", "spread", "observed_on", "grade", "method", "source"]
    fixed = ()

    def write(self, by: User, metric: SuccessMetric, **fields: Any) -> Observation:
        return metric.observe(by=by, **fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MeasureForm(VerbForm):
    """A row of the admin's, with the reason that a running test asks for."""

    reason = forms.CharField(
        max_length=MOST_REASON, required=False, help_text="Needed once the test runs."
    )


@admin.register(HypothesisMetric)
class HypothesisMetricAdmin(VerbAdmin):
    """By which metric a hypothesis is measured."""

    form = MeasureForm
    list_display = ["hypothesis", "metric"]
    list_select_related = ["hypothesis", "metric"]
    list_filter = ["metric__project"]
    search_fields = ["metric__name"]
    autocomplete_fields = ["hypothesis", "metric"]
    fields = ["hypothesis", "metric", "reason"]
    fixed = ("hypothesis",)

    def write(
        self, by: User, hypothesis: Hypothesis, metric: SuccessMetric, reason: str = ""
    ) -> HypothesisMetric | None:
        return HypothesisMetric.choose(hypothesis, metric, reason=reason, by=by)

    def change(self, row: Any, by: User, metric: SuccessMetric, reason: str = "") -> None:
        HypothesisMetric.choose(row.hypothesis, metric, reason=reason, by=by)
