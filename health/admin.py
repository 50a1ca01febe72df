from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from health.models import HealthReport, ReportView
from web.read_only_admin import ReadOnlyAdmin


@admin.register(HealthReport)
class HealthReportAdmin(ReadOnlyAdmin):
    """That a report was made, of what and by which code. What it says is the team's to read."""

    list_display = ("team", "as_of", "sprint", "code_version", "sha256", "computed_at")
    list_select_related = ["team", "sprint"]
    list_filter = ["team"]
    fields = (*list_display, "last_event_id", "seed", "inputs_sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[HealthReport]:
        return HealthReport.objects.without_body()


@admin.register(ReportView)
class ReportViewAdmin(ReadOnlyAdmin):
    """Who has read which report: reading is noted, so that it can be asked about."""

    list_display = ["report", "user", "at"]
    list_select_related = ["report__team", "user"]
