from django.contrib import admin

from forecasts.models import Forecast
from web.read_only_admin import ReadOnlyAdmin


@admin.register(Forecast)
class ForecastAdmin(ReadOnlyAdmin):
    """What was said and when; the database refuses to change it."""

    list_display = ("kind", "project", "issued_on", "due_on", "inputs_sha256")
    list_select_related = ["project"]
    list_filter = ["kind"]
    fields = (*list_display, "issued_at", "days", "code_version", "seed", "summary")
