from django.contrib import admin

from projects.admin import OfProjectAdmin
from value.models import Appraisal


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

    def write(self, by, metric, **fields):
        return Appraisal.of(metric, by=by, **fields)

    def has_change_permission(self, request, obj=None):
        return False
