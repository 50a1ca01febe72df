from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from projects.admin import OfProjectAdmin
from value.models import Appraisal, CheckIn, Economics
from value.models.economics import ENDS
from web.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from metrics.models.success_metric import SuccessMetric
    from solutions.models import Solution
    from teams.models.user import User


@admin.register(Appraisal)
class AppraisalAdmin(OfProjectAdmin):
    """Three ranges are added and then stay as they were thought."""

    list_display = ["metric", "value_low", "value_high", "appraised_on", "grade"]
    list_select_related = ["metric"]
    list_filter = ["grade"]
    autocomplete_fields = ["metric"]
    fields = [
        "metric",
        "value_low",
        "value_high",
        "run_cost_low",
        "run_cost_high",
        "build_cost_low",
        "build_cost_high",
        "appraised_on",
        "grade",
        "method",
        "source",
    ]
    fixed = ()

    def write(self, by: User, metric: SuccessMetric, **fields: Any) -> Appraisal:
        return Appraisal.of(metric, by=by, **fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Economics)
class EconomicsAdmin(OfProjectAdmin):
    """What a solution is thought to be worth; its run cost stands in its fit."""

    list_display = ["solution", "project", "value_low", "value_high", "lasts_low", "lasts_high"]
    list_select_related = ["solution", "project"]
    autocomplete_fields = ["solution"]
    fields = ["solution", *ENDS]
    fixed = ("solution",)

    def write(self, by: User, solution: Solution, **ends: Any) -> Economics:
        return Economics.estimate(solution, by=by, **ends)

    def change(self, row: Any, by: User, **ends: Any) -> None:
        Economics.estimate(row.solution, by=by, **ends)


@admin.register(CheckIn)
class CheckInAdmin(ReadOnlyAdmin):
    """Asked by the clock and answered by people on its page."""

    list_display = ["release", "metric", "day", "state", "asked_at", "worth"]
    list_filter = ["state", "project"]
    list_select_related = ["release", "metric"]
