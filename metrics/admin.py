from django.contrib import admin

from metrics.models import Observation, SuccessMetric
from projects.admin import OfProjectAdmin


@admin.register(SuccessMetric)
class SuccessMetricAdmin(OfProjectAdmin):
    list_display = ["name", "project", "kind", "baseline", "target", "unit", "due"]
    search_fields = ["name", "project__key"]
    fields = ["project", "kind", "name", "unit", "baseline", "direction", "target", "due"]
    fixed = ("project", "kind", "name", "unit", "baseline", "direction")

    def write(self, by, project, **fields):
        return SuccessMetric.define(project, by=by, **fields)

    def change(self, row, by, target, due):
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

    def write(self, by, metric, **fields):
        return metric.observe(by=by, **fields)

    def has_change_permission(self, request, obj=None):
        return False
